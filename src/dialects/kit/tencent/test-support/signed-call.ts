import { createHash, createHmac } from 'node:crypto'

/** What the Node SDK writes for a local endpoint: the scope does not tell the service. Source: spec/tencent.md §1.4. */
const SCOPE_SERVICE = '127'

/** Who signs. In stand-in mode every access key id is an account of its own, with this secret. */
export interface Signer {
  readonly secretId: string
  readonly secretKey: string
}

export interface CallOptions {
  /** `http://127.0.0.1:PORT` */
  readonly api: string
  readonly action: string
  readonly version: string
  readonly params?: Readonly<Record<string, unknown>>
  readonly signer: Signer
  readonly region?: string | undefined
  readonly language?: string
  /** Seconds that the timestamp is off. */
  readonly skewSeconds?: number
  /** Sent in place of what would be signed. */
  readonly signature?: string
  /** Session token. */
  readonly token?: string
  /** Sent and signed in place of the parameters; `postTc3` only. */
  readonly raw?: { readonly contentType: string; readonly body: string }
  /** Changes the request after it was signed. */
  readonly tamper?: (request: Sent) => void
}

export interface Sent {
  method: 'GET' | 'POST' | 'PUT'
  url: string
  readonly headers: Record<string, string>
  body: string
}

/** What came back. `response` is the inside of `Response`. */
export interface CallAnswer {
  readonly status: number
  readonly contentType: string | null
  readonly requestId: string
  readonly error: { readonly Code: string; readonly Message: string } | undefined
  readonly response: Record<string, unknown>
}

/** A POST with a JSON body, signed with TC3: what SDKs send by default. */
export async function postTc3(options: CallOptions): Promise<CallAnswer> {
  const { contentType = 'application/json', body = JSON.stringify(options.params ?? {}) } = options.raw ?? {}
  const headers = tc3Headers(options, { method: 'POST', query: '', body, contentType })
  return send(options, { method: 'POST', url: options.api, headers, body })
}

/** A GET with flattened parameters in the query, signed with TC3. */
export async function getTc3(options: CallOptions): Promise<CallAnswer> {
  const query = new URLSearchParams(flatten(options.params ?? {})).toString()
  const contentType = 'application/x-www-form-urlencoded'
  const headers = tc3Headers(options, { method: 'GET', query, body: '', contentType })
  return send(options, { method: 'GET', url: `${options.api}/?${query}`, headers, body: '' })
}

/** A POST with one part per flattened parameter, signed with TC3. */
export async function postMultipart(options: CallOptions): Promise<CallAnswer> {
  const boundary = 'keyplane-test-boundary'
  const parts = flatten(options.params ?? {}).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const body = `${parts.join('')}--${boundary}--\r\n`
  const contentType = `multipart/form-data; boundary=${boundary}`
  const headers = tc3Headers(options, { method: 'POST', query: '', body, contentType })
  return send(options, { method: 'POST', url: options.api, headers, body })
}

/** A POST with everything in a form, signed with v1. */
export async function postV1(options: CallOptions): Promise<CallAnswer> {
  const body = v1Text(options, 'POST')
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return send(options, { method: 'POST', url: options.api, headers, body })
}

/**
 * A GET with everything in the query, signed with v1. `printed` is a query as a documentation page shows it; the
 * common parameters and the signature are added to it.
 */
export async function getV1(options: CallOptions, printed?: string): Promise<CallAnswer> {
  const url = `${options.api}/?${v1Text(options, 'GET', printed)}`
  return send(options, { method: 'GET', url, headers: {}, body: '' })
}

function v1Text(options: CallOptions, method: 'GET' | 'POST', printed?: string): string {
  const { api, action, version, signer, region, token, params = {}, skewSeconds = 0 } = options
  const own = printed ?? new URLSearchParams([['Action', action], ...flatten(params)]).toString()
  const common = new URLSearchParams({
    Version: version,
    ...(region === undefined ? {} : { Region: region }),
    SecretId: signer.secretId,
    Timestamp: String(Math.floor(Date.now() / 1000) + skewSeconds),
    Nonce: '9223372036854775807',
    SignatureMethod: 'HmacSHA256',
    ...(token === undefined ? {} : { Token: token }),
  })
  const query = `${own}&${common.toString()}`
  const sorted = [...new URLSearchParams(query)].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const source = `${method}${new URL(api).host}/?${sorted.map(([name, value]) => `${name}=${value}`).join('&')}`
  const computed = createHmac('sha256', signer.secretKey).update(source).digest('base64')
  const signature = encodeURIComponent(options.signature ?? computed)
  return `${query}&Signature=${signature}`
}

function tc3Headers(
  options: CallOptions,
  request: { method: string; query: string; body: string; contentType: string },
): Record<string, string> {
  const { api, action, version, signer, region, language, token, skewSeconds = 0 } = options
  const { method, query, body, contentType } = request
  const timestamp = String(Math.floor(Date.now() / 1000) + skewSeconds)
  const date = new Date(Number(timestamp) * 1000).toISOString().slice(0, 10)
  const headers = `content-type:${contentType}\nhost:${new URL(api).host}\n`
  const canonical = [method, '/', query, headers, 'content-type;host', sha256(body)].join('\n')
  const scope = `${date}/${SCOPE_SERVICE}/tc3_request`
  const toSign = ['TC3-HMAC-SHA256', timestamp, scope, sha256(canonical)].join('\n')
  const key = [date, SCOPE_SERVICE, 'tc3_request'].reduce<Buffer | string>(hmac, `TC3${signer.secretKey}`)
  const signature = options.signature ?? hmac(key, toSign).toString('hex')
  return {
    'content-type': contentType,
    authorization: `TC3-HMAC-SHA256 Credential=${signer.secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`,
    'x-tc-action': action,
    'x-tc-version': version,
    'x-tc-timestamp': timestamp,
    ...(region === undefined ? {} : { 'x-tc-region': region }),
    ...(language === undefined ? {} : { 'x-tc-language': language }),
    ...(token === undefined ? {} : { 'x-tc-token': token }),
  }
}

async function send({ tamper }: CallOptions, request: Sent): Promise<CallAnswer> {
  tamper?.(request)
  const { method, url, headers, body } = request
  const answer = await fetch(url, { method, headers, ...(method === 'GET' ? {} : { body }) })
  // Every Tencent answer has this one shape; a test that gets another fails here.
  const { Response: response } = (await answer.json()) as { Response: Record<string, unknown> }
  return {
    status: answer.status,
    contentType: answer.headers.get('content-type'),
    requestId: String(response['RequestId']),
    error: response['Error'] as CallAnswer['error'],
    response,
  }
}

function flatten(value: unknown, prefix = ''): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[prefix, String(value)]]
  return Object.entries(value).flatMap(([name, child]) =>
    flatten(child, prefix === '' ? name : `${prefix}.${name}`),
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
