import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { noPostgres, type PostgresServer, startPostgres } from '../../tests/postgres-server.ts'
import { migrations } from '../store/migrations/index.ts'
import { makeBackup } from './make-backup.ts'
import { restoreBackup } from './restore-backup.ts'
import { contentsOf, fillEveryTable } from './test-support/full-database.ts'
import {
  ENGINES,
  inDatabase,
  inspect,
  newPlace,
  type Place,
  scratchDirectory,
} from './test-support/places.ts'

const WRITING = { isForced: false, signal: new AbortController().signal, nowMs: 1 }
const RESTORING = { isReplacing: false, nowMs: 5 }

const SOURCE = { databaseUrl: undefined, masterKey: '07'.repeat(32) }

/** A backup with rows in it; its bytes, unpacked lines and master key. */
async function sampleBackup(folder: string): Promise<{ readonly file: string; readonly source: Place }> {
  const source = { ...SOURCE, data: join(folder, 'source') }
  await inDatabase(source, fillEveryTable)
  const file = join(folder, 'backup')
  await makeBackup(source, file, WRITING)
  return { file, source }
}

type Damage = (packed: Buffer, lines: readonly string[]) => Buffer | readonly string[]

const parsed = (line = '{}') => JSON.parse(line) as Record<string, unknown>

const DAMAGES: Readonly<Record<string, readonly [damage: Damage, words: string]>> = {
  'that ends too early': [(packed) => packed.subarray(0, packed.length / 2), 'it is damaged'],
  'without its last bytes': [(packed) => packed.subarray(0, -1), 'it is damaged'],
  'with a changed byte': [flipInMiddle, 'it is damaged'],
  'that is empty': [() => Buffer.alloc(0), 'no backup of Keyplane'],
  'of another program': [() => Buffer.from('SQLite format 3'), 'it is damaged, or no backup of Keyplane'],
  'packed by another program': [() => ['{"hello":"world"}'], 'it is no backup of Keyplane'],
  'without its last line': [(_, lines) => lines.slice(0, -1), 'its end is missing'],
  'without a row': [(_, lines) => lines.toSpliced(3, 1), 'its sum is another'],
  'with two rows in the other order': [
    (_, lines) => lines.with(1, lines[2] ?? '').with(2, lines[1] ?? ''),
    'its sum is another',
  ],
  'with something behind its end': [(_, lines) => [...lines, lines[1] ?? ''], 'it goes on behind its end'],
  'with a line of no known form': [(_, lines) => lines.with(2, '{"row":{}}'), 'a line is of no known form'],
  'whose counts are wrong': [
    (_, lines) => [...lines.slice(0, -1), JSON.stringify({ ...parsed(lines.at(-1)), rows: { accounts: 7 } })],
    'accounts does not have 7 rows',
  ],
  'of a newer form': [
    (_, lines) => lines.with(0, JSON.stringify({ ...parsed(lines[0]), formatVersion: 2 })),
    'it was made by a newer Keyplane',
  ],
}

function flipInMiddle(packed: Buffer): Buffer {
  const copy = Buffer.from(packed)
  const middle = Math.floor(copy.length / 2)
  copy.writeUInt8(copy.readUInt8(middle) ^ 1, middle)
  return copy
}

