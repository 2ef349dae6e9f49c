import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { request as httpsRequest } from 'node:https'
import { connect, type Socket } from 'node:net'
import { connect as tlsConnect } from 'node:tls'

import { afterAll, beforeEach, describe, expect, it } from 'vitest'

import { createTestCore } from '../../tests/test-core.ts'
import type { Dialect } from '../dialects/kit/dialect.ts'
import type { WireRequest } from '../dialects/kit/wire-request.ts'
import { type LocalTls, openLocalTls } from '../tls/local-tls.ts'
import { closeServer, createServer, type ServerParts } from './server.ts'

const API_HOSTS = ['*.cloud.test']
const seen: WireRequest[] = []
const dialect: Pick<Dialect, 'claim' | 'answer' | 'hosts'> = {
  hosts: API_HOSTS,
  claim: () => 'host',
  answer: (request) => {
    seen.push(request)
    return Promise.resolve({ status: 200, headers: {}, body: 'answered' })
  },
}

const world = await createTestCore()
const tls = await openTls()

function openTls(): Promise<LocalTls> {
  const where = { apiHosts: API_HOSTS, domain: undefined, listenHost: '127.0.0.1' }
  return openLocalTls({ data: 'memory', ...where, now: () => Date.now() })
}

async function startServer(given: Pick<ServerParts, 'tls'>) {
  const note = () => {}
  const server = await createServer({
    // What is not asked for here is left out.
    dialects: [dialect as Dialect],
    log: { error: note, warn: note, info: note },
    health: {
      isDraining: () => false,
      check: () => Promise.resolve(),
      metrics: () => Promise.resolve({ contentType: 'text/plain', text: '' }),
    },
    ...given,
  })
  const port = Number(new URL(await server.listen({ host: '127.0.0.1', port: 0 })).port)
  return { server, port }
}

const both = await startServer({ tls })
const plain = await startServer({})
beforeEach(() => void seen.splice(0))
afterAll(async () => {
  await closeServer(both.server)
  await closeServer(plain.server)
  await world[Symbol.asyncDispose]()
})

const GET = 'GET /?A=1 HTTP/1.1\r\nHost: a.cloud.test\r\nConnection: close\r\n\r\n'

async function textOf(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await once(socket, 'close')
  return text
}

async function send(port: number, ...parts: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1').setNoDelay(true)
  await once(socket, 'connect')
  const text = textOf(socket)
  for (const part of parts) {
    await new Promise((resolve) => socket.write(part, resolve))
    // Lets the other side read, so that parts arrive as parts.
    await new Promise(setImmediate)
  }
  return text
}

