import { expect, it } from 'vitest'

import type { Database } from '../core/database.ts'
import { instance, keyPair, operation, SCOPE } from './test-support/rows.ts'

type Open = () => Promise<Database>

export function describeInstances(open: Open): void {
  it('gives an instance back as it was stored, with its pairs and newest operation', async () => {
    await using database = await open()
    await database.keyPairs.insert(keyPair('a'))
    await database.keyPairs.insert(keyPair('b'))
    const stored = instance('i-1', { passwordHash: '$6$x', allowsPassword: true })
    await database.instances.insert(stored)
    await database.bindings.replace(stored, ['b', 'a'])
    await database.operations.insert(operation('op-1'))
    await database.instances.update(stored, { operationId: undefined }, { latestOperationId: 'op-1' })

    const [found] = await database.instances.findByIds(SCOPE, ['i-1'])
    const { id, kind, action, outcome, requestId, message, createdAtMs } = operation('op-1')
    const latestOperation = { id, kind, action, outcome, requestId, message, createdAtMs }
    expect(found).toEqual({ ...stored, keyPairIds: ['b', 'a'], latestOperation })
    expect(await database.bindings.publicKeysOf(stored)).toEqual(['ssh-ed25519 b', 'ssh-ed25519 a'])
    const { rows } = await database.keyPairs.list(SCOPE, { ids: ['a'], page: { limit: 10, offset: 0 } })
    expect(rows[0]?.instanceIds).toEqual(['i-1'])
    expect(await database.bindings.keyPairsInUse(SCOPE, ['a', 'unknown'])).toEqual(new Set(['a']))
    await database.instances.update(stored, { operationId: undefined }, { state: 'terminating' })
    expect(await database.bindings.keyPairsInUse(SCOPE, ['a'])).toEqual(new Set())
    await database.keyPairs.remove(SCOPE, ['a'])
    expect((await database.instances.findByIds(SCOPE, ['i-1']))[0]?.keyPairIds).toEqual(['b'])
    expect(await database.instances.findByIds({ ...SCOPE, region: 'there' }, ['i-1'])).toEqual([])
    expect(await database.instances.findByIds({ ...SCOPE, account: '2' }, ['i-1'])).toEqual([])
  })

  it('changes an instance only while it is held and stands as expected', async () => {
    await using database = await open()
    const stored = instance('i-1')
    await database.instances.insert(stored)
    const claim = { currentOperationId: 'op-1', state: 'stopping' } as const
    const free = { operationId: undefined, state: 'running' } as const
    expect(await database.instances.update(stored, free, claim)).toBe(true)
    expect(await database.instances.update(stored, free, claim)).toBe(false)
    expect(await database.instances.update(stored, { operationId: 'op-2' }, { state: 'stopped' })).toBe(false)
    const done = { currentOperationId: undefined, state: 'stopped', stoppedMode: 'stop-charging' } as const
    expect(await database.instances.update(stored, { operationId: 'op-1' }, done)).toBe(true)
    const [found] = await database.instances.findByIds(SCOPE, ['i-1'])
    expect(found).toMatchObject({ state: 'stopped', stoppedMode: 'stop-charging' })
    expect(found?.currentOperationId).toBeUndefined()
    const place = { project: 'p', tags: [{ key: 'k', value: 'v' }] }
    expect(await database.instances.update(stored, { operationId: undefined }, place)).toBe(true)
    expect((await database.instances.findByIds(SCOPE, ['i-1']))[0]).toMatchObject(place)
  })

  it('changes the system of an instance and its rescue password, which is emptied again', async () => {
    await using database = await open()
    const stored = instance('i-1')
    await database.instances.insert(stored)
    const free = { operationId: undefined }
    const system = {
      imageId: 'image-2',
      os: 'windows',
      osName: 'Windows',
      loginUser: 'Administrator',
    } as const
    const changes = { ...system, rescuePasswordHash: '$6$rescue' }
    expect(await database.instances.update(stored, free, changes)).toBe(true)
    expect(await database.instances.findByIds(SCOPE, ['i-1'])).toMatchObject([changes])
    expect(await database.instances.update(stored, free, { rescuePasswordHash: undefined })).toBe(true)
    const [found] = await database.instances.findByIds(SCOPE, ['i-1'])
    expect(found).toMatchObject(system)
    expect(found?.rescuePasswordHash).toBeUndefined()
  })

  it('lists by every filter', async () => {
    await using database = await open()
    await database.keyPairs.insert(keyPair('a'))
    await database.instances.insert(instance('i-1', { createdAtMs: 1 }))
    const other = instance('i-2', { createdAtMs: 2, state: 'stopped', zone: 'here-2', chargeType: 'prepaid' })
    await database.instances.insert({
      ...other,
      type: 'big',
      imageId: 'other',
      project: 'p',
      address: '127.64.0.2',
    })
    await database.instances.insert(instance('i-3', { region: 'there' }))
    await database.bindings.replace(other, ['a'])
    const find = async (filter: object) => {
      const query = { region: 'here', page: { limit: 10, offset: 0 }, ...filter }
      const { rows, total } = await database.instances.list(SCOPE, query)
      expect(rows).toHaveLength(total)
      return rows.map(({ id }) => id)
    }
    expect(await find({})).toEqual(['i-2', 'i-1'])
    expect(await find({ region: 'there' })).toEqual(['i-3'])
    for (const filter of [
      { ids: ['i-2', 'i-3'] },
      { states: ['stopped'] },
      { zones: ['here-2'] },
      { types: ['big'] },
      { imageIds: ['other'] },
      { chargeTypes: ['prepaid'] },
      { projects: ['p'] },
      { addresses: ['127.64.0.2'] },
      { keyPairId: 'a' },
      { createdFromMs: 2 },
      { namePatterns: [{ match: 'endsWith', text: '-2' }] },
    ]) {
      expect(await find(filter), JSON.stringify(filter)).toEqual(['i-2'])
    }
    expect(await find({ createdUntilMs: 1 })).toEqual(['i-1'])
    for (const name of ['ids', 'states', 'zones', 'projects'])
      expect(await find({ [name]: [] }), name).toEqual([])
    expect(await find({ privateAddresses: ['10.9.9.9'] })).toEqual([])
    await database.instances.remove(other)
    expect(await find({})).toEqual(['i-1'])
  })
}

