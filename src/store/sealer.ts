import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

import { HmacKey } from '../core/hmac-key.ts'
import { Secret } from '../core/secret.ts'
import type { Sealer } from './sql/account-store.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const SUM_KEY_BYTES = 32

/**
 * AES-256-GCM: nonce, tag and ciphertext in one base64 text. A wrong master key fails to open, loudly. Sums are
 * HMAC-SHA256 with a key derived from it, in base64url.
 */
export function aesSealer(masterKey: Buffer): Sealer {
  const bytes = hkdfSync('sha256', masterKey, Buffer.alloc(0), 'keyplane sums', SUM_KEY_BYTES)
  const sumKey = new HmacKey(Buffer.from(bytes))
  return {
    sum: (text) => sumKey.sign(text, 'base64url'),
    seal(secret) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', masterKey, nonce)
      const text = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', masterKey, bytes.subarray(0, NONCE_BYTES))
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      const text = [decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]
      return new Secret(Buffer.concat(text).toString('utf8'))
    },
  }
}
