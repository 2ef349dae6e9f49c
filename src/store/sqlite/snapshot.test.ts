import { expect, it, describe } from 'vitest'

import { keyPairOf } from '../../../tests/store-rows.ts'
import { migrations } from '../migrations/index.ts'
import { aesSealer } from '../sealer.ts'
import { migrate } from '../sql/migrate.ts'
import { directEngineOf } from '../sql/prepared.ts'
import { sqlDatabase } from '../sql/sql-stores.ts'
import { openSqlite } from './sqlite-database.ts'

const SCOPE = { account: '1', dialect: 'cloud', region: 'here' }

async function open() {
  const db = openSqlite('memory')
  await migrate(db, migrations, 0)
  const database = sqlDatabase(db, aesSealer(Buffer.alloc(32, 7)))
  const insert = (id: string) => database.keyPairs.insert(keyPairOf({ ...SCOPE, id }))
  const writes = () => directEngineOf(db)?.writes()
  return { database, insert, writes, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() }
}

describe('a snapshot of the embedded database', () => {
  it('takes no statement more than what is read', async () => {
    await using test = await open()
    await test.insert('a')
    const before = test.writes()
    let runs = 0
    const counts = await test.database.snapshot(async (stores) => {
      runs += 1
      return [await stores.keyPairs.count(SCOPE), await stores.keyPairs.count(SCOPE)]
    })
    expect({ counts, runs }).toEqual({ counts: [1, 1], runs: 1 })
    // A transaction would count, too.
    expect(test.writes()).toBe(before)
  })

  it('is read again when somebody wrote meanwhile, who then waits', async () => {
    await using test = await open()
    const waiting: Promise<unknown>[] = []
    const runs: (readonly number[])[] = []
    const counts = await test.database.snapshot(async (stores) => {
      const first = await stores.keyPairs.count(SCOPE)
      const inserted = test.insert(`pair-${runs.length}`)
      if (runs.length === 0) await inserted
      else waiting.push(inserted)
      const counts = [first, await stores.keyPairs.count(SCOPE)]
      runs.push(counts)
      return counts
    })
    expect(runs).toEqual([
      [0, 1],
      [1, 1],
    ])
    expect(counts).toEqual([1, 1])
    await Promise.all(waiting)
    expect(await test.database.keyPairs.count(SCOPE)).toBe(2)
  })

  it('does not fail for what it read of two instants', async () => {
    await using test = await open()
    const read = test.database.snapshot(async (stores) => {
      const first = await stores.keyPairs.count(SCOPE)
      if (first === 0) await test.insert('a')
      if ((await stores.keyPairs.count(SCOPE)) !== first) throw new Error('torn')
      return first
    })
    expect(await read).toBe(1)
    const failing = test.database.snapshot(() => Promise.reject(new Error('no')))
    await expect(failing).rejects.toThrow('no')
  })

  it('waits for a transaction that is open', async () => {
    await using test = await open()
    const end = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const writing = test.database.transaction(async (tx) => {
      await tx.keyPairs.insert(keyPairOf({ ...SCOPE, id: 'a' }))
      begun.resolve()
      await end.promise
    })
    await begun.promise
    const counted = test.database.snapshot((stores) => stores.keyPairs.count(SCOPE))
    end.resolve()
    await writing
    expect(await counted).toBe(1)
  })
})
