import { encodeString, encodeUint32 } from './ssh-wire.ts'

/** What `ssh-keygen` aligns an unencrypted private section to. */
const blockBytes = 8
/** Width of the base64 lines that `ssh-keygen` writes. */
const columns = 70

/** One ed25519 pair: `seed` and `publicKey` have 32 bytes each. */
export interface Ed25519KeyPair {
  readonly seed: Buffer
  readonly publicKey: Buffer
  /** RFC 8709 §4 public key blob. */
  readonly blob: Buffer
}

/**
 * Writes an ed25519 pair as an unencrypted OpenSSH private key without comment, the only form the OpenSSH client reads
 * for this type. `check` is a random 32-bit number; a reader compares its two copies to see that decryption worked.
 * Source: OpenSSH PROTOCOL.key.
 */
export function encodeOpensshPrivateKey({ seed, publicKey, blob }: Ed25519KeyPair, check: number): string {
  const section = Buffer.concat([
    encodeUint32(check),
    encodeUint32(check),
    encodeString('ssh-ed25519'),
    encodeString(publicKey),
    encodeString(Buffer.concat([seed, publicKey])),
    encodeString(''),
  ])
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    encodeString('none'),
    encodeString('none'),
    encodeString(''),
    encodeUint32(1),
    encodeString(blob),
    encodeString(pad(section)),
  ])
  const lines = body.toString('base64').match(new RegExp(`.{1,${columns}}`, 'g')) ?? []
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n')
}

/** Fills up to whole blocks with the bytes 1, 2, 3 and so on, which a reader checks. */
function pad(section: Buffer): Buffer {
  const missing = (blockBytes - (section.length % blockBytes)) % blockBytes
  return Buffer.concat([section, Buffer.from(Array.from({ length: missing }, (_, index) => index + 1))])
}
