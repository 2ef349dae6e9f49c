import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { WireRequest } from '../wire-request.ts'
import type { Pair } from '../nest-pairs.ts'
import { otherSignedHosts, sentHost, signedPaths } from './signed-hosts.ts'
import type { Verification } from './tc3-signature.ts'

/** What the `Signature` parameter and its companions claim; nothing of it is proved yet. */
export interface V1Credentials {
  readonly scheme: 'v1'
  readonly accessKeyId: string
  readonly timestampSeconds: number
  readonly algorithm: 'sha1' | 'sha256'
  readonly signature: string
  /** All parameters, decoded, `Signature` included. */
  readonly pairs: readonly Pair[]
}

/** The digest a `SignatureMethod` asks for; undefined when there is no such method. Source: spec/tencent.md §1.5. */
export function v1Algorithm(signatureMethod: string | undefined): 'sha1' | 'sha256' | undefined {
  if (signatureMethod === undefined || signatureMethod === 'HmacSHA1') return 'sha1'
  return signatureMethod === 'HmacSHA256' ? 'sha256' : undefined
}

/**
 * True when the request was signed with this secret key, whichever of the hosts and paths that clients are
 * known to sign was used. The age of the timestamp is the caller's matter.
 *
 * Source: spec/tencent.md §1.5.
 */
export function verifyV1(request: WireRequest, credentials: V1Credentials, needs: Verification): boolean {
  const { secretKey, keys } = needs
  // An empty secret would make the key public.
  if (secretKey === '') return false
  const key = keys.get(`v1 ${secretKey}`, () => createSecretKey(secretKey, 'utf8'))
  const claimed = Buffer.from(credentials.signature)
  const query = canonicalQuery(credentials.pairs)
  const matches = (host: string, path: string): boolean => {
    const source = `${request.method}${host}${path}?${query}`
    // Compared as text: base64 has several spellings of the same bytes.
    const expected = Buffer.from(createHmac(credentials.algorithm, key).update(source).digest('base64'))
    return expected.length === claimed.length && timingSafeEqual(expected, claimed)
  }
  const sent = sentHost(request)
  if (matches(sent, '/')) return true
  const others = otherSignedHosts(request, needs)
  return signedPaths(request).some(
    (path) => (path !== '/' && matches(sent, path)) || others.some((host) => matches(host, path)),
  )
}

/** Sorted by name as bytes, so `InstanceIds.10` comes before `InstanceIds.2`; values decoded. */
function canonicalQuery(pairs: readonly Pair[]): string {
  return pairs
    .filter(([name]) => name !== 'Signature')
    .sort(([left], [right]) => (left < right ? -1 : Number(left > right)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}
