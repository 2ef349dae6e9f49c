import { describe, expect, it } from 'vitest'

import { heldClock } from '../../tests/held-clock.ts'
import type { Database } from '../core/database.ts'
import { SharedNonces } from '../core/nonces/shared-nonces.ts'
import { SharedRates } from '../core/rates/shared-rates.ts'

type Open = () => Promise<Database>

/** What processes of one database know of each other's calls, on every engine. `open` gives an empty, migrated one. */
export function describeSharedState(engine: string, open: Open): void {
  describe(`shared state on ${engine}`, () => {
    describeNonces(open)
    describeRates(open)
  })
}

function describeNonces(open: Open): void {
  it('lets a nonce through once, whichever process takes it', async () => {
    await using database = await open()
    const processes = [1, 2, 3].map(() => new SharedNonces(database.nonces))
    const uses = await Promise.all(processes.map((nonces) => nonces.use('AK', 'n', 1_000)))
    expect(uses.filter(Boolean)).toHaveLength(1)
    expect(await processes[0]?.use('AK 2', 'n', 1_000)).toBe(true)
    expect(await processes[0]?.use('AK', 'm'.repeat(5_000), 1_000)).toBe(true)
    expect(await processes[1]?.use('AK', 'm'.repeat(5_000), 1_000)).toBe(false)
  })

  it('remembers a nonce for half an hour', async () => {
    await using database = await open()
    const nonces = new SharedNonces(database.nonces)
    await nonces.use('AK', 'n', 1_000)
    expect(await nonces.use('AK', 'n', 1_800_999)).toBe(false)
    expect(await nonces.use('AK', 'n', 1_802_001)).toBe(true)
  })

  it('removes old nonces, the oldest first, a few at a time', async () => {
    await using database = await open()
    const used = [1, 2, 3, 4].map((nowMs) => ({ accessKeyId: 'AK', nonce: `n-${nowMs}`, nowMs }))
    for (const one of used) await database.nonces.insert(one)
    await database.nonces.removeOld(4, 2)
    const isFree = []
    for (const one of used) isFree.push(await database.nonces.insert(one))
    expect(isFree).toEqual([true, true, false, false])
  })
}

function describeRates(open: Open): void {
  it('counts the calls of all processes together, and frees a place a second after each', async () => {
    await using database = await open()
    const clock = heldClock()
    const [one, two] = [1, 2].map(() => new SharedRates(database, clock, 'documented'))
    expect(await one?.take('a', 2)).toBeUndefined()
    clock.advance(600)
    expect(await two?.take('a', 2)).toBeUndefined()
    expect(await one?.take('a', 2)).toEqual({ count: 3, limit: 2, retryAfterMs: 400 })
    expect(await one?.take('b', 2)).toBeUndefined()
    clock.advance(400)
    expect(await two?.take('a', 2)).toBeUndefined()
    expect(await one?.take('a', 2)).toEqual({ count: 3, limit: 2, retryAfterMs: 600 })
  })

  it('lets exactly as many through as the limit says when they come at the same time', async () => {
    await using database = await open()
    const clock = heldClock()
    const processes = [1, 2, 3].map(() => new SharedRates(database, clock, 7))
    const taken = processes.flatMap((rates) => Array.from({ length: 10 }, async () => rates.take('a', 100)))
    const excesses = await Promise.all(taken)
    expect(excesses.filter((excess) => excess === undefined)).toHaveLength(7)
  })

  it('forgets subjects that were idle', async () => {
    await using database = await open()
    const clock = heldClock()
    const rates = new SharedRates(database, clock, 'documented')
    await rates.take('idle', 2)
    clock.advance(61_000)
    await rates.take('busy', 2)
    expect(await database.rates.find('idle')).toBeUndefined()
    expect(await database.rates.find('busy')).toMatchObject({ version: 1 })
  })

  it('counts inside a transaction what stays of it', async () => {
    await using database = await open()
    const rates = new SharedRates(database, heldClock(), 'documented')
    const taken = database.transaction(async (tx) => {
      await rates.take('a', 1, tx)
      throw new Error('taken back')
    })
    await expect(taken).rejects.toThrow('taken back')
    await database.transaction(async (tx) => {
      expect(await rates.take('a', 1, tx)).toBeUndefined()
      expect(await rates.take('a', 1, tx)).toMatchObject({ count: 2 })
    })
    expect(await rates.take('a', 1)).toMatchObject({ count: 2 })
  })

  it('refuses nothing and writes nothing when it is off', async () => {
    await using database = await open()
    const rates = new SharedRates(database, heldClock(), 'off')
    expect([rates.take('a', 1), rates.take('a', 1)]).toEqual([undefined, undefined])
    expect(await database.rates.find('a')).toBeUndefined()
  })
}
