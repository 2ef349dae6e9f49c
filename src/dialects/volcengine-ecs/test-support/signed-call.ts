import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { json } from 'node:stream/consumers'

/** How one call is signed and sent; everything can be made wrong on purpose. */
export interface CallOptions {
  /** GET with everything in the query by default, as the official clients send it. */
  readonly form?: 'get' | 'post-form' | 'post-json' | 'presigned'
  readonly method?: string
  readonly path?: string
  readonly version?: string
  /** Host header; that of the endpoint by default. */
  readonly host?: string
  readonly region?: string
  readonly service?: string
  readonly accessKeyId?: string
  readonly secret?: string
  readonly securityToken?: string
  /** `YYYYMMDDTHHMMSSZ` */
  readonly timestamp?: string
  /** Body of `post-json`. */
  readonly json?: unknown
  /** Names that a presigned request carries without having signed them. */
  readonly unsigned?: Params
  /** Changes the request after it was signed. */
  readonly tamper?: (request: Sent) => void
}

interface Sent {
  url: string
  readonly headers: Record<string, string>
  body: string
}

export interface Reply {
  readonly status: number
  readonly contentType: string
  readonly metadata: Readonly<Record<string, unknown>>
  /** The result of a call that was answered; undefined for a refusal. */
  readonly result: Readonly<Record<string, unknown>> | undefined
}

export type Params = Readonly<Record<string, string>>

export const ACCESS_KEY = { id: 'AKLTacmeroot', secret: 'acme-root-secret==' }
export const REGION = 'cn-beijing'
const VERSION = '2020-04-01'

/** Signs with code of its own, written from the public description of the signature. */
export async function signedCall(
  endpoint: string,
  action: string,
  params: Params,
  options: CallOptions = {},
): Promise<Reply> {
  const { form = 'get' } = options
  const method = options.method ?? (form.startsWith('post') ? 'POST' : 'GET')
  const wanted = { method, params: { Action: action, Version: options.version ?? VERSION }, business: params }
  const sent =
    form === 'presigned' ? presign(endpoint, wanted, options) : signHeader(endpoint, wanted, options)
  options.tamper?.(sent)
  const response = await send(method, sent)
  // Every answer of this API has this shape; the fields are compared by the tests.
  const body = (await json(response)) as Answer
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    metadata: body.ResponseMetadata,
    result: body.Result,
  }
}

/** Not `fetch`: that would send a Host header of its own. */
async function send(method: string, { url, headers, body }: Sent): Promise<IncomingMessage> {
  const sending = request(url, { method, headers, agent: false })
  sending.end(body)
  // The event of a client request carries its answer.
  const [response] = (await once(sending, 'response')) as [IncomingMessage]
  return response
}

interface Answer {
  readonly ResponseMetadata: Readonly<Record<string, unknown>>
  readonly Result?: Readonly<Record<string, unknown>>
}

interface Wanted {
  readonly method: string
  readonly params: Params
  readonly business: Params
}

const FORM = 'application/x-www-form-urlencoded; charset=utf-8'

function signHeader(endpoint: string, { method, params, business }: Wanted, options: CallOptions): Sent {
  const { form = 'get', path = '/' } = options
  const query = canonical(form === 'get' ? { ...params, ...business } : params)
  const body =
    form === 'post-json' ? JSON.stringify(options.json) : form === 'post-form' ? canonical(business) : ''
  const scope = scopeOf(options)
  const headers: Record<string, string> = {
    'content-type': form === 'post-json' ? 'application/json' : FORM,
    host: options.host ?? endpoint,
    'x-content-sha256': sha256(body),
    'x-date': scope.timestamp,
    ...(options.securityToken === undefined ? {} : { 'x-security-token': options.securityToken }),
  }
  const names = Object.keys(headers).toSorted()
  const lines = names.map((name) => `${name}:${headers[name] ?? ''}\n`).join('')
  const canonicalRequest = [method, path, query, lines, names.join(';'), sha256(body)].join('\n')
  const signature = signatureOf(canonicalRequest, scope)
  headers['authorization'] =
    `HMAC-SHA256 Credential=${scope.credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return { url: `http://${endpoint}${path}?${query}`, headers, body }
}

function presign(endpoint: string, { method, params, business }: Wanted, options: CallOptions): Sent {
  const scope = scopeOf(options)
  const signed: Params = {
    ...params,
    ...business,
    'X-Algorithm': 'HMAC-SHA256',
    'X-Credential': scope.credential,
    'X-Date': scope.timestamp,
    'X-NotSignBody': '',
    'X-SignedHeaders': 'host',
  }
  const query = canonical(signed)
  const canonicalRequest = [method, '/', query, `host:${endpoint}\n`, 'host', sha256('')].join('\n')
  const rest = canonical({
    'X-SignedQueries': Object.keys(signed).toSorted().join(';'),
    'X-Signature': signatureOf(canonicalRequest, scope),
    ...options.unsigned,
  })
  return { url: `http://${endpoint}/?${query}&${rest}`, headers: {}, body: '' }
}

interface Scope {
  readonly timestamp: string
  readonly credential: string
  readonly parts: readonly string[]
  readonly secret: string
}

function scopeOf(options: CallOptions): Scope {
  const timestamp = options.timestamp ?? timestampNow()
  const {
    region = REGION,
    service = 'ecs',
    accessKeyId = ACCESS_KEY.id,
    secret = ACCESS_KEY.secret,
  } = options
  const parts = [timestamp.slice(0, 8), region, service, 'request']
  return { timestamp, parts, secret, credential: [accessKeyId, ...parts].join('/') }
}

function signatureOf(request: string, { timestamp, parts, secret }: Scope): string {
  const text = ['HMAC-SHA256', timestamp, parts.join('/'), sha256(request)].join('\n')
  const key = parts.reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(secret))
  return hmac(key, text).toString('hex')
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function canonical(params: Params): string {
  return Object.keys(params)
    .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map((name) => `${percent(name)}=${percent(params[name] ?? '')}`)
    .join('&')
}

function percent(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

export function timestampNow(shiftMs = 0): string {
  return new Date(Date.now() + shiftMs).toISOString().replace(/[:-]|\.\d{3}/g, '')
}
