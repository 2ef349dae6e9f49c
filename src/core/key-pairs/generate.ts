import { generateKeyPair as generateKeyObjects, randomBytes } from 'node:crypto'
import type { JsonWebKey } from 'node:crypto'
import { promisify } from 'node:util'
import { Secret } from '../secret.ts'
import { encodeOpensshPrivateKey } from './openssh-private-key.ts'
import type { ParsedPublicKey } from './public-key.ts'
import { seededRsa } from './seeded-rsa.ts'
import { encodeMpint, encodeString } from './ssh-wire.ts'

/** The kinds of key pair that can be made; every other type can only be imported. */
export type GeneratedKeyType = 'rsa-2048' | 'ed25519'

/** A fresh pair. The private key is handed to the caller once and must not be kept. */
export interface GeneratedKeyPair {
  /** Equal to what `parsePublicKey` reads from its line; the comment is empty. */
  readonly publicKey: ParsedPublicKey
  /** Unencrypted, ending in a newline: PKCS#1 PEM for RSA, OpenSSH format for ed25519. */
  readonly privateKey: Secret
}

const generateAsync = promisify(generateKeyObjects)

/**
 * Makes a key pair on the thread pool, so the event loop stays free; an RSA pair takes tenths of a second.
 * Source for the RSA form: spec/volcengine.md §2.1, spec/alibaba.md §3.5.
 * @param seed makes the same RSA pair again; for tests only
 */
export function generateKeyPair(type: GeneratedKeyType, seed?: Buffer): Promise<GeneratedKeyPair> {
  return type === 'rsa-2048' ? generateRsa(seed) : generateEd25519()
}

async function generateRsa(seed: Buffer | undefined): Promise<GeneratedKeyPair> {
  const { publicKey, privateKey } = seed
    ? await seededRsa(seed)
    : await generateAsync('rsa', { modulusLength: 2048, publicExponent: 65537 })
  const numbers = publicKey.export({ format: 'jwk' })
  const blob = Buffer.concat([
    encodeString('ssh-rsa'),
    encodeMpint(readJwk(numbers, 'e')),
    encodeMpint(readJwk(numbers, 'n')),
  ])
  const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
  return {
    publicKey: { type: 'ssh-rsa', base64: blob.toString('base64'), blob, comment: '', bits: 2048 },
    privateKey: new Secret(pem),
  }
}

async function generateEd25519(): Promise<GeneratedKeyPair> {
  const { privateKey } = await generateAsync('ed25519')
  const numbers = privateKey.export({ format: 'jwk' })
  const publicKey = readJwk(numbers, 'x')
  const blob = Buffer.concat([encodeString('ssh-ed25519'), encodeString(publicKey)])
  const check = randomBytes(4).readUInt32BE()
  return {
    publicKey: { type: 'ssh-ed25519', base64: blob.toString('base64'), blob, comment: '', bits: 256 },
    privateKey: new Secret(encodeOpensshPrivateKey({ seed: readJwk(numbers, 'd'), publicKey, blob }, check)),
  }
}

function readJwk(key: JsonWebKey, member: 'd' | 'e' | 'n' | 'x'): Buffer {
  const text = key[member]
  if (text === undefined) throw new Error(`the generated key has no member ${member}`)
  return Buffer.from(text, 'base64url')
}
