/** Signing for the bench: requests as bytes, made before the clock runs. */
import { createHash, createHmac, randomUUID } from 'node:crypto'

export const SECRET = 'keyplane'

type Params = Readonly<Record<string, string>>

/** The two services of Tencent that share a signature. */
const TENCENT_VERSIONS = { cvm: '2017-03-12', lighthouse: '2020-03-24' } as const

/** A Tencent call, TC3 over POST JSON. */
export function tencentRequest(
  action: string,
  body: object,
  accessKeyId: string,
  service: keyof typeof TENCENT_VERSIONS = 'cvm',
): Buffer {
  const timestamp = Math.floor(Date.now() / 1000)
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const payload = JSON.stringify(body)
  const canonical = `POST\n/\n\ncontent-type:application/json\nhost:127.0.0.1\n\ncontent-type;host\n${sha256(payload)}`
  const scope = `${date}/${service}/tc3_request`
  const toSign = `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`
  const signature = hmac(chain(`TC3${SECRET}`, date, service, 'tc3_request'), toSign).toString('hex')
  return httpRequest('POST', '/', payload, {
    'content-type': 'application/json',
    'x-tc-action': action,
    'x-tc-version': TENCENT_VERSIONS[service],
    'x-tc-region': 'ap-guangzhou',
    'x-tc-timestamp': String(timestamp),
    authorization: `TC3-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`,
  })
}

/** A Volcengine call, header signature over GET. */
export function volcengineRequest(action: string, params: Params, accessKeyId: string): Buffer {
  const xDate = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const date = xDate.slice(0, 8)
  const query = queryText({ Action: action, Version: '2020-04-01', ...params })
  const canonical = `GET\n/\n${query}\nhost:127.0.0.1\nx-date:${xDate}\n\nhost;x-date\n${sha256('')}`
  const scope = `${date}/cn-beijing/ecs/request`
  const toSign = `HMAC-SHA256\n${xDate}\n${scope}\n${sha256(canonical)}`
  const signature = hmac(chain(SECRET, date, 'cn-beijing', 'ecs', 'request'), toSign).toString('hex')
  return httpRequest('GET', `/?${query}`, '', {
    'x-date': xDate,
    authorization: `HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=host;x-date, Signature=${signature}`,
  })
}

/** An Alibaba call, ACS3 over POST with everything in the query, as its SDK sends it. No two have the same nonce. */
export function alibabaRequest(action: string, params: Params, accessKeyId: string): Buffer {
  const query = queryText(params)
  const headers: Record<string, string> = {
    host: '127.0.0.1',
    'x-acs-action': action,
    'x-acs-content-sha256': sha256(''),
    'x-acs-date': new Date().toISOString().replace(/\.\d+/, ''),
    'x-acs-signature-nonce': randomUUID(),
    'x-acs-version': '2014-05-26',
  }
  const names = Object.keys(headers)
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
  const canonical = `POST\n/\n${query}\n${lines.join('')}\n${names.join(';')}\n${sha256('')}`
  const signature = hmac(SECRET, `ACS3-HMAC-SHA256\n${sha256(canonical)}`).toString('hex')
  return httpRequest('POST', `/?${query}`, '', {
    ...headers,
    'content-length': '0',
    authorization: `ACS3-HMAC-SHA256 Credential=${accessKeyId},SignedHeaders=${names.join(';')},Signature=${signature}`,
  })
}

/** Names and values as both clouds want them signed. */
function queryText(params: Params): string {
  return Object.keys(params)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(params[name] ?? '')}`)
    .join('&')
}

function httpRequest(method: string, target: string, body: string, headers: Params): Buffer {
  const length = body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }
  const lines = Object.entries({ host: '127.0.0.1', ...headers, ...length }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** Keys of a day are the same for all its calls. */
const chains = new Map<string, Buffer>()

function chain(secret: string, ...parts: readonly string[]): Buffer {
  const name = [secret, ...parts].join(' ')
  const kept = chains.get(name)
  if (kept) return kept
  const key = parts.reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(secret))
  chains.set(name, key)
  return key
}
