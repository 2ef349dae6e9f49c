import { connect } from 'node:net'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { createTestCore } from '../../tests/test-core.ts'
import type { Dialect } from '../dialects/kit/dialect.ts'
import type { WireRequest } from '../dialects/kit/wire-request.ts'
import { createServer } from './server.ts'

const seen: WireRequest[] = []
let isHealthy = true

const dialect: Pick<Dialect, 'claim' | 'answer' | 'hosts'> = {
  hosts: ['*.tencentcloudapi.com'],
  claim: ({ headers }) => (headers.host?.startsWith('nobody') ? undefined : 'host'),
  answer: async (request) => {
    seen.push(request)
    return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"answered":true}' }
  },
}

let port = 0
const silent = { error: () => {}, warn: () => {}, info: () => {} }
const world = await createTestCore()
const server = await createServer({
  dialects: [dialect as Dialect],
  log: silent,
  health: {
    isDraining: () => false,
    check: () => (isHealthy ? Promise.resolve() : Promise.reject(new Error('down'))),
    metrics: () => Promise.resolve({ contentType: 'text/plain', text: 'metrics' }),
  },
})

beforeAll(async () => {
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  port = Number(new URL(address).port)
})
afterAll(async () => {
  await server.close()
  await world[Symbol.asyncDispose]()
})

/** Sends bytes and reads until the server closes the connection. */
function send(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes))
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.on('close', () => resolve(text))
    socket.on('error', (error) => (text ? resolve(text) : reject(error)))
  })
}

const url = (path: string) => `http://127.0.0.1:${port}${path}`

describe('a call', () => {
  it('reaches the dialect byte for byte, and its answer keeps its content type', async () => {
    const body = Buffer.from([0x7b, 0xff, 0x00, 0x7d])
    const query = 'A=%zz&B=a+b&InstanceIds.0=i-1&C=%2B'
    const response = await fetch(url(`/?${query}`), { method: 'POST', body, headers: { 'X-Any': 'v' } })
    expect(response.headers.get('content-type')).toBe('application/json')
    expect(await response.json()).toEqual({ answered: true })
    const request = seen.at(-1)
    expect(request).toMatchObject({ method: 'POST', path: '/', rawQuery: query, isSecure: false })
    expect(request?.headers['x-any']).toBe('v')
    expect(request?.headers.host).toBe(`127.0.0.1:${port}`)
    expect(request?.body).toEqual(body)
    expect(request?.sourceAddress).toBe('127.0.0.1')
  })

  it('is understood with an absolute-form target, as a forward proxy gets it', async () => {
    const head = 'GET http://cvm.tencentcloudapi.com/?Action=X HTTP/1.1\r\nHost: cvm.tencentcloudapi.com\r\n'
    await send(`${head}Connection: close\r\n\r\n`)
    expect(seen.at(-1)).toMatchObject({ path: '/', rawQuery: 'Action=X' })
    expect(seen.at(-1)?.headers.host).toBe('cvm.tencentcloudapi.com')
  })

  it('has the host of an absolute-form target, whatever its Host header says', async () => {
    const head = 'GET http://ecs.aliyuncs.com:80/?Action=X HTTP/1.1\r\nHost: nobody.example\r\n'
    await send(`${head}Connection: close\r\n\r\n`)
    expect(seen.at(-1)?.headers.host).toBe('ecs.aliyuncs.com:80')
  })

  it('may carry 100 KB in its query', async () => {
    const response = await fetch(url(`/?UserData=${'x'.repeat(100_000)}`))
    expect(response.status).toBe(200)
    expect(seen.at(-1)?.rawQuery).toHaveLength(100_009)
  })

  it('of nobody is answered 404 with a hint', async () => {
    const answer = await send('GET / HTTP/1.1\r\nHost: nobody.example\r\nConnection: close\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 404 /)
    expect(answer).toContain('not a call of an API that is served here')
  })
})

describe('garbage', () => {
  it.each([
    ['random bytes', Buffer.from(Array.from({ length: 4_000 }, (_, index) => (index * 7_919) % 251)), '400'],
    ['no HTTP', 'hello\r\n\r\n', '400'],
    ['a header that is too large', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(200_000)}\r\n\r\n`, '431'],
    ['an impossible length', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: nine\r\n\r\n', '400'],
  ])('%s is refused and the server lives on', async (_name, bytes, status) => {
    expect(await send(bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect((await fetch(url('/healthz'))).status).toBe(200)
  })

  it('a body of 20 MB is refused with 413', async () => {
    const answer = await send(
      Buffer.concat([
        Buffer.from(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${20 * 1024 * 1024}\r\n\r\n`),
        Buffer.alloc(64 * 1024),
      ]),
    )
    expect(answer).toMatch(/^HTTP\/1\.1 413 /)
    expect((await fetch(url('/healthz'))).status).toBe(200)
  })
})

describe('own paths', () => {
  it('tell whether the process lives and whether it is ready', async () => {
    expect(await (await fetch(url('/healthz'))).json()).toEqual({ status: 'alive' })
    expect((await fetch(url('/readyz'))).status).toBe(200)
    isHealthy = false
    expect((await fetch(url('/readyz'))).status).toBe(503)
    isHealthy = true
    expect(await (await fetch(url('/metrics'))).text()).toBe('metrics')
  })
})