export function describeOperations(open: Open): void {
  it('gives an operation back as it was stored and lists what is unfinished', async () => {
    await using database = await open()
    await database.operations.insert(operation('late', { dueAtMs: 7_000 }))
    await database.operations.insert(operation('early'))
    await database.operations.insert(operation('done', { outcome: 'succeeded' }))
    await database.operations.insert(operation('held', { kind: 'held' }))
    expect(await database.operations.find('early')).toEqual(operation('early'))
    expect(await database.operations.find('unknown')).toBeUndefined()
    expect(await database.operations.unfinished()).toEqual([
      { id: 'early', dueAtMs: 5_000 },
      { id: 'late', dueAtMs: 7_000 },
    ])
  })

  it('tells how many operations are unfinished and when the first of them is due', async () => {
    await using database = await open()
    expect(await database.operations.backlog()).toEqual({ unfinished: 0, earliestDueAtMs: undefined })
    await database.operations.insert(operation('late', { dueAtMs: 7_000 }))
    await database.operations.insert(operation('early'))
    await database.operations.insert(operation('done', { outcome: 'succeeded', dueAtMs: 1 }))
    await database.operations.insert(operation('held', { kind: 'held', dueAtMs: 2 }))
    expect(await database.operations.backlog()).toEqual({ unfinished: 2, earliestDueAtMs: 5_000 })
  })

  it('tells which instances of an owner were terminated', async () => {
    await using database = await open()
    const ended = { kind: 'terminate', outcome: 'succeeded' } as const
    await database.operations.insert(operation('gone', { ...ended, instanceId: 'i-gone' }))
    await database.operations.insert(operation('going', { kind: 'terminate', instanceId: 'i-going' }))
    await database.operations.insert(operation('bound', { outcome: 'succeeded', instanceId: 'i-bound' }))
    await database.operations.insert(operation('other', { ...ended, account: '2', instanceId: 'i-other' }))
    const ids = ['i-gone', 'i-going', 'i-bound', 'i-other', 'i-none']
    expect(await database.operations.findTerminated(SCOPE, ids)).toEqual(new Set(['i-gone']))
  })

  it('lets only the holder of the newest fence write', async () => {
    await using database = await open()
    await database.operations.insert(operation('op'))
    expect(await database.operations.claim('op', 0)).toBe(true)
    expect(await database.operations.claim('op', 0)).toBe(false)
    expect(await database.operations.claim('op', 1)).toBe(true)
    expect(await database.operations.advance('op', 1, { step: 1 })).toBe(false)
    const progress = { step: 1, attempt: 0, outcome: 'failed', message: 'why', isUndoing: true } as const
    expect(await database.operations.advance('op', 2, progress)).toBe(true)
    expect(await database.operations.find('op')).toMatchObject({ ...progress, fence: 2 })
  })
}
