import { generateKeyPairSync, hash, type KeyObject } from 'node:crypto'

const RSA_BITS = 2_048

const lines = new Map<string, string>()

/** The nth of many different public keys; the same one for the same number. Not every cloud imports both types. */
export function publicKeyLine(type: 'ed25519' | 'rsa', nth: number): string {
  const name = `${type} ${nth}`
  const line = lines.get(name) ?? (type === 'rsa' ? rsaLine() : ed25519Line(nth))
  lines.set(name, line)
  return line
}

function ed25519Line(nth: number): string {
  // Any 32 bytes serve: nobody signs with it.
  const bytes = hash('sha256', `isolation ${nth}`, 'buffer')
  return `ssh-ed25519 ${wireText(['ssh-ed25519', bytes])}`
}

function rsaLine(): string {
  const { publicKey }: { publicKey: KeyObject } = generateKeyPairSync('rsa', { modulusLength: RSA_BITS })
  const { e = '', n = '' } = publicKey.export({ format: 'jwk' })
  const modulus = Buffer.concat([Buffer.from([0]), Buffer.from(n, 'base64url')])
  return `ssh-rsa ${wireText(['ssh-rsa', Buffer.from(e, 'base64url'), modulus])}`
}

function wireText(fields: readonly (string | Buffer)[]): string {
  const parts = fields.flatMap((field) => {
    const bytes = Buffer.from(field)
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return [length, bytes]
  })
  return Buffer.concat(parts).toString('base64')
}