describe('restore', () => {
  let whole: Buffer
  beforeAll(async () => {
    using scratch = scratchDirectory()
    whole = readFileSync((await sampleBackup(scratch.path)).file)
  })

  it.each(Object.entries(DAMAGES))('refuses a file %s, with nothing written', async (_, [damage, words]) => {
    using scratch = scratchDirectory()
    const lines = gunzipSync(whole).toString().trimEnd().split('\n')
    const damaged = damage(whole, lines)
    const file = join(scratch.path, 'damaged')
    writeFileSync(file, Buffer.isBuffer(damaged) ? damaged : gzipSync(`${damaged.join('\n')}\n`))
    const data = join(scratch.path, 'target')
    await expect(restoreBackup({ ...SOURCE, data }, file, RESTORING)).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringContaining(words) as unknown,
    })
    expect(existsSync(data)).toBe(false)
  })

  it('refuses a backup of a newer migration, with nothing written', async () => {
    using scratch = scratchDirectory()
    const { file } = await sampleBackup(scratch.path)
    const data = join(scratch.path, 'target')
    const older = { ...RESTORING, migrations: migrations.slice(0, -1) }
    await expect(restoreBackup({ ...SOURCE, data }, file, older)).rejects.toThrow(
      'was made by a newer Keyplane',
    )
    expect(existsSync(data)).toBe(false)
  })

  it('refuses another master key, and to make one, with nothing written', async () => {
    using scratch = scratchDirectory()
    const { file } = await sampleBackup(scratch.path)
    const data = join(scratch.path, 'target')
    const place = { data, databaseUrl: undefined }
    for (const [masterKey, words] of [
      ['08'.repeat(32), 'the backup was made with another master key'],
      [undefined, `copy it to ${join(data, 'master.key')}, or set KEYPLANE_MASTER_KEY`],
      ['short', 'the master key must be 32 bytes'],
    ] as const) {
      await expect(restoreBackup({ ...place, masterKey }, file, RESTORING)).rejects.toThrow(words)
    }
    expect(existsSync(data)).toBe(false)
    // A directory of another key keeps its files that this key does not open.
    await inDatabase({ ...SOURCE, data }, () => Promise.resolve())
    writeFileSync(join(data, 'master.check'), 'sealed by another')
    const replacing = { ...RESTORING, isReplacing: true }
    const words = 'was made with another master key than the backup'
    await expect(restoreBackup({ ...SOURCE, data }, file, replacing)).rejects.toThrow(words)
    expect((await inspect({ ...SOURCE, data }, contentsOf))['accounts']).toEqual([])
  })

  it('refuses data in memory and a file that is not there', async () => {
    using scratch = scratchDirectory()
    const { file } = await sampleBackup(scratch.path)
    const inMemory = { ...SOURCE, data: 'memory' }
    await expect(restoreBackup(inMemory, file, RESTORING)).rejects.toThrow(
      'data in memory cannot be restored',
    )
    const nowhere = restoreBackup(inMemory, join(scratch.path, 'nothing'), RESTORING)
    await expect(nowhere).rejects.toThrow('ENOENT')
  })

  it('takes the keys for hosts along, sealed, and puts others aside only when asked to', async () => {
    using scratch = scratchDirectory()
    const { source } = await sampleBackup(scratch.path)
    const keys = JSON.stringify({ current: { publicKey: 'ssh-ed25519 AAAA', privateKey: 'c2VhbGVk' } })
    const file = join(scratch.path, 'with-keys')
    writeFileSync(join(source.data, 'management.keys'), '-----BEGIN OPENSSH PRIVATE KEY-----')
    await expect(makeBackup(source, file, WRITING)).rejects.toThrow('a private key in it that is not sealed')
    expect(readdirSync(scratch.path)).not.toContain('with-keys')
    writeFileSync(join(source.data, 'management.keys'), keys)
    await makeBackup(source, file, WRITING)
    const data = join(scratch.path, 'target')
    const target = { ...SOURCE, data }
    mkdirSync(data)
    writeFileSync(join(data, 'management.keys'), 'others')
    await expect(restoreBackup(target, file, RESTORING)).rejects.toThrow('another one than in the backup')
    expect(readdirSync(data)).toEqual(['management.keys'])
    const { putAside } = await restoreBackup(target, file, { ...RESTORING, isReplacing: true })
    expect(readFileSync(join(data, 'management.keys'), 'utf8')).toBe(keys)
    expect(statSync(join(data, 'management.keys')).mode & 0o777).toBe(0o600)
    expect(putAside.map((kept) => readFileSync(kept, 'utf8'))).toEqual(['others'])
  })
})

