import { describe, expect, it } from 'vitest'

import type { Database } from '../core/database.ts'
import { keyPair, SCOPE } from './test-support/rows.ts'
import { describeKeyPairs } from './key-pairs.contract.ts'
import { describeInstances, describeOperations } from './instances.contract.ts'
import { describeAccounts, describeMfaDevices, describeTemporaryKeys } from './accounts.contract.ts'

/** What every engine must do. `open` gives an empty, migrated database. */
export function describeStoreContract(engine: string, open: () => Promise<Database>): void {
  describe(`stores on ${engine}`, () => {
    describeTransactions(open)
    describeKeyPairs(open)
    describeInstances(open)
    describeOperations(open)
    describeIdempotency(open)
    describeMachines(open)
    describeAccounts(open)
    describeMfaDevices(open)
    describeTemporaryKeys(open)
    describeAudit(open)
  })
}

type Open = () => Promise<Database>

function describeTransactions(open: Open): void {
  it('commits a transaction as a whole or not at all', async () => {
    await using database = await open()
    const failing = database.transaction(async (tx) => {
      await tx.keyPairs.insert(keyPair('a'))
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await database.keyPairs.count(SCOPE)).toBe(0)
    await database.transaction((tx) => tx.keyPairs.insert(keyPair('a')))
    expect(await database.keyPairs.count(SCOPE)).toBe(1)
  })
}

function describeIdempotency(open: Open): void {
  const KEY = { ...SCOPE, action: 'Run', token: 't' }
  const CLAIM = { holder: 'request-1', parametersHash: 'hash-1', nowMs: 1_000, expiresAtMs: 2_000 }

  it('gives a client token to one holder, until its time is over', async () => {
    await using database = await open()
    const { idempotency } = database
    const holders = Array.from({ length: 50 }, (_, place) => ({ ...CLAIM, holder: `request-${place}` }))
    const claims = await Promise.all(holders.map((claim) => idempotency.claim(KEY, claim)))
    expect(claims.filter(Boolean)).toHaveLength(1)
    const use = { parametersHash: 'hash-1', answer: undefined, expiresAtMs: 2_000 }
    expect(await idempotency.find(KEY, 1_999)).toEqual(use)
    expect(await idempotency.find(KEY, 2_000)).toBeUndefined()
    const next = { holder: 'next', parametersHash: 'hash-2', nowMs: 1_999, expiresAtMs: 9_000 }
    expect(await idempotency.claim(KEY, next)).toBe(false)
    expect(await idempotency.claim(KEY, { ...next, nowMs: 2_000 })).toBe(true)
    expect(await idempotency.find(KEY, 2_000)).toMatchObject({ parametersHash: 'hash-2', expiresAtMs: 9_000 })
  })

  it('tells client tokens apart by everything that names them', async () => {
    await using database = await open()
    await database.idempotency.claim(KEY, CLAIM)
    const others = [{ account: '2' }, { dialect: 'x' }, { region: 'x' }, { action: 'x' }, { token: 'T' }]
    for (const other of others) {
      expect(await database.idempotency.find({ ...KEY, ...other }, 1_000)).toBeUndefined()
      expect(await database.idempotency.claim({ ...KEY, ...other }, CLAIM)).toBe(true)
    }
  })

  it('keeps the answer of the holder only', async () => {
    await using database = await open()
    const kept = { answer: { ids: ['i-1'], nested: { value: null } }, expiresAtMs: 5_000 }
    await database.idempotency.claim(KEY, CLAIM)
    expect(await database.idempotency.keepAnswer(KEY, 'stranger', kept)).toBe(false)
    expect(await database.idempotency.keepAnswer({ ...KEY, token: 'x' }, 'request-1', kept)).toBe(false)
    expect(await database.idempotency.keepAnswer(KEY, 'request-1', kept)).toBe(true)
    expect(await database.idempotency.find(KEY, 4_999)).toEqual({ parametersHash: 'hash-1', ...kept })
    const next = { ...CLAIM, holder: 'next', nowMs: 5_000, expiresAtMs: 6_000 }
    expect(await database.idempotency.claim(KEY, next)).toBe(true)
    expect(await database.idempotency.find(KEY, 5_000)).toMatchObject({ answer: undefined })
    expect(await database.idempotency.keepAnswer(KEY, 'request-1', kept)).toBe(false)
  })

  it('lets the holder give up a client token that has no answer', async () => {
    await using database = await open()
    await database.idempotency.claim(KEY, CLAIM)
    await database.idempotency.release(KEY, 'stranger')
    expect(await database.idempotency.find(KEY, 1_000)).toBeDefined()
    await database.idempotency.release(KEY, 'request-1')
    expect(await database.idempotency.find(KEY, 1_000)).toBeUndefined()
    await database.idempotency.claim(KEY, CLAIM)
    await database.idempotency.keepAnswer(KEY, 'request-1', { answer: {}, expiresAtMs: 5_000 })
    await database.idempotency.release(KEY, 'request-1')
    expect(await database.idempotency.find(KEY, 1_000)).toMatchObject({ answer: {} })
  })

  it('removes what counts no longer, the oldest first, a few at a time', async () => {
    await using database = await open()
    const keys = [1, 2, 3, 4].map((number) => ({ ...KEY, token: `t-${number}` }))
    for (const [place, key] of keys.entries()) {
      await database.idempotency.claim(key, { ...CLAIM, expiresAtMs: 2_000 + place })
    }
    await database.idempotency.removeExpired(2_002, 2)
    const left = await Promise.all(keys.map((key) => database.idempotency.find(key, 0)))
    expect(left.map((use) => use?.expiresAtMs)).toEqual([undefined, undefined, 2_002, 2_003])
    await database.idempotency.removeExpired(2_002, 2)
    expect(await Promise.all(keys.map((key) => database.idempotency.find(key, 0)))).toEqual([
      undefined,
      undefined,
      undefined,
      expect.anything(),
    ])
  })
}

function describeMachines(open: Open): void {
  it('numbers machines from 0, replaces a record only if it is unchanged, never reuses a number', async () => {
    await using database = await open()
    const one = { machineId: 'm-1', instanceId: 'i-1', driver: 'simulated', record: 'a' }
    const first = await database.machines.insert(one)
    expect(first).toEqual({ ...one, addressIndex: 0 })
    expect(await database.machines.find('m-1')).toEqual(first)
    expect(await database.machines.findByAddressIndex(0)).toEqual(first)
    expect(await database.machines.findByInstanceId('i-1')).toEqual([first])
    expect(await database.machines.listOf(one.driver, { after: '', limit: 2 })).toEqual([first])
    expect(await database.machines.listOf(one.driver, { after: 'm-1', limit: 2 })).toEqual([])
    expect(await database.machines.listOf('another', { after: '', limit: 2 })).toEqual([])
    expect(await database.machines.replace('m-1', 'not this', 'b')).toBe(false)
    expect(await database.machines.replace('m-1', 'a', 'b')).toBe(true)
    await database.machines.remove('m-1')
    expect(await database.machines.find('m-1')).toBeUndefined()
    expect((await database.machines.insert({ ...one, machineId: 'm-2' })).addressIndex).toBe(1)
  })
}

function describeAudit(open: Open): void {
  it('keeps every row, newest first', async () => {
    await using database = await open()
    const row = {
      ...{ dialect: 'cloud', account: '1', user: 'root', accessKeyId: 'AK', region: 'here', action: 'Bind' },
      ...{ requestId: 'r', sourceAddress: '127.0.0.1', outcome: 'ok' },
      changes: [{ what: 'binding', verb: 'bound', subject: 'i-1' }],
    } as const
    await database.audit.append([{ ...row, atMs: 1 }])
    await database.audit.append([
      { ...row, atMs: 2, changes: [] },
      { ...row, atMs: 3, account: '2' },
    ])
    expect(await database.audit.newest('1', 10)).toEqual([
      { ...row, atMs: 2, changes: [] },
      { ...row, atMs: 1 },
    ])
    expect(await database.audit.newest('1', 1)).toHaveLength(1)
  })
}
