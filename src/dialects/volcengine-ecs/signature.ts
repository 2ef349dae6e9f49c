import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'

import { hmacKeyOf } from '../../core/hmac-key.ts'
import type { Pair } from '../kit/nest-pairs.ts'
import type { SigningKeys } from '../kit/signing-keys.ts'
import { header, type WireRequest } from '../kit/wire-request.ts'
import type { Credentials } from './credentials.ts'

const EMPTY_HASH = hash('sha256', '')

/**
 * True when the request was signed with this secret key, in one of the ways the official clients sign. Constant
 * time in the secret and the signature; the age of the timestamp is the caller's matter.
 * Source: spec/volcengine.md §1.5.
 */
export function verify(
  request: WireRequest,
  credentials: Credentials,
  { secretKey, keys }: { readonly secretKey: string; readonly keys: SigningKeys },
): boolean {
  // An empty secret would make the key public.
  if (secretKey === '') return false
  const payloadHash = payloadHashOf(request, credentials)
  if (payloadHash === undefined) return false
  const key = hmacKeyOf(signingKey(credentials, secretKey, keys))
  for (const query of canonicalQueries(credentials)) {
    for (const host of signedHosts(request, credentials)) {
      const canonical = canonicalRequest(request, credentials, { query, host, payloadHash })
      const text = `${stringToSignHead(credentials)}${hash('sha256', canonical)}`
      if (key.verifies(text, credentials.signature)) return true
    }
  }
  return false
}

/** Undefined when the body is not the one whose hash the caller names. A presigned body is never signed. */
function payloadHashOf(request: WireRequest, { form }: Credentials): string | undefined {
  const bodyHash = request.body.length === 0 ? EMPTY_HASH : hash('sha256', request.body)
  const named = header(request, 'x-content-sha256')
  if (named !== undefined && named !== bodyHash) return undefined
  return form === 'query' ? EMPTY_HASH : bodyHash
}

/** Neither date nor region nor service can hold a blank, so no two scopes share a cache key. */
function signingKey({ date, region, service }: Credentials, secretKey: string, keys: SigningKeys): KeyObject {
  return keys.get(`volcengine ${date} ${region} ${service} ${secretKey}`, () => {
    let key = Buffer.from(secretKey)
    for (const part of [date, region, service, 'request']) {
      key = createHmac('sha256', key).update(part).digest()
    }
    return createSecretKey(key)
  })
}

function stringToSignHead({ timestamp, date, region, service }: Credentials): string {
  return `HMAC-SHA256\n${timestamp}\n${date}/${region}/${service}/request\n`
}

function canonicalRequest(
  request: WireRequest,
  { signedHeaders }: Credentials,
  parts: { readonly query: string; readonly host: string; readonly payloadHash: string },
): string {
  let headers = ''
  // In the order given: the official sample signer does not sort.
  for (const written of signedHeaders === '' ? [] : signedHeaders.split(';')) {
    const name = written.toLowerCase()
    headers += `${name}:${name === 'host' ? parts.host : headerValue(request, name)}\n`
  }
  const path = request.path === '' ? '/' : request.path
  const head = `${request.method}\n${path}\n${parts.query}\n${headers === '' ? '\n' : headers}\n`
  return `${head}${signedHeaders}\n${parts.payloadHash}`
}

/** Own headers only: a signed header called `constructor` must not find a function. */
function headerValue(request: WireRequest, name: string): string {
  if (!Object.hasOwn(request.headers, name)) return ''
  return (header(request, name) ?? '').trim().replace(/\s+/g, ' ')
}

/** Go and Python leave the port out when it is the scheme's own. */
function signedHosts(request: WireRequest, { signedHeaders }: Credentials): readonly string[] {
  const sent = headerValue(request, 'host')
  const bare = sent.replace(/:(?:80|443)$/, '')
  return bare === sent || !/(?:^|;)host(?:;|$)/i.test(signedHeaders) ? [sent] : [sent, bare]
}

/**
 * As every client writes it; then, where names repeat, with their values sorted, as both Node SDKs do; each in
 * presigned queries also as sdk-core writes those: with `!'()*` left alone.
 */
function* canonicalQueries({ form, signedPairs }: Credentials): Generator<string> {
  // The sort is stable: repeated names keep their order.
  const byName = signedPairs.toSorted(([left], [right]) => compareBytes(left, right))
  const repeats = byName.some(([name], index) => name === byName[index - 1]?.[0])
  for (const pairs of repeats ? [byName, byName.toSorted(compareEncoded)] : [byName]) {
    const usual = canonicalQuery(pairs, encode)
    yield usual
    if (form === 'header') continue
    const plain = canonicalQuery(pairs, encodeURIComponent)
    if (plain !== usual) yield plain
  }
}

function canonicalQuery(pairs: readonly Pair[], encodeWith: (text: string) => string): string {
  let text = ''
  for (const [name, value] of pairs) {
    text += `${text === '' ? '' : '&'}${encodeWith(name)}=${encodeWith(value)}`
  }
  return text
}

/** By name, then by the escaped value. */
function compareEncoded([leftName, left]: Pair, [rightName, right]: Pair): number {
  return compareBytes(leftName, rightName) || compareBytes(encode(left), encode(right))
}

/** UTF-16 order and byte order differ only when surrogate pairs are involved. */
function compareBytes(left: string, right: string): number {
  if (/[\ud800-\udfff]/.test(left + right)) return Buffer.compare(Buffer.from(left), Buffer.from(right))
  return left < right ? -1 : left > right ? 1 : 0
}

/** RFC 3986 percent-encoding of the UTF-8 bytes. */
function encode(text: string): string {
  if (/^[A-Za-z0-9\-_.~]*$/.test(text)) return text
  // A lone surrogate cannot come out of a decoded query.
  return encodeURIComponent(text).replace(/[!'()*]/g, hexOf)
}

function hexOf(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}
