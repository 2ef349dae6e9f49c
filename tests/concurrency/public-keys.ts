import { generateKeyPairSync } from 'node:crypto'

const TYPE = 'ecdsa-sha2-nistp256'
const CURVE = 'nistp256'
/** Before the point in the DER of such a key. */
const DER_HEAD_BYTES = 26

const lines: string[] = []

/** The nth of many different public keys of a type that the clouds import; the same one for the same number. */
export function publicKeyLine(nth: number): string {
  while (lines.length <= nth) lines.push(newLine())
  return lines[nth] ?? ''
}

/** The number of a public key, as a machine was given it; -1 for one that is not from here. */
export function numberOf(line: string): number {
  return lines.indexOf(line)
}

function newLine(): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(DER_HEAD_BYTES)
  return `${TYPE} ${Buffer.concat([TYPE, CURVE, point].map(field)).toString('base64')}`
}

function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}
