import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { type ServerProcess, startServer } from '../server-process.ts'
import { cvmClient } from './clouds.ts'

let server: ServerProcess
beforeAll(async () => {
  server = await startServer(['--data', 'memory', '--listen', '127.0.0.1:0', '--ssh-listen', '127.0.0.1:0'])
})
afterAll(async () => {
  // It must still be there to be stopped in order.
  expect(await server.stop()).toBe(0)
})

function sendBytes(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('close', () => resolve(text))
    socket.on('error', () => resolve(text))
  })
}

const post = (headers: Record<string, string>, body: string | Buffer, query = '') =>
  fetch(`${server.api}/${query}`, { method: 'POST', headers, body })

describe('garbage on the port', () => {
  it('random bytes are refused, on the API and on the SSH port', async () => {
    for (let round = 0; round < 20; round += 1) {
      const answer = await sendBytes(Number(new URL(server.api).port), randomBytes(2_000))
      expect(answer === '' || answer.startsWith('HTTP/1.1 400 ')).toBe(true)
      await sendBytes(server.sshPort, randomBytes(2_000))
    }
    expect((await fetch(`${server.api}/readyz`)).status).toBe(200)
  })

  it('an unsigned Tencent call gets the Tencent envelope, status 200', async () => {
    const headers = {
      'X-TC-Action': 'DescribeKeyPairs',
      'X-TC-Version': '2017-03-12',
      'content-type': 'application/json',
    }
    const response = await post({ ...headers, 'X-TC-Timestamp': String(Math.floor(Date.now() / 1000)) }, '{}')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toMatchObject({
      Response: {
        Error: { Code: 'AuthFailure.InvalidAuthorization' },
        RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    })
  })

  it('an unsigned Volcengine call gets the Volcengine envelope, status 401', async () => {
    const response = await fetch(`${server.api}/?Action=AttachKeyPair&Version=2020-04-01`)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({
      ResponseMetadata: {
        Action: 'AttachKeyPair',
        Error: { Code: 'MissingAuthenticationToken', CodeN: 100003 },
      },
    })
  })

  it('an unsigned Alibaba call gets the Alibaba envelope, status 400', async () => {
    const response = await fetch(`${server.api}/?Action=AttachKeyPair&Version=2014-05-26&Format=JSON`)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ Code: 'MissingParameter', RequestId: expect.any(String) })
  })

  it('a call to the host of a cloud is that cloud’s, whatever else it holds', async () => {
    const answer = await sendBytes(
      Number(new URL(server.api).port),
      Buffer.from(
        'GET /?nonsense HTTP/1.1\r\nHost: ecs.cn-hangzhou.aliyuncs.com\r\nConnection: close\r\n\r\n',
      ),
    )
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /)
    expect(answer).toContain('<Error>')
  })

  it('a signed call with a body that is no JSON is told so by the cloud it is for', async () => {
    const headers = {
      'X-TC-Action': 'DescribeKeyPairs',
      'X-TC-Version': '2017-03-12',
      'X-TC-Timestamp': String(Math.floor(Date.now() / 1000)),
      'content-type': 'application/json',
      authorization:
        'TC3-HMAC-SHA256 Credential=AK/2026-01-01/cvm/tc3_request, SignedHeaders=content-type;host, Signature=0',
    }
    const answer = (await (await post(headers, '{"KeyIds":')).json()) as {
      Response: { Error: { Code: string } }
    }
    expect(answer.Response.Error.Code).toMatch(/^(AuthFailure|InvalidParameter)/)
  })

  it('an unknown host with an unknown call is a neutral 404', async () => {
    const response = await fetch(`${server.api}/?What=ever`)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ error: expect.stringContaining('not a call') })
  })

  it('a body of 20 MB is refused without being kept', async () => {
    const response = await post({ 'X-TC-Action': 'DescribeKeyPairs' }, Buffer.alloc(20 * 1024 * 1024)).catch(
      () => undefined,
    )
    expect(response?.status ?? 413).toBe(413)
    expect((await fetch(`${server.api}/readyz`)).status).toBe(200)
  })

  it('afterwards an official client is served as ever', async () => {
    const api = cvmClient(new URL(server.api).host, 'AKIDany', 'keyplane')
    expect((await api.DescribeKeyPairs({})).TotalCount).toBe(0)
  })
})
