import { createPublicKey } from 'node:crypto'
import { isPositiveMpint, mpintBits, mpintValue } from './ssh-wire.ts'

/** The public key algorithms an OpenSSH server takes in `authorized_keys`; certificates are not among them. */
export type PublicKeyType =
  | 'ssh-rsa'
  | 'ssh-dss'
  | 'ssh-ed25519'
  | 'ecdsa-sha2-nistp256'
  | 'ecdsa-sha2-nistp384'
  | 'ecdsa-sha2-nistp521'
  | 'sk-ssh-ed25519@openssh.com'
  | 'sk-ecdsa-sha2-nistp256@openssh.com'

/** Well framed, but not a key: too few bits, too many, or values that no key of the type can have. */
export interface MaterialProblem {
  readonly problem: 'weak' | 'tooLarge' | 'badKey'
  readonly detail: string
}

/** Size in bits as `ssh-keygen -l` counts it, or what is wrong. */
export type MaterialVerdict = { readonly bits: number } | MaterialProblem

/** One key type: the shape of its blob and the test of its values. */
export interface Material {
  readonly type: PublicKeyType
  /** Fields of the blob that follow the type. */
  readonly fieldCount: number
  /** Called with exactly `fieldCount` fields. */
  readonly check: (fields: readonly Buffer[]) => MaterialVerdict
}

const rsaMinBits = 1024
const rsaMaxBits = 16384
/** OpenSSL verifies nothing with a longer exponent once the modulus has more than 3072 bits. */
const rsaMaxExponentBits = 64
const dssMinBits = 1024
const dssMaxBits = 3072
/** The `ssh-dss` signature has room for 160 bits only. Source: RFC 4253 §6.6. */
const dssSubgroupBits = 160
const curves = {
  nistp256: { jwk: 'P-256', bits: 256 },
  nistp384: { jwk: 'P-384', bits: 384 },
  nistp521: { jwk: 'P-521', bits: 521 },
} as const

/** Stands in for a field that `fieldCount` already guarantees; every check refuses it. */
const absent: Buffer = Buffer.alloc(0)

const materials: readonly Material[] = [
  { type: 'ssh-rsa', fieldCount: 2, check: checkRsa },
  { type: 'ssh-dss', fieldCount: 4, check: checkDss },
  { type: 'ssh-ed25519', fieldCount: 1, check: checkEd25519 },
  { type: 'ecdsa-sha2-nistp256', fieldCount: 2, check: (fields) => checkEcdsa('nistp256', fields) },
  { type: 'ecdsa-sha2-nistp384', fieldCount: 2, check: (fields) => checkEcdsa('nistp384', fields) },
  { type: 'ecdsa-sha2-nistp521', fieldCount: 2, check: (fields) => checkEcdsa('nistp521', fields) },
  {
    type: 'sk-ssh-ed25519@openssh.com',
    fieldCount: 2,
    check: (fields) => checkHardwareKey(checkEd25519(fields), fields[1]),
  },
  {
    type: 'sk-ecdsa-sha2-nistp256@openssh.com',
    fieldCount: 3,
    check: (fields) => checkHardwareKey(checkEcdsa('nistp256', fields), fields[2]),
  },
]

/**
 * Which words are key types and what the fields after the type must hold.
 * A `Map`, so that a type such as `__proto__` finds nothing.
 * Sources: RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4, OpenSSH PROTOCOL.u2f.
 */
export const materialByType: ReadonlyMap<string, Material> = new Map(
  materials.map((material) => [material.type, material]),
)

function badKey(detail: string): MaterialProblem {
  return { problem: 'badKey', detail }
}

function checkRsa([exponent = absent, modulus = absent]: readonly Buffer[]): MaterialVerdict {
  if (!isPositiveMpint(exponent) || !isPositiveMpint(modulus)) {
    return badKey('exponent and modulus must be positive numbers in their shortest form')
  }
  const bits = mpintBits(modulus)
  if (bits < rsaMinBits)
    return { problem: 'weak', detail: `the modulus has ${bits} bits, at least ${rsaMinBits}` }
  if (bits > rsaMaxBits)
    return { problem: 'tooLarge', detail: `the modulus has ${bits} bits, at most ${rsaMaxBits}` }
  if (!isOdd(modulus)) return badKey('the modulus is even')
  if (mpintBits(exponent) > rsaMaxExponentBits) {
    return badKey(`the exponent has more than ${rsaMaxExponentBits} bits`)
  }
  if (!isOdd(exponent) || mpintValue(exponent) < 3n)
    return { problem: 'weak', detail: 'the exponent must be odd and at least 3' }
  return { bits }
}

function checkDss(fields: readonly Buffer[]): MaterialVerdict {
  if (!fields.every(isPositiveMpint))
    return badKey('p, q, g and y must be positive numbers in their shortest form')
  const [p = 0n, q = 0n, g = 0n, y = 0n] = fields.map(mpintValue)
  const [bits = 0, subgroupBits = 0] = fields.map(mpintBits)
  if (bits < dssMinBits) return { problem: 'weak', detail: `p has ${bits} bits, at least ${dssMinBits}` }
  if (bits > dssMaxBits) return { problem: 'tooLarge', detail: `p has ${bits} bits, at most ${dssMaxBits}` }
  if (subgroupBits !== dssSubgroupBits) return badKey(`q has ${subgroupBits} bits, not ${dssSubgroupBits}`)
  if ((p - 1n) % q !== 0n) return badKey('q does not divide p - 1')
  const isInGroup = (value: bigint): boolean => value > 1n && value < p
  return isInGroup(g) && isInGroup(y) ? { bits } : badKey('g and y must lie between 1 and p')
}

function checkEd25519([point = absent]: readonly Buffer[]): MaterialVerdict {
  return point.length === 32 ? { bits: 256 } : badKey(`the key has ${point.length} bytes, not 32`)
}

function checkEcdsa(
  curve: keyof typeof curves,
  [name = absent, point = absent]: readonly Buffer[],
): MaterialVerdict {
  const { jwk, bits } = curves[curve]
  if (name.toString('latin1') !== curve) return badKey(`the curve named inside is not ${curve}`)
  const size = Math.ceil(bits / 8)
  if (point[0] !== 4 || point.length !== 1 + 2 * size)
    return badKey(`the point is not ${1 + 2 * size} bytes uncompressed`)
  const x = point.toString('base64url', 1, 1 + size)
  const y = point.toString('base64url', 1 + size)
  return isOnCurve({ kty: 'EC', crv: jwk, x, y }) ? { bits } : badKey(`the point is not on ${curve}`)
}

function isOnCurve(key: { kty: 'EC'; crv: string; x: string; y: string }): boolean {
  try {
    // The import solves the curve equation and refuses coordinates beyond the field; there is no form that only asks.
    createPublicKey({ key, format: 'jwk' })
    return true
  } catch {
    return false
  }
}

/** Adds the last field of a hardware-backed key: the application the token made it for, usually `ssh:`. */
function checkHardwareKey(verdict: MaterialVerdict, application: Buffer = absent): MaterialVerdict {
  const isPrintable = /^[\x20-\x7e]+$/.test(application.toString('latin1'))
  return 'problem' in verdict || isPrintable ? verdict : badKey('the application is not printable text')
}

function isOdd(mpint: Buffer): boolean {
  return ((mpint.at(-1) ?? 0) & 1) === 1
}
