import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto'
import { type HmacKey, hmacKeyOf } from '../../../core/hmac-key.ts'
import { header, type WireRequest } from '../wire-request.ts'
import type { SigningKeys } from '../signing-keys.ts'
import { type HostTrust, otherSignedHosts, sentHost, signedPaths } from './signed-hosts.ts'

/** What an `Authorization: TC3-HMAC-SHA256 …` header claims; nothing of it is proved yet. */
export interface Tc3Credentials {
  readonly scheme: 'tc3'
  readonly accessKeyId: string
  readonly timestampSeconds: number
  /** `X-TC-Timestamp` as written: this text is what was signed. */
  readonly timestamp: string
  /** `YYYY-MM-DD` of the credential scope. */
  readonly date: string
  /** Service of the scope. `127` or `localhost:8080` from the Node SDK: never compare it with a constant. */
  readonly service: string
  /** As written, such as `content-type;host`. */
  readonly signedHeaders: string
  readonly signature: string
}

/** What a verification needs beside the request and its claims. */
export interface Verification extends HostTrust {
  readonly secretKey: string
  readonly keys: SigningKeys
}

const AUTHORIZATION =
  /^TC3-HMAC-SHA256 +Credential=([^\s,/]+)\/(\d{4}-\d\d-\d\d)\/([^\s,/]{1,100})\/tc3_request, *SignedHeaders=([\w;-]{1,1000}), *Signature=([^\s,]+)$/

const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD'
const UNSIGNED_PAYLOAD_HASH = hash('sha256', UNSIGNED_PAYLOAD)
const EMPTY_HASH = hash('sha256', '')

/**
 * Takes an `Authorization` header apart; undefined when it is not of the documented form.
 *
 * Source: spec/tencent.md §1.4.
 */
export function parseAuthorization(
  text: string,
  timestamp: { readonly timestamp: string; readonly timestampSeconds: number },
): Tc3Credentials | undefined {
  const [, accessKeyId, date, service, signedHeaders, signature] = AUTHORIZATION.exec(text) ?? []
  if (!accessKeyId || !date || !service || !signedHeaders || !signature) return undefined
  const names = signedHeaders.toLowerCase().split(';')
  if (!names.includes('content-type') || !names.includes('host')) return undefined
  // One long header named a thousand times would make a short request expensive to hash.
  if (new Set(names).size !== names.length) return undefined
  return { scheme: 'tc3', accessKeyId, date, service, signedHeaders, signature, ...timestamp }
}

/**
 * True when the request was signed with this secret key, whichever of the hosts and paths that clients are
 * known to sign was used. The age of the timestamp is the caller's matter; its date must be the scope's.
 *
 * Source: spec/tencent.md §1.4.
 */
export function verifyTc3(request: WireRequest, credentials: Tc3Credentials, needs: Verification): boolean {
  // An empty secret would make the key public.
  if (needs.secretKey === '') return false
  if (utcDate(credentials.timestampSeconds) !== credentials.date) return false
  const attempt = new Attempt(request, credentials, needs)
  const sent = sentHost(request)
  if (attempt.matches(sent, '/')) return true
  const others = otherSignedHosts(request, needs)
  return signedPaths(request).some(
    (path) =>
      (path !== '/' && attempt.matches(sent, path)) ||
      others.some((host) => attempt.matches(host, path)) ||
      [sent, ...others].some((host) => attempt.matchesLowered(host, path)),
  )
}

/** The parts of a verification that are the same for every candidate. */
class Attempt {
  readonly #request: WireRequest
  readonly #signedHeaders: string
  readonly #payloadHash: string
  readonly #stringToSignHead: string
  readonly #key: HmacKey
  readonly #claimed: string

  constructor(request: WireRequest, credentials: Tc3Credentials, needs: Verification) {
    const { date, service, signature, signedHeaders, timestamp } = credentials
    this.#request = request
    this.#signedHeaders = signedHeaders
    this.#payloadHash = payloadHash(request)
    this.#stringToSignHead = `TC3-HMAC-SHA256\n${timestamp}\n${date}/${service}/tc3_request\n`
    this.#key = hmacKeyOf(signingKey(credentials, needs))
    this.#claimed = signature
  }

  /** With header values as sent, the way all SDKs sign. */
  matches(host: string, path: string): boolean {
    return this.#isSignatureOf(path, this.#canonicalHeaders(host))
  }

  /** With header values in lower case, the way the documentation says. False when that makes no difference. */
  matchesLowered(host: string, path: string): boolean {
    const headers = this.#canonicalHeaders(host)
    const lowered = headers.toLowerCase()
    return lowered !== headers && this.#isSignatureOf(path, lowered)
  }

  #isSignatureOf(path: string, headers: string): boolean {
    const { method, rawQuery } = this.#request
    const query = method === 'GET' ? rawQuery : ''
    const canonicalRequest = `${method}\n${path}\n${query}\n${headers}\n${this.#signedHeaders}\n${this.#payloadHash}`
    return this.#key.verifies(this.#stringToSignHead + hash('sha256', canonicalRequest), this.#claimed)
  }

  #canonicalHeaders(host: string): string {
    let lines = ''
    for (const written of this.#signedHeaders.split(';')) {
      const name = written.toLowerCase()
      lines += `${name}:${name === 'host' ? host : headerValue(this.#request, name)}\n`
    }
    return lines
  }
}

/** Own headers only: a signed header called `constructor` must not find a function. */
function headerValue(request: WireRequest, name: string): string {
  return Object.hasOwn(request.headers, name) ? (header(request, name)?.trim() ?? '') : ''
}

function payloadHash(request: WireRequest): string {
  if (header(request, 'x-tc-content-sha256') === UNSIGNED_PAYLOAD) return UNSIGNED_PAYLOAD_HASH
  return request.method === 'GET' ? EMPTY_HASH : hash('sha256', request.body)
}

function signingKey({ date, service }: Tc3Credentials, { secretKey, keys }: Verification): KeyObject {
  // Neither date nor service can hold a blank, so no two scopes share a cache key.
  return keys.get(`tc3 ${date} ${service} ${secretKey}`, () => {
    const dateKey = createHmac('sha256', `TC3${secretKey}`).update(date).digest()
    const serviceKey = createHmac('sha256', dateKey).update(service).digest()
    return createSecretKey(createHmac('sha256', serviceKey).update('tc3_request').digest())
  })
}

const SECONDS_PER_DAY = 86_400
let lastDay = { number: 0, date: '1970-01-01' }

/** Most timestamps are of the same day as the one before. */
function utcDate(timestampSeconds: number): string {
  const number = Math.floor(timestampSeconds / SECONDS_PER_DAY)
  if (number !== lastDay.number) lastDay = { number, date: dateOf(number * SECONDS_PER_DAY * 1000) }
  return lastDay.date
}

function dateOf(ms: number): string {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10)
}
