import { createSecretKey, hash } from 'node:crypto'

import { hmacKeyOf } from '../../core/hmac-key.ts'
import type { SigningKeys } from '../kit/signing-keys.ts'
import { header, type WireRequest } from '../kit/wire-request.ts'
import type { ClaimsProblem } from './errors.ts'
import { encode, sortedNames, type RequestParams } from './params.ts'
import { isSameText, type Verdict } from './v1-signature.ts'

/** What a V3 request says about its caller; nothing of it is checked yet. */
export interface V3Claims {
  readonly version: 'v3'
  readonly accessKeyId: string
  /** As received; UTC `yyyy-MM-ddTHH:mm:ssZ` when well formed. */
  readonly timestampText: string
  readonly nonce: string
  readonly securityToken: string | undefined
  readonly signature: string
  /** Lower-case names in the order the caller signed them. */
  readonly signedHeaders: readonly string[]
  /** The body hash the caller signed, in hex. */
  readonly contentSha256: string
}

/**
 * Reads the claims of an ACS3-HMAC-SHA256 request. A request without `Authorization` is an anonymous call and
 * lacks its `AccessKeyId`.
 * Source: spec/alibaba.md §1.3, §1.5.
 */
export function readV3Claims(request: WireRequest): V3Claims | ClaimsProblem {
  const authorization = header(request, 'authorization')
  if (!authorization) return { problem: 'missing', name: 'AccessKeyId' }
  const parsed = parseAuthorization(authorization)
  if ('problem' in parsed) return parsed
  for (const name of requiredHeaders) {
    if (!header(request, name)) return { problem: 'missing', name }
    if (!parsed.signedHeaders.includes(name)) return malformedAuthorization
  }
  return {
    version: 'v3',
    ...parsed,
    timestampText: header(request, 'x-acs-date') ?? '',
    nonce: header(request, 'x-acs-signature-nonce') ?? '',
    securityToken: header(request, 'x-acs-security-token') || undefined,
    contentSha256: header(request, 'x-acs-content-sha256') ?? '',
  }
}

/**
 * Computes the signature over method, path, query, signed headers and the body as received, and compares it in
 * constant time.
 * Source: spec/alibaba.md §1.5.
 */
export function verifyV3(
  { request, params, claims }: { request: WireRequest; params: RequestParams; claims: V3Claims },
  secretKey: string,
  keys: SigningKeys,
): Verdict {
  // The server's own hash goes in, so that a changed body shows as a different string to sign.
  const bodyHash = request.body.length === 0 ? hashOfNothing : hash('sha256', request.body, 'hex')
  const stringToSign = `${algorithm}\n${hash('sha256', canonicalRequest(request, { params, claims, bodyHash }), 'hex')}`
  const key = keys.get(`alibaba-v3 ${secretKey}`, () => createSecretKey(secretKey, 'utf8'))
  const expected = hmacKeyOf(key).sign(stringToSign, 'hex')
  const isValid = isSameText(expected, claims.signature) && bodyHash === claims.contentSha256
  return { isValid, stringToSign }
}

const algorithm = 'ACS3-HMAC-SHA256'
const mostSignedHeaders = 100
const hashOfNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const malformedAuthorization: ClaimsProblem = { problem: 'malformed', name: 'Authorization' }
const requiredHeaders = [
  'host',
  'x-acs-action',
  'x-acs-version',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-content-sha256',
] as const

function parseAuthorization(
  text: string,
): Pick<V3Claims, 'accessKeyId' | 'signedHeaders' | 'signature'> | ClaimsProblem {
  const space = text.indexOf(' ')
  const scheme = space === -1 ? text : text.slice(0, space)
  if (scheme !== algorithm) {
    return scheme.startsWith('ACS3-')
      ? { problem: 'unsupported', name: 'Authorization' }
      : malformedAuthorization
  }
  const fields = new Map<string, string>()
  for (const field of space === -1 ? [] : text.slice(space + 1).split(',')) {
    const equals = field.indexOf('=')
    if (equals !== -1) fields.set(field.slice(0, equals).trim(), field.slice(equals + 1).trim())
  }
  const accessKeyId = fields.get('Credential')
  const signedHeaders = fields.get('SignedHeaders')
  const signature = fields.get('Signature')
  if (!accessKeyId || !signedHeaders || !signature) return malformedAuthorization
  const names = signedHeaders.split(';')
  // One long header named a thousand times would make a short request expensive to hash.
  if (names.length > mostSignedHeaders || new Set(names).size !== names.length) return malformedAuthorization
  return { accessKeyId, signedHeaders: names, signature }
}

function canonicalRequest(
  request: WireRequest,
  { params, claims, bodyHash }: { params: RequestParams; claims: V3Claims; bodyHash: string },
): string {
  let headers = ''
  for (const name of claims.signedHeaders) headers += `${name}:${headerValue(request, name)}\n`
  const path = request.path === '' ? '/' : request.path
  const signedHeaders = claims.signedHeaders.join(';')
  return `${request.method}\n${path}\n${canonicalQuery(params)}\n${headers}\n${signedHeaders}\n${bodyHash}`
}

/** Own headers only: a signed header called `constructor` must not find a function. */
function headerValue(request: WireRequest, name: string): string {
  return Object.hasOwn(request.headers, name) ? (header(request, name) ?? '').trim() : ''
}

function canonicalQuery({ query }: RequestParams): string {
  let text = ''
  for (const name of sortedNames(query)) {
    text += `${text === '' ? '' : '&'}${encode(name)}=${encode(query.get(name) ?? '')}`
  }
  return text
}
