import { checkPrime, createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

const EXPONENT = 65537n
const PRIME_BITS = 1024
const SMALL_PRIMES = smallPrimes(2_000)

const isPrime = promisify<bigint, boolean>((candidate, done) => checkPrime(candidate, done))

/** An RSA-2048 pair that follows from its seed alone: the stand-in's, for tests that compare runs. Never for real use. */
export async function seededRsa(seed: Buffer): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  const [first, second] = await Promise.all([primeOf(seed, 'p'), primeOf(seed, 'q')])
  // The larger one comes first, as in keys that libraries make.
  const [p, q] = first > second ? [first, second] : [second, first]
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n))
  const jwk = {
    kty: 'RSA',
    n: base64url(p * q),
    e: base64url(EXPONENT),
    d: base64url(d),
    p: base64url(p),
    q: base64url(q),
    dp: base64url(d % (p - 1n)),
    dq: base64url(d % (q - 1n)),
    qi: base64url(inverse(q, p)),
  }
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
  return { publicKey: createPublicKey(privateKey), privateKey }
}

/** The first prime from a number on that the seed gives. */
async function primeOf(seed: Buffer, name: string): Promise<bigint> {
  const parts = Array.from({ length: PRIME_BITS / 512 }, (_, place) =>
    createHash('sha512').update(seed).update(`${name} ${place}`).digest(),
  )
  const start = BigInt(`0x${Buffer.concat(parts).toString('hex')}`)
  // The two highest bits make the product as long as wanted; it is odd.
  let candidate = start | (3n << BigInt(PRIME_BITS - 2)) | 1n
  for (;;) {
    const mayBePrime = SMALL_PRIMES.every((prime) => candidate % prime !== 0n)
    if (mayBePrime && (candidate - 1n) % EXPONENT !== 0n && (await isPrime(candidate))) return candidate
    candidate += 2n
  }
}

/** By Euclid's extended algorithm; the two have no divisor in common. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, next] = [modulus, value % modulus]
  let [factor, nextFactor] = [0n, 1n]
  while (next !== 0n) {
    const quotient = rest / next
    ;[rest, next] = [next, rest - quotient * next]
    ;[factor, nextFactor] = [nextFactor, factor - quotient * nextFactor]
  }
  return factor < 0n ? factor + modulus : factor
}

function base64url(value: bigint): string {
  const hex = value.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url')
}

function smallPrimes(below: number): readonly bigint[] {
  const primes: number[] = []
  for (let number = 3; number < below; number += 2) {
    if (primes.every((prime) => number % prime !== 0)) primes.push(number)
  }
  return primes.map(BigInt)
}
