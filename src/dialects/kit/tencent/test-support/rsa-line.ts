import { generateKeyPairSync } from 'node:crypto'

/** A new RSA public key as OpenSSH writes it, without comment. Short, as only its form matters. */
export function rsaLine(): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  const fields = [Buffer.from('ssh-rsa'), number(e), number(n)]
  const blob = Buffer.concat(fields.flatMap((field) => [lengthOf(field), field]))
  return `ssh-rsa ${blob.toString('base64')}`
}

/** A positive number never begins with a set bit. */
function number(base64url: string): Buffer {
  const bytes = Buffer.from(base64url, 'base64url')
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes
}

function lengthOf(field: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(field.length)
  return length
}
