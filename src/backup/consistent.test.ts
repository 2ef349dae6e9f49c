import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { noPostgres, type PostgresServer, startPostgres } from '../../tests/postgres-server.ts'
import { makeBackup } from './make-backup.ts'
import { restoreBackup } from './restore-backup.ts'
import { fillEveryTable } from './test-support/full-database.ts'
import {
  ENGINES,
  inDatabase,
  inspect,
  newPlace,
  type Place,
  scratchDirectory,
} from './test-support/places.ts'

const WRITING = { isForced: true, signal: new AbortController().signal, nowMs: 1 }
const BACKUPS = 10

/**
 * Keeps the names of two accounts equal in every transaction, beside rows that come and go, so fast that the log of
 * changes begins anew many times. It says `writing` once it does, and ends with its input.
 */
const WRITER = `
const { sql } = await import('kysely')
const [sqlite, postgres, data, url] = process.argv.slice(1)
const { openSqlite } = await import(sqlite)
const { openPostgres } = await import(postgres)
const db = url ? await openPostgres(url) : openSqlite(data)
let isEnded = false
process.stdin.on('end', () => { isEnded = true }).resume()
for (let round = 1; !isEnded; round += 1) {
  await db.transaction().execute(async (tx) => {
    await sql\`update accounts set name = \${String(round)} where id = 'one'\`.execute(tx)
    await sql\`update tags set tag_value = \${'x'.repeat(10_000)} || \${round}\`.execute(tx)
    await sql\`update accounts set name = \${String(round)} where id = 'two'\`.execute(tx)
  })
  if (round === 1) process.stdout.write('writing')
  if (round % 10 === 0) await new Promise(setImmediate)
}
await db.destroy()
process.stdout.write('ended')
`

describe.skipIf(noPostgres !== undefined)('a backup that is taken while rows are written', () => {
  let server: PostgresServer
  beforeAll(async () => void (server = await startPostgres()), 120_000)
  afterAll(() => server[Symbol.asyncDispose]())

  it.each(ENGINES)(
    'is of one instant: %s',
    async (engine) => {
      using scratch = scratchDirectory()
      const source = await newPlace(engine, join(scratch.path, 'source'), server)
      await inDatabase(source, async (db) => {
        await fillEveryTable(db)
        const account = { name: '0', require_mfa: 'never' }
        await db
          .insertInto('accounts')
          .values([
            { ...account, id: 'one' },
            { ...account, id: 'two' },
          ])
          .execute()
      })
      const writer = startWriter(source)
      try {
        await writer.isWriting
        const rounds: number[] = []
        const target = { ...source, data: join(scratch.path, 'target'), databaseUrl: undefined }
        for (let count = 0; count < BACKUPS; count += 1) {
          await makeBackup(source, join(scratch.path, 'backup'), WRITING)
          await restoreBackup(target, join(scratch.path, 'backup'), { isReplacing: true, nowMs: 1 })
          const [one, two] = await inspect(target, async (db) => {
            const { rows } = await sql<{
              name: string
            }>`select name from accounts where id in ('one', 'two')`.execute(db)
            return rows.map(({ name }) => Number(name))
          })
          expect(one).toBe(two)
          rounds.push(one ?? 0)
        }
        // It wrote all the time, and each backup is of its own time.
        expect(writer.process.exitCode).toBeNull()
        expect(new Set(rounds).size).toBe(BACKUPS)
        expect(rounds).toEqual(rounds.toSorted((a, b) => a - b))
      } finally {
        await writer.end()
      }
      // Nothing of it disturbed who wrote.
      expect(writer.process.exitCode).toBe(0)
    },
    120_000,
  )
})

interface Writer {
  readonly process: ChildProcess
  readonly isWriting: Promise<unknown>
  end(): Promise<void>
}

/** In a process of its own, as a server is. */
function startWriter({ data, databaseUrl }: Place): Writer {
  const store = new URL('../store/', import.meta.url)
  const modules = ['sqlite/sqlite-database.ts', 'postgres/postgres-database.ts'].map(
    (file) => new URL(file, store).href,
  )
  const args = ['--input-type=module', '-e', WRITER, ...modules, data, ...(databaseUrl ? [databaseUrl] : [])]
  const cwd = join(import.meta.dirname, '..', '..')
  const writer = spawn(process.execPath, args, { cwd, stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(writer, 'exit')
  return {
    process: writer,
    isWriting: Promise.race([
      once(writer.stdout, 'data'),
      exited.then(() => Promise.reject(new Error('no writer'))),
    ]),
    async end() {
      writer.stdin.end()
      await exited
    },
  }
}
