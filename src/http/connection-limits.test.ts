import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

import { expect, it, type TestContext, vi } from 'vitest'

import { PATIENCE } from '../../tests/patience.ts'
import { type ConnectionLimits, Connections } from './connection-limits.ts'

/** More than the system keeps for somebody who does not read. */
const LARGE = 'x'.repeat(32 * 1024 * 1024)
const FAR = { ofSource: 100, inAll: 100, stallMs: 60_000 }

interface Limited {
  readonly connections: Connections
  readonly open: (from?: string) => Promise<Socket>
}

async function listen(limits: Partial<ConnectionLimits>, { onTestFinished }: TestContext): Promise<Limited> {
  const server: Server = createServer((request, response) =>
    response.end(request.url === '/large' ? LARGE : 'small'),
  )
  const connections = new Connections({ ...FAR, ...limits })
  server.prependListener('connection', (socket: Socket) => {
    connections.add(socket)
    connections.watch(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const clients: Socket[] = []
  onTestFinished(() => {
    for (const client of clients) client.destroy()
    server.close()
  })
  // A TCP server's address is an AddressInfo.
  const { port } = server.address() as AddressInfo
  return {
    connections,
    async open(from = '127.0.0.1') {
      const before = server.listenerCount('connection')
      const accepted = once(server, 'connection')
      const client = connect({ host: '127.0.0.1', port, localAddress: from }).on('error', () => {})
      clients.push(client.resume())
      await accepted
      expect(server.listenerCount('connection')).toBe(before)
      return client
    },
  }
}

function ask(client: Socket): Promise<unknown> {
  client.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
  return once(client, 'data')
}

it('closes the oldest of a source that was never answered', async (context) => {
  const { open, connections } = await listen({ ofSource: 3 }, context)
  const answered = await open()
  await ask(answered)
  const silent = await open()
  const closed = once(silent, 'close')
  const others = [await open(), await open('127.0.0.2'), await open()]
  await closed
  expect([answered, ...others].map(({ closed }) => closed)).toEqual([false, false, false, false])
  expect(connections.size).toBe(4)
})

it('closes the new one where all others were answered', async (context) => {
  const { open } = await listen({ ofSource: 1 }, context)
  const answered = await open()
  await ask(answered)
  await once(await open(), 'close')
  expect(answered.closed).toBe(false)
})

it('makes room at the expense of whoever has most', async (context) => {
  const { open } = await listen({ inAll: 3 }, context)
  const other = await open('127.0.0.2')
  const many = [await open(), await open()]
  const closed = once(many[0] ?? other, 'close')
  const another = await open('127.0.0.3')
  await closed
  expect([other, another].map((socket) => socket.closed)).toEqual([false, false])
})

it('cuts off who asks and does not read, and counts neither him nor others who have gone', async (context) => {
  const { open, connections } = await listen({ stallMs: 200 }, context)
  const [deaf, reading, idle] = [await open(), await open(), await open()]
  deaf.pause()
  deaf.write('GET /large HTTP/1.1\r\nhost: x\r\n\r\n')
  await ask(reading)
  await vi.waitFor(() => expect(connections.size).toBe(2), PATIENCE)
  expect([reading.closed, idle.closed]).toEqual([false, false])
  reading.destroy()
  idle.destroy()
  await vi.waitFor(() => expect(connections.size).toBe(0), PATIENCE)
})
