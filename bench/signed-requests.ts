import { createHash, createHmac } from 'node:crypto'

/** Signing for the bench: requests as bytes, made before the clock runs. */
const SECRET = 'keyplane'

/** A Tencent call, TC3 over POST JSON. */
export function tencentRequest(action: string, body: object, accessKeyId: string): Buffer {
  const timestamp = Math.floor(Date.now() / 1000)
  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const payload = JSON.stringify(body)
  const canonical = `POST\n/\n\ncontent-type:application/json\nhost:127.0.0.1\n\ncontent-type;host\n${sha256(payload)}`
  const scope = `${date}/cvm/tc3_request`
  const toSign = `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`
  const key = chain(`TC3${SECRET}`, date, 'cvm', 'tc3_request')
  const signature = hmac(key, toSign).toString('hex')
  return httpRequest('POST', '/', payload, {
    'content-type': 'application/json',
    'x-tc-action': action,
    'x-tc-version': '2017-03-12',
    'x-tc-region': 'ap-guangzhou',
    'x-tc-timestamp': String(timestamp),
    authorization: `TC3-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`,
  })
}

/** A Volcengine call, header signature over GET. */
export function volcengineRequest(
  action: string,
  params: Record<string, string>,
  accessKeyId: string,
): Buffer {
  const xDate = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const date = xDate.slice(0, 8)
  const all = Object.entries({ Action: action, Version: '2020-04-01', ...params }).toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )
  const query = all
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
  const canonical = `GET\n/\n${query}\nhost:127.0.0.1\nx-date:${xDate}\n\nhost;x-date\n${sha256('')}`
  const scope = `${date}/cn-beijing/ecs/request`
  const toSign = `HMAC-SHA256\n${xDate}\n${scope}\n${sha256(canonical)}`
  const signature = hmac(chain(SECRET, date, 'cn-beijing', 'ecs', 'request'), toSign).toString('hex')
  return httpRequest('GET', `/?${query}`, '', {
    'x-date': xDate,
    authorization: `HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=host;x-date, Signature=${signature}`,
  })
}

/** A request of the same size without a signature, for the bare server. */
export function plainRequest(body: object): Buffer {
  return httpRequest('POST', '/', JSON.stringify(body), {
    'content-type': 'application/json',
    'x-fill': 'x'.repeat(330),
  })
}

function httpRequest(method: string, target: string, body: string, headers: Record<string, string>): Buffer {
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

function chain(secret: string, ...parts: readonly string[]): Buffer {
  return parts.reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(secret))
}
