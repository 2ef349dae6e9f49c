import { type BinaryToTextEncoding, hash, type KeyObject, timingSafeEqual } from 'node:crypto'

const BLOCK_BYTES = 64
const DIGEST_BYTES = 32
const INNER_PAD = 0x36
const OUTER_PAD = 0x5c
/** Texts that are longer get a buffer of their own. */
const USUAL_TEXT_BYTES = 1_024

const SIGNATURE = /^[0-9a-f]{64}$/

/** Nothing is awaited between filling one of these and reading it. */
const scratch = Buffer.alloc(BLOCK_BYTES + USUAL_TEXT_BYTES)
const made = Buffer.alloc(DIGEST_BYTES * 2)
const given = Buffer.alloc(DIGEST_BYTES * 2)

/**
 * A key of HMAC-SHA-256 for many texts. Each signature is two hashes in one go: `createHmac` makes an object
 * that has to be collected, which under load costs several times what the hashing does.
 * Source: RFC 2104 §2.
 */
export class HmacKey {
  /** The key with the inner pad. */
  readonly #inner = Buffer.alloc(BLOCK_BYTES, INNER_PAD)
  /** The key with the outer pad, and room for the inner digest. */
  readonly #outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES, OUTER_PAD)

  constructor(key: Uint8Array) {
    const block = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key
    for (const [index, byte] of block.entries()) {
      this.#inner.writeUInt8(byte ^ INNER_PAD, index)
      this.#outer.writeUInt8(byte ^ OUTER_PAD, index)
    }
  }

  /** Whether `signature` is that of the text in hexadecimal digits, small letters. Constant time in key and signature. */
  verifies(text: string, signature: string): boolean {
    if (!SIGNATURE.test(signature)) return false
    given.write(signature, 'latin1')
    made.write(this.sign(text, 'hex'), 'latin1')
    return timingSafeEqual(made, given)
  }

  sign(text: string, encoding: BinaryToTextEncoding): string {
    const bytes = Buffer.byteLength(text)
    const room = bytes > USUAL_TEXT_BYTES ? Buffer.alloc(BLOCK_BYTES + bytes) : scratch
    this.#inner.copy(room)
    room.write(text, BLOCK_BYTES)
    const inner = hash('sha256', room.subarray(0, BLOCK_BYTES + bytes), 'binary')
    this.#outer.write(inner, BLOCK_BYTES, 'latin1')
    return hash('sha256', this.#outer, encoding)
  }
}

const hmacKeys = new WeakMap<KeyObject, HmacKey>()

/** That of a secret key, made once. */
export function hmacKeyOf(key: KeyObject): HmacKey {
  let hmacKey = hmacKeys.get(key)
  if (!hmacKey) hmacKeys.set(key, (hmacKey = new HmacKey(key.export())))
  return hmacKey
}
