import { createHash, createHmac, randomUUID } from 'node:crypto'

/** How one call is signed and sent; everything can be made wrong on purpose. */
export interface CallOptions {
  /** V3 with everything in the query by default, as the official SDK sends it. */
  readonly form?: 'v3' | 'v3-form' | 'v1-get' | 'v1-query' | 'v1-form'
  readonly method?: string
  readonly version?: string
  readonly accessKeyId?: string
  readonly secret?: string
  readonly securityToken?: string
  readonly nonce?: string
  readonly timestamp?: string
  /** V1 only; absent: the parameter is left out. */
  readonly format?: 'JSON' | 'XML'
  /** Changes the request after it was signed. */
  readonly tamper?: (request: { url: string; headers: Record<string, string>; body: string }) => void
}

export interface Reply {
  readonly status: number
  readonly contentType: string
  readonly text: string
  readonly headers: Headers
  /** The parsed body; empty for XML. */
  readonly body: Readonly<Record<string, unknown>>
}

export type Params = Readonly<Record<string, string>>

export const ACCESS_KEY = { id: 'LTAI5tTestAccessKeyId', secret: 'TestAccessKeySecret0123456789' }
const VERSION = '2014-05-26'

/** Signs with code of its own, written from the public description of the two signatures. */
export async function signedCall(
  endpoint: string,
  action: string,
  params: Params,
  options: CallOptions = {},
): Promise<Reply> {
  const isV3 = (options.form ?? 'v3').startsWith('v3')
  const sign = isV3 ? signV3 : signV1
  const { method, ...request } = sign(endpoint, { action, params, options })
  options.tamper?.(request)
  const response = await fetch(request.url, {
    method,
    headers: request.headers,
    ...(request.body === '' ? {} : { body: request.body }),
  })
  const text = await response.text()
  const contentType = response.headers.get('content-type') ?? ''
  // The answers are objects; their fields are compared by the tests.
  const body = contentType.startsWith('application/json') ? (JSON.parse(text) as Reply['body']) : {}
  return { status: response.status, contentType, text, headers: response.headers, body }
}

interface Wanted {
  readonly action: string
  readonly params: Params
  readonly options: CallOptions
}

function signV1(endpoint: string, { action, params, options }: Wanted) {
  const all: Record<string, string> = {
    ...params,
    Action: action,
    Version: options.version ?? VERSION,
    AccessKeyId: options.accessKeyId ?? ACCESS_KEY.id,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: options.nonce ?? randomUUID(),
    Timestamp: options.timestamp ?? timestampNow(),
    ...(options.format === undefined ? {} : { Format: options.format }),
    ...(options.securityToken === undefined ? {} : { SecurityToken: options.securityToken }),
  }
  const method = options.method ?? (options.form === 'v1-get' ? 'GET' : 'POST')
  const text = `${method}&%2F&${percent(canonical(all))}`
  const key = `${options.secret ?? ACCESS_KEY.secret}&`
  const signed = canonical({ ...all, Signature: createHmac('sha1', key).update(text).digest('base64') })
  const isForm = options.form === 'v1-form'
  return {
    method,
    url: `http://${endpoint}/${isForm ? '' : `?${signed}`}`,
    headers: isForm ? { 'content-type': FORM } : ({} as Record<string, string>),
    body: isForm ? signed : '',
  }
}

const FORM = 'application/x-www-form-urlencoded'

function signV3(endpoint: string, { action, params, options }: Wanted) {
  const isForm = options.form === 'v3-form'
  const query = isForm ? '' : canonical(params)
  const body = isForm ? canonical(params) : ''
  const headers: Record<string, string> = {
    host: endpoint,
    'x-acs-action': action,
    'x-acs-version': options.version ?? VERSION,
    'x-acs-date': options.timestamp ?? timestampNow(),
    'x-acs-signature-nonce': options.nonce ?? randomUUID(),
    'x-acs-content-sha256': sha256(body),
    ...(isForm ? { 'content-type': FORM } : {}),
    ...(options.securityToken === undefined ? {} : { 'x-acs-security-token': options.securityToken }),
  }
  const method = options.method ?? 'POST'
  const names = Object.keys(headers).toSorted()
  const lines = names.map((name) => `${name}:${headers[name] ?? ''}\n`).join('')
  const request = [method, '/', query, lines, names.join(';'), sha256(body)].join('\n')
  const signature = createHmac('sha256', options.secret ?? ACCESS_KEY.secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(request)}`)
    .digest('hex')
  const credential = options.accessKeyId ?? ACCESS_KEY.id
  headers['authorization'] =
    `ACS3-HMAC-SHA256 Credential=${credential},SignedHeaders=${names.join(';')},Signature=${signature}`
  return { method, url: `http://${endpoint}/${query === '' ? '' : `?${query}`}`, headers, body }
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
  return new Date(Date.now() + shiftMs).toISOString().replace(/\.\d{3}Z$/, 'Z')
}
