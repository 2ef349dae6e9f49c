import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { noPostgres, type PostgresServer, startPostgres } from '../../../tests/postgres-server.ts'
import { openPostgres } from './postgres-database.ts'

/** AuthenticationOk, ReadyForQuery, ErrorResponse. Source: PostgreSQL 15 documentation, Message Formats. */
const WELCOME_AND_GOODBYE = Buffer.concat([
  Buffer.from('5200000008000000005a0000000549', 'hex'),
  Buffer.from('4500000018', 'hex'),
  Buffer.from('SFATAL\0C57P01\0Mbye\0\0'),
])

it('fails when a connection is cut as soon as it is made, and the process goes on', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    // Both in one piece.
    socket.once('data', () => socket.end(WELCOME_AND_GOODBYE))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A TCP server's address is never a path.
  const { port } = server.address() as AddressInfo
  const db = await openPostgres(`postgres://keyplane@127.0.0.1:${port}/data`)
  await expect(sql`select 1`.execute(db)).rejects.toThrow(/bye|not queryable/)
  await db.destroy()
  server.close()
})

describe.skipIf(noPostgres !== undefined)('a pool of connections', () => {
  let server: PostgresServer
  beforeAll(async () => void (server = await startPostgres()), 120_000)
  afterAll(() => server[Symbol.asyncDispose]())

  it('loses a transaction whose connection is cut between two statements, and nothing else', async () => {
    const url = await server.createDatabase()
    const db = await openPostgres(url)
    const other = await openPostgres(url)
    const backends = sql<{ pid: number }>`select pg_backend_pid() as pid`
    const broken = db.transaction().execute(async (tx) => {
      const pid = (await backends.execute(tx)).rows[0]?.pid ?? 0
      await sql`select pg_terminate_backend(${pid}, 5000)`.execute(other)
      // The pool notices by itself; a process that does not listen ends there.
      await expect.poll(() => sql`select 1`.execute(tx).then(() => 'answered', String)).not.toBe('answered')
      await backends.execute(tx)
    })
    await expect(broken).rejects.toThrow(/terminat|not queryable/)
    expect((await sql`select 1`.execute(db)).rows).toHaveLength(1)
    await Promise.all([db.destroy(), other.destroy()])
  })
})
