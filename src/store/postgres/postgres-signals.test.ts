import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

import { describe, expect, it } from 'vitest'

import { openPostgres } from './postgres-database.ts'
import { PostgresSignals } from './postgres-signals.ts'

/** AuthenticationOk, ReadyForQuery. Source: PostgreSQL 15 documentation, Message Formats. */
const WELCOME = Buffer.from('5200000008000000005a0000000549', 'hex')
/** CommandComplete, ReadyForQuery. */
const LISTENING = Buffer.concat([
  Buffer.from('430000000b', 'hex'),
  Buffer.from('LISTEN\0'),
  WELCOME.subarray(9),
])

/** Signals of a server that lets everybody in, and does `onAsked` at the first statement. */
async function openSignals(onAsked: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  // One that does not go when it is told good-bye.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write(WELCOME)
      socket.once('data', () => onAsked(socket))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is never a path.
  const { port } = server.address() as AddressInfo
  const url = `postgres://keyplane@127.0.0.1:${port}/data`
  const db = await openPostgres(url)
  const errors: unknown[] = []
  const signals = new PostgresSignals({ url, db, onError: (error) => errors.push(error) })
  return {
    signals,
    errors,
    async [Symbol.asyncDispose]() {
      await db.destroy()
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

describe('signals by LISTEN', () => {
  it('connect again when the server goes away while it is asked', async () => {
    let asked = 0
    const onAsked = (socket: Socket) => {
      asked += 1
      socket.destroy()
    }
    await using opened = await openSignals(onAsked)
    opened.signals.on('operations', () => undefined)
    await expect.poll(() => asked, { timeout: 10_000 }).toBeGreaterThan(1)
    await opened.signals[Symbol.asyncDispose]()
    expect(opened.errors.length).toBeGreaterThan(0)
  })

  it('end, although the server says nothing any more', async () => {
    const listening = Promise.withResolvers<void>()
    await using opened = await openSignals((socket) => socket.write(LISTENING))
    opened.signals.on('operations', () => listening.resolve())
    await listening.promise
    await opened.signals[Symbol.asyncDispose]()
    expect(opened.errors).toEqual([])
  })
})
