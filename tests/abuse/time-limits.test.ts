import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { type AttackedServer, startAttackedServer } from './attacked-server.ts'

/** How long a busy machine may take to look. */
const LATE_MS = 60_000

let server: AttackedServer
beforeAll(async () => {
  server = await startAttackedServer()
})
afterAll(() => server[Symbol.asyncDispose]())

interface Visit {
  readonly what: string
  readonly place: 'api' | 'ssh'
  readonly says: string
  /** Where it goes on, a byte each second. */
  readonly drips: boolean
  readonly limitMs: number
}

const HALF_HEADER = 'GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: '
const HALF_BODY = 'POST / HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 1000\r\n\r\n'

const VISITS: readonly Visit[] = [
  { what: 'says nothing', place: 'api', says: '', drips: false, limitMs: 20_000 },
  {
    what: 'sends its header byte by byte',
    place: 'api',
    says: HALF_HEADER,
    drips: true,
    limitMs: 20_000,
  },
  { what: 'sends its body byte by byte', place: 'api', says: HALF_BODY, drips: true, limitMs: 60_000 },
  { what: 'says nothing', place: 'ssh', says: '', drips: false, limitMs: 30_000 },
  { what: 'only names itself', place: 'ssh', says: 'SSH-2.0-test\r\n', drips: false, limitMs: 30_000 },
]

describe.concurrent('a connection that', () => {
  it.each(VISITS)('$what ($place) is closed after $limitMs ms, not before', async (visit) => {
    const { place, says, drips, limitMs } = visit
    const host = place === 'api' ? '127.0.0.1' : server.byKey
    const port = place === 'api' ? server.apiPort : server.sshPort
    const beganMs = performance.now()
    const socket: Socket = connect({ host, port }).on('error', () => {})
    let answer = ''
    socket.on('data', (bytes: Buffer) => (answer += bytes.toString('latin1')))
    if (says !== '') socket.write(says)
    const timer = setInterval(() => drips && socket.write('x'), 1_000)
    await once(socket, 'close')
    clearInterval(timer)
    const tookMs = performance.now() - beganMs
    // Its clock began when the server saw the connection, and timers may be early by a moment.
    expect(answer).toMatch(place === 'api' ? /^HTTP\/1\.1 408 / : /^SSH-2\.0-Keyplane/)
    expect(tookMs).toBeGreaterThan(limitMs * 0.95)
    expect(tookMs).toBeLessThan(limitMs + LATE_MS)
  })
})
