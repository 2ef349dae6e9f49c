import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { SigningKeys } from '../kit/signing-keys.ts'
import type { WireRequest } from '../kit/wire-request.ts'
import type { ClaimsProblem } from './errors.ts'
import { encode, sortedNames, type RequestParams } from './params.ts'

/** What a V1 request says about its caller; nothing of it is checked yet. */
export interface V1Claims {
  readonly version: 'v1'
  readonly accessKeyId: string
  /** As received; UTC `yyyy-MM-ddTHH:mm:ssZ` when well formed. */
  readonly timestampText: string
  readonly nonce: string
  readonly securityToken: string | undefined
  readonly signature: string
}

/** The outcome of a verification. `stringToSign` is the server's and may be told to the caller. */
export interface Verdict {
  readonly isValid: boolean
  readonly stringToSign: string
}

/**
 * Reads the claims of an RPC-signed request (HMAC-SHA1, signature version 1.0).
 * Source: spec/alibaba.md §1.3.
 */
export function readV1Claims({ all }: RequestParams): V1Claims | ClaimsProblem {
  for (const name of requiredParams) {
    if (!all.get(name)) return { problem: 'missing', name }
  }
  if (all.get('SignatureMethod') !== 'HMAC-SHA1') return { problem: 'unsupported', name: 'SignatureMethod' }
  if (all.get('SignatureVersion') !== '1.0') return { problem: 'unsupported', name: 'SignatureVersion' }
  // Some clients send it empty; a value means a bearer token or an RSA key.
  if (all.get('SignatureType')) return { problem: 'unsupported', name: 'SignatureType' }
  return {
    version: 'v1',
    accessKeyId: all.get('AccessKeyId') ?? '',
    timestampText: all.get('Timestamp') ?? '',
    nonce: all.get('SignatureNonce') ?? '',
    securityToken: all.get('SecurityToken') || undefined,
    signature: all.get('Signature') ?? '',
  }
}

/**
 * Computes the signature over the union of query and form body and compares it in constant time.
 * Source: spec/alibaba.md §1.4.
 */
export function verifyV1(
  { request, params, claims }: { request: WireRequest; params: RequestParams; claims: V1Claims },
  secretKey: string,
  keys: SigningKeys,
): Verdict {
  const stringToSign = `${request.method}&%2F&${encodedCanonical(params)}`
  const key = keys.get(`alibaba-v1 ${secretKey}`, () => createSecretKey(`${secretKey}&`, 'utf8'))
  const expected = createHmac('sha1', key).update(stringToSign).digest('base64')
  return { isValid: isSameText(expected, claims.signature), stringToSign }
}

/** Compares two texts in a time that depends on their lengths only. */
export function isSameText(expected: string, received: string): boolean {
  const left = Buffer.from(expected)
  const right = Buffer.from(received)
  return left.length === right.length && timingSafeEqual(left, right)
}

const requiredParams = [
  'AccessKeyId',
  'Signature',
  'SignatureMethod',
  'SignatureVersion',
  'SignatureNonce',
  'Timestamp',
] as const

/** `enc(canonical)` in one pass: the separators are written encoded, so only names and values are encoded twice. */
function encodedCanonical({ all }: RequestParams): string {
  let text = ''
  for (const name of sortedNames(all)) {
    if (name === 'Signature') continue
    text += `${text === '' ? '' : '%26'}${encodeTwice(name)}%3D${encodeTwice(all.get(name) ?? '')}`
  }
  return text
}

function encodeTwice(text: string): string {
  const once = encode(text)
  return once.includes('%') ? once.replaceAll('%', '%25') : once
}