describe('backup', () => {
  it('refuses a file that is there, data in memory, and a directory without data', async () => {
    using scratch = scratchDirectory()
    const { file, source } = await sampleBackup(scratch.path)
    const before = readFileSync(file)
    await expect(makeBackup(source, file, WRITING)).rejects.toThrow('is there already; --force replaces it')
    expect(readFileSync(file)).toEqual(before)
    await makeBackup(source, file, { ...WRITING, isForced: true, nowMs: 2 })
    expect(readFileSync(file)).not.toEqual(before)
    const other = join(scratch.path, 'other')
    const inMemory = makeBackup({ ...SOURCE, data: 'memory' }, other, WRITING)
    await expect(inMemory).rejects.toThrow('there is nothing to back up')
    const nothing = makeBackup({ ...SOURCE, data: join(scratch.path, 'nothing') }, other, WRITING)
    await expect(nothing).rejects.toThrow('ENOENT')
    expect(readdirSync(scratch.path).toSorted()).toEqual(['backup', 'source'])
  })

  it('leaves nothing behind when it is stopped', async () => {
    using scratch = scratchDirectory()
    const { source } = await sampleBackup(scratch.path)
    const stopped = { ...WRITING, signal: AbortSignal.abort() }
    await expect(makeBackup(source, join(scratch.path, 'other'), stopped)).rejects.toThrow('aborted')
    expect(readdirSync(scratch.path).toSorted()).toEqual(['backup', 'source'])
  })

  it('refuses a damaged database', async () => {
    using scratch = scratchDirectory()
    const { source } = await sampleBackup(scratch.path)
    const database = join(source.data, 'keyplane.db')
    const bytes = readFileSync(database)
    writeFileSync(database, bytes.fill(0x5a, bytes.length / 2, bytes.length / 2 + 20_000))
    const damaged = makeBackup(source, join(scratch.path, 'other'), WRITING)
    await expect(damaged).rejects.toThrow(/damaged|malformed/)
    expect(readdirSync(scratch.path).toSorted()).toEqual(['backup', 'source'])
  })
})

describe.skipIf(noPostgres !== undefined)('restore into a database', () => {
  let server: PostgresServer
  beforeAll(async () => void (server = await startPostgres()), 120_000)
  afterAll(() => server[Symbol.asyncDispose]())

  it.each(ENGINES)('refuses %s with rows in it, and one that somebody uses', async (engine) => {
    using scratch = scratchDirectory()
    const { file } = await sampleBackup(scratch.path)
    const target = await newPlace(engine, join(scratch.path, 'target'), server)
    const before = await inDatabase(target, async (db) => {
      await db.insertInto('accounts').values({ id: '1', name: 'acme', require_mfa: 'never' }).execute()
      return contentsOf(db)
    })
    const refused = restoreBackup(target, file, RESTORING)
    await expect(refused).rejects.toThrow('there are accounts in the database already; --replace')
    await inspect(target, async (db) => {
      await db.selectFrom('accounts').selectAll().execute()
      const inUse = restoreBackup(target, file, { ...RESTORING, isReplacing: true })
      await expect(inUse).rejects.toThrow(/stop (it|the servers) first/)
    })
    expect(await inspect(target, contentsOf)).toEqual(before)
  })

  it.each(ENGINES)('takes all of it back from %s when a row cannot be loaded', async (engine) => {
    using scratch = scratchDirectory()
    const { file } = await sampleBackup(scratch.path)
    const target = await newPlace(engine, join(scratch.path, 'target'), server)
    const before = await inDatabase(target, async (db) => {
      await fillEveryTable(db)
      return contentsOf(db)
    })
    // Whole in itself, made by a hand that does not know the tables.
    const source = { ...SOURCE, data: join(scratch.path, 'foreign') }
    await inDatabase(source, (db) => db.schema.alterTable('tags').addColumn('colour', 'text').execute())
    await inspect(source, fillEveryTable)
    await makeBackup(source, file, { ...WRITING, isForced: true })
    await expect(restoreBackup(target, file, { ...RESTORING, isReplacing: true })).rejects.toThrow('colour')
    expect(await inspect(target, contentsOf)).toEqual(before)
  })

  it('refuses an address that is not one without telling its password', async () => {
    using scratch = scratchDirectory()
    const { file } = await sampleBackup(scratch.path)
    for (const url of [
      'postgres://user:hidden@127.0.0.1:1/data',
      'postgres://user:hidden@127.0.0.1:port/data',
    ]) {
      const place = { ...SOURCE, data: join(scratch.path, 'target'), databaseUrl: url }
      for (const work of [
        () => restoreBackup(place, file, RESTORING),
        () => makeBackup(place, join(scratch.path, 'other'), WRITING),
      ]) {
        const error: unknown = await work().catch((thrown: unknown) => thrown)
        expect(error).toMatchObject({ name: 'ConfigError' })
        expect(String(error)).not.toContain('hidden')
      }
    }
  })
})