/** Opens a tunnel; resolves to its socket and the head of the answer. */
async function tunnel(port: number, target: string, first = ''): Promise<{ socket: Socket; head: string }> {
  const socket = connect(port, '127.0.0.1')
  socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n${first}`)
  const [head] = (await once(socket, 'data')) as [Buffer]
  return { socket, head: head.toString() }
}

function overTls(socket: Socket, servername = 'a.cloud.test') {
  return tlsConnect({ socket, ca: tls.authority, servername })
}

describe('one port', () => {
  it('answers HTTP, however its first bytes come', async () => {
    expect(await send(both.port, GET)).toContain('answered')
    expect(await send(both.port, 'G', 'ET', GET.slice(3, 30), GET.slice(30))).toContain('answered')
    expect(seen.map(({ isSecure, rawQuery }) => [isSecure, rawQuery])).toEqual([
      [false, 'A=1'],
      [false, 'A=1'],
    ])
  })

  it('answers HTTPS, several calls in one connection', async () => {
    const socket = overTls(connect(both.port, '127.0.0.1'))
    const text = textOf(socket)
    socket.write(GET.replace('Connection: close\r\n', '') + GET)
    expect((await text).match(/answered/g)).toHaveLength(2)
    expect(seen).toMatchObject([
      { isSecure: true, sourceAddress: '127.0.0.1' },
      { isSecure: true, sourceAddress: '127.0.0.1' },
    ])
  })

  it('takes a large body over HTTPS', async () => {
    const body = Buffer.alloc(3_000_000, 'x')
    const status = await new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: both.port, method: 'POST', ca: tls.authority }
      httpsRequest(options, (response) => resolve(response.statusCode))
        .on('error', reject)
        .end(body)
    })
    expect(status).toBe(200)
    expect(seen[0]?.body.equals(body)).toBe(true)
  })

  it.each([
    ['a handshake that is none', Buffer.concat([Buffer.from([0x16, 3, 1, 0, 5]), Buffer.alloc(500, 7)])],
    ['no protocol', Buffer.alloc(3_000, 7)],
  ])('lives on after %s', async (_name, bytes) => {
    await send(both.port, bytes)
    expect(await send(both.port, GET)).toContain('answered')
  })

  it('uses the next certificate from the connection on that finds it', async () => {
    const next = await openTls()
    let inUse = tls
    const certificate = { current: () => inUse.certificate.current() }
    const { server, port } = await startServer({ tls: { authority: tls.authority, certificate } })
    const issuer = async () => {
      const socket = tlsConnect({ host: '127.0.0.1', port, ca: [tls.authority, next.authority] })
      await once(socket, 'secureConnect')
      const { issuer } = socket.getPeerX509Certificate() ?? {}
      socket.destroy()
      return issuer
    }
    expect(await issuer()).toBe(new X509Certificate(tls.authority).subject)
    inUse = next
    await expect.poll(issuer).toBe(new X509Certificate(next.authority).subject)
    await closeServer(server)
  })
})

describe('CONNECT', () => {
  it('opens a tunnel for HTTPS to an API host', async () => {
    const { socket, head } = await tunnel(both.port, 'a.cloud.test:443')
    expect(head).toBe('HTTP/1.1 200 Connection Established\r\n\r\n')
    const inside = overTls(socket)
    const text = textOf(inside)
    inside.write(GET)
    expect(await text).toContain('answered')
    expect(seen).toMatchObject([{ isSecure: true }])
  })

  it.each([
    ['with', both],
    ['without', plain],
  ])('opens a tunnel for HTTP %s a certificate, also when the call comes along', async (_with, { port }) => {
    const { socket } = await tunnel(port, 'a.cloud.test:80')
    const text = textOf(socket)
    socket.write(GET)
    expect(await text).toContain('answered')
    const hasty = connect(port, '127.0.0.1')
    hasty.write(`CONNECT a.cloud.test:80 HTTP/1.1\r\nHost: a.cloud.test:80\r\n\r\n${GET}`)
    expect(await textOf(hasty)).toMatch(/^HTTP\/1\.1 200 Connection Established\r\n\r\nHTTP\/1\.1 200 OK/)
  })

  it.each([
    'example.com:443',
    'cloud.test:443',
    'a.b.cloud.test:443',
    '127.0.0.1:22',
    '[::1]:80',
    'nonsense',
  ])('refuses %s and says why', async (target) => {
    const answer = await send(both.port, `CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`)
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/)
    expect(answer).toContain('Keyplane: tunnels lead to the API hosts that are answered here')
    expect(seen).toEqual([])
  })

  it('tells that HTTPS needs a certificate', async () => {
    const answer = await send(plain.port, 'CONNECT a.cloud.test:443 HTTP/1.1\r\nHost: a.cloud.test\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 403 Forbidden\r\n/)
    expect(answer).toContain('start Keyplane with --tls auto')
  })
})

describe('closing', () => {
  it('waits for no connection that says nothing', async () => {
    const { server, port } = await startServer({ tls })
    const sockets = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')]
    for (const socket of sockets) await once(socket, 'connect')
    const { socket: tunnelled } = await tunnel(port, 'a.cloud.test:443')
    const ends = [...sockets, tunnelled].map((socket) => once(socket.resume(), 'close'))
    // A connection is seen by the server before a later call is answered.
    expect(await send(port, GET)).toContain('answered')
    const startedMs = performance.now()
    await closeServer(server)
    await Promise.all(ends)
    expect(performance.now() - startedMs).toBeLessThan(2_500)
  })
})
