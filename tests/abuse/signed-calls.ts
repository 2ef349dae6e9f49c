import { createHmac, hash, randomUUID } from 'node:crypto'

const SECRET = 'keyplane'

/** A signed call of Tencent CVM as it goes over the wire; good for five minutes. Source: spec/tencent.md §1.4. */
export function tencentCall(action: string, body: object, accessKeyId: string): Buffer {
  const timestamp = Math.floor(Date.now() / 1_000)
  const date = new Date(timestamp * 1_000).toISOString().slice(0, 10)
  const payload = JSON.stringify(body)
  const canonical = `POST\n/\n\ncontent-type:application/json\nhost:127.0.0.1\n\ncontent-type;host\n${sha256(payload)}`
  const scope = `${date}/cvm/tc3_request`
  const key = [date, 'cvm', 'tc3_request'].reduce<Buffer | string>(hmac, `TC3${SECRET}`)
  const toSign = `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`
  const signature = hmac(key, toSign).toString('hex')
  const credential = `Credential=${accessKeyId}/${scope}, SignedHeaders=content-type;host`
  return httpRequest('POST', '/', {
    type: 'application/json',
    body: payload,
    headers: [
      `x-tc-action: ${action}`,
      'x-tc-version: 2017-03-12',
      'x-tc-region: ap-guangzhou',
      `x-tc-timestamp: ${timestamp}`,
      `authorization: TC3-HMAC-SHA256 ${credential}, Signature=${signature}`,
    ],
  })
}

/** A signed call of Alibaba Cloud with a nonce of its own. Source: spec/alibaba.md §1.6. */
export function alibabaCall(params: Readonly<Record<string, string>>, accessKeyId: string): Buffer {
  const all = {
    ...params,
    AccessKeyId: accessKeyId,
    Format: 'JSON',
    SignatureMethod: 'HMAC-SHA1',
    SignatureNonce: randomUUID(),
    SignatureVersion: '1.0',
    Timestamp: new Date().toISOString().replace(/\.\d+/, ''),
    Version: '2014-05-26',
  }
  const query = Object.entries(all)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
  const toSign = `GET&%2F&${encodeURIComponent(query)}`
  const signature = createHmac('sha1', `${SECRET}&`).update(toSign).digest('base64')
  return httpRequest('GET', `/?${query}&Signature=${encodeURIComponent(signature)}`)
}

interface Contents {
  readonly type?: string
  readonly body?: string
  readonly headers?: readonly string[]
}

/** Any request as it goes over the wire. */
export function httpRequest(method: string, target: string, contents: Contents = {}): Buffer {
  const { type, body = '', headers = [] } = contents
  const lines = [
    `${method} ${target} HTTP/1.1`,
    'host: 127.0.0.1',
    ...(type === undefined ? [] : [`content-type: ${type}`]),
    ...(body === '' ? [] : [`content-length: ${Buffer.byteLength(body)}`]),
    ...headers,
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

function sha256(text: string): string {
  return hash('sha256', text)
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
