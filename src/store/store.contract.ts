import { describe, expect, it } from 'vitest'

import type { MfaDevice } from '../core/accounts/mfa-store.ts'
import type { TemporaryKey } from '../core/accounts/temporary-key-store.ts'
import type { Database } from '../core/database.ts'
import type { Instance } from '../core/instances/instance.ts'
import type { KeyPair } from '../core/key-pairs/key-pair.ts'
import type { Operation } from '../core/operations/operation.ts'
import { Secret } from '../core/secret.ts'

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

const SCOPE = { account: '1', dialect: 'cloud', region: 'here' }

function keyPair(id: string, fields: Partial<KeyPair> = {}): KeyPair {
  return {
    ...SCOPE,
    id,
    name: `name-${id}`,
    publicKey: `ssh-ed25519 ${id}`,
    importedText: `ssh-ed25519 ${id} comment\n`,
    fingerprint: 'f'.repeat(32),
    description: '',
    project: '',
    tags: [],
    createdAtMs: 1_000,
    updatedAtMs: 1_000,
    ...fields,
  }
}

function instance(id: string, fields: Partial<Instance> = {}): Instance {
  return {
    ...SCOPE,
    id,
    zone: 'here-1',
    name: `name-${id}`,
    os: 'linux',
    osName: 'Debian 12',
    loginUser: 'root',
    state: 'running',
    stoppedMode: undefined,
    isIoOptimized: true,
    hasPasswordAgent: true,
    isSupported: true,
    imageId: 'image',
    type: 'small',
    chargeType: 'postpaid',
    project: '',
    description: '',
    hostName: id,
    driver: 'simulated',
    address: '127.64.0.1',
    privateAddress: '10.64.0.1',
    passwordHash: undefined,
    allowsPassword: false,
    desiredVersion: 1,
    appliedVersion: 1,
    currentOperationId: undefined,
    latestOperation: undefined,
    keyPairIds: [],
    attributes: { nested: { value: 1 } },
    tags: [],
    createdAtMs: 1_000,
    ...fields,
  }
}

function operation(id: string, fields: Partial<Operation> = {}): Operation {
  return {
    id,
    account: SCOPE.account,
    dialect: SCOPE.dialect,
    instanceId: 'i-1',
    kind: 'access',
    action: 'Bind',
    requestId: 'request-1',
    steps: [{ name: 'applyAccess', shows: 'running', takesTime: false }],
    step: 0,
    isUndoing: false,
    endState: 'running',
    isForced: true,
    before: {
      state: 'running',
      stoppedMode: undefined,
      keyPairIds: ['old'],
      allowsPassword: true,
      passwordHash: undefined,
    },
    attempt: 0,
    fence: 0,
    dueAtMs: 5_000,
    deadlineAtMs: 9_000,
    outcome: 'running',
    message: '',
    createdAtMs: 1_000,
    ...fields,
  }
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

function describeKeyPairs(open: Open): void {
  it('gives a key pair back as it was stored, and only inside its scope', async () => {
    await using database = await open()
    const stored = keyPair('a', { tags: [{ key: 'k', value: 'v' }], description: "it's" })
    expect(await database.keyPairs.insert(stored)).toBe(true)
    expect(await database.keyPairs.findByIds(SCOPE, ['a', 'unknown'])).toEqual([stored])
    expect(await database.keyPairs.findByNames(SCOPE, ['name-a'])).toEqual([stored])
    expect(await database.keyPairs.findByPublicKey(SCOPE, stored.publicKey)).toEqual(stored)
    for (const query of [{ ids: [] }, { names: [] }, { projects: [] }]) {
      const { rows, total } = await database.keyPairs.list(SCOPE, { ...query, page: { limit: 9, offset: 0 } })
      expect({ rows, total }, JSON.stringify(query)).toEqual({ rows: [], total: 0 })
    }
    for (const other of [{ account: '2' }, { dialect: 'other' }, { region: 'there' }]) {
      expect(await database.keyPairs.findByIds({ ...SCOPE, ...other }, ['a'])).toEqual([])
    }
  })

  it('refuses a second pair of the same name in one scope', async () => {
    await using database = await open()
    expect(await database.keyPairs.insert(keyPair('a', { name: 'same' }))).toBe(true)
    expect(await database.keyPairs.insert(keyPair('b', { name: 'same' }))).toBe(false)
    expect(await database.keyPairs.insert(keyPair('b', { name: 'same', region: 'there' }))).toBe(true)
  })

  it('pages newest first without a gap or a repeat, by offset and by position', async () => {
    await using database = await open()
    const ids = Array.from({ length: 25 }, (_, index) => `k${String(index).padStart(2, '0')}`)
    for (const [index, id] of ids.entries()) {
      await database.keyPairs.insert(keyPair(id, { createdAtMs: Math.floor(index / 3) }))
    }
    const newestFirst = ids.toReversed()
    const byOffset: string[] = []
    for (let offset = 0; offset < 25; offset += 10) {
      const { rows, total } = await database.keyPairs.list(SCOPE, { page: { limit: 10, offset } })
      expect(total).toBe(25)
      byOffset.push(...rows.map(({ id }) => id))
    }
    expect(byOffset).toEqual(newestFirst)
    const some = { ids: ['k03', 'k20', 'k20', 'none', 'k07'], page: { limit: 2, offset: 0 } }
    const { rows: named, total } = await database.keyPairs.list(SCOPE, some)
    expect({ ids: named.map(({ id }) => id), total }).toEqual({ ids: ['k20', 'k07'], total: 3 })
    const byPosition: string[] = []
    let after: { createdAtMs: number; id: string } | undefined
    do {
      const { rows, next } = await database.keyPairs.list(SCOPE, { page: { limit: 10, after } })
      byPosition.push(...rows.map(({ id }) => id))
      after = next
    } while (after)
    expect(byPosition).toEqual(newestFirst)
  })

  it.each([
    ['exact', 'web-1', ['web-1']],
    ['contains', 'b-', ['web-1', 'web-2']],
    ['startsWith', 'we', ['web-1', 'web-2']],
    ['endsWith', '-2', ['db%2-2', 'web-2']],
    ['contains', '%', ['db%2-2']],
    ['contains', '_', []],
    ['startsWith', 'WEB', []],
    ['endsWith', '😀b', ['a😀b']],
    ['contains', '', ['a😀b', 'db%2-2', 'web-1', 'web-2']],
    ['endsWith', 'longer than any name', []],
  ] as const)('matches names: %s %j', async (match, text, expected) => {
    await using database = await open()
    for (const name of ['web-1', 'web-2', 'db%2-2', 'a😀b'])
      await database.keyPairs.insert(keyPair(name, { name }))
    const query = { namePatterns: [{ match, text }], page: { limit: 10, offset: 0 } }
    const { rows } = await database.keyPairs.list(SCOPE, query)
    expect(rows.map(({ name }) => name).toSorted()).toEqual(expected)
  })

  it('never lists what is outside the scope, whatever is asked for', async () => {
    await using database = await open()
    await database.keyPairs.insert(keyPair('mine'))
    await database.keyPairs.insert(keyPair('theirs', { account: '2' }))
    await database.keyPairs.insert(keyPair('elsewhere', { region: 'there' }))
    for (const match of ['contains', 'startsWith', 'endsWith'] as const) {
      const query = { namePatterns: [{ match, text: '' }], page: { limit: 10, offset: 0 } }
      const { rows } = await database.keyPairs.list(SCOPE, query)
      expect(rows.map(({ id }) => id)).toEqual(['mine'])
    }
  })

  it('finds by tag: key alone, value alone, both; filters are all needed', async () => {
    await using database = await open()
    const tags = [
      { key: 'env', value: 'prod' },
      { key: 'team', value: 'a' },
    ]
    await database.keyPairs.insert(keyPair('a', { tags }))
    await database.keyPairs.insert(keyPair('b'))
    await database.tags.put({ ...SCOPE, kind: 'keyPair' }, 'a', tags)
    await database.tags.put({ ...SCOPE, kind: 'instance' }, 'b', tags)
    const find = async (...filters: { key?: string; values: string[] }[]) => {
      const { rows } = await database.keyPairs.list(SCOPE, { tags: filters, page: { limit: 10, offset: 0 } })
      return rows.map(({ id }) => id)
    }
    expect(await find({ key: 'env', values: [] })).toEqual(['a'])
    expect(await find({ values: ['prod'] })).toEqual(['a'])
    expect(await find({ key: 'env', values: ['test', 'prod'] }, { key: 'team', values: ['a'] })).toEqual([
      'a',
    ])
    expect(await find({ key: 'env', values: ['prod'] }, { key: 'team', values: ['b'] })).toEqual([])
    await database.tags.removeAll({ ...SCOPE, kind: 'keyPair' }, [])
    expect(await find({ key: 'env', values: [] })).toEqual(['a'])
    await database.tags.removeAll({ ...SCOPE, kind: 'keyPair' }, ['a'])
    expect(await find({ key: 'env', values: [] })).toEqual([])
  })

  it('changes a key pair, unless it is gone or its new name is taken in the scope', async () => {
    await using database = await open()
    await database.keyPairs.insert(keyPair('a'))
    await database.keyPairs.insert(keyPair('b'))
    await database.keyPairs.insert(keyPair('c', { region: 'there', name: 'elsewhere' }))
    const changes = { description: 'new', project: 'p', tags: [{ key: 'k', value: 'v' }], updatedAtMs: 2_000 }
    expect(await database.keyPairs.update(SCOPE, 'a', changes)).toBe(true)
    expect(await database.keyPairs.findByIds(SCOPE, ['a'])).toEqual([keyPair('a', changes)])
    for (const [id, name, expected] of [
      ['a', 'name-b', false],
      ['a', 'name-a', true],
      ['a', 'elsewhere', true],
      ['none', 'name', false],
      ['c', 'name', false],
    ] as const) {
      expect(await database.keyPairs.update(SCOPE, id, { name }), `${id} ${name}`).toBe(expected)
    }
    expect((await database.keyPairs.findByIds(SCOPE, ['a']))[0]?.name).toBe('elsewhere')
  })

  it('lists the tags of one kind, account and region, by resource and key', async () => {
    await using database = await open()
    const tags = [
      { key: 'b', value: '2' },
      { key: 'a', value: '1' },
    ]
    for (const [id, fields] of [
      ['k1', {}],
      ['k2', {}],
      ['k3', { region: 'there' }],
      ['k4', { account: '2' }],
    ] as const) {
      const row = keyPair(id, fields)
      await database.keyPairs.insert(row)
      await database.tags.put({ ...row, kind: 'keyPair' }, id, tags)
    }
    await database.tags.put({ ...SCOPE, kind: 'instance' }, 'k1', [{ key: 'other', value: '' }])
    const scope = { ...SCOPE, kind: 'keyPair' } as const
    const find = async (query: object) => {
      const { tags, next } = await database.tags.list(scope, { limit: 10, ...query })
      expect(next).toBeUndefined()
      return tags.map(({ resourceId, key }) => `${resourceId} ${key}`)
    }
    expect(await find({})).toEqual(['k1 a', 'k1 b', 'k2 a', 'k2 b'])
    expect(await find({ resourceIds: ['k2', 'k3'] })).toEqual(['k2 a', 'k2 b'])
    expect(await find({ after: { resourceId: 'k1', key: 'a' } })).toEqual(['k1 b', 'k2 a', 'k2 b'])
    const first = await database.tags.list(scope, { limit: 3 })
    expect(first).toMatchObject({ tags: [{}, {}, {}], next: { resourceId: 'k2', key: 'a' } })
    await database.tags.remove(scope, 'k1', ['b', 'none'])
    expect(await find({})).toEqual(['k1 a', 'k2 a', 'k2 b'])
    expect(await find({ filters: [{ key: 'b', values: ['2'] }] })).toEqual(['k2 a', 'k2 b'])
  })
}

function describeInstances(open: Open): void {
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

function describeOperations(open: Open): void {
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

function describeAccounts(open: Open): void {
  it('keeps accounts, users and access keys', async () => {
    await using database = await open()
    expect(await database.accounts.isEmpty()).toBe(true)
    const account = { id: '1', name: 'acme', requireMfa: ['Bind'] }
    await database.accounts.insertAccount(account)
    expect(await database.accounts.isEmpty()).toBe(false)
    expect(await database.accounts.findAccount('1')).toEqual(account)
    expect(await database.accounts.findAccount('2')).toBeUndefined()
    const user = {
      account: '1',
      name: 'alice',
      mfa: 'bound',
      policies: [{ dialect: 'cloud', document: {} }],
    } as const
    await database.accounts.insertUser(user)
    expect(await database.accounts.findUser('1', 'alice')).toEqual(user)
    expect(await database.accounts.findUser('2', 'alice')).toBeUndefined()
    const secret = new Secret('s3cret')
    await database.accounts.insertAccessKey({
      id: 'AK',
      account: '1',
      user: 'alice',
      secret,
      isDisabled: true,
    })
    const found = await database.accounts.findAccessKey('AK')
    expect(found).toMatchObject({ id: 'AK', account: '1', user: 'alice', isDisabled: true })
    expect(found?.secret.reveal()).toBe('s3cret')
    expect(await database.accounts.findAccessKey('ak')).toBeUndefined()
  })

  it('lists accounts, users and access keys from where it is told, in order', async () => {
    await using database = await open()
    const { accounts } = database
    const secret = new Secret('s')
    for (const id of ['3', '1', '2']) {
      await accounts.insertAccount({ id, name: `n${id}`, requireMfa: [] })
      await accounts.insertUser({ account: '1', name: `u${id}`, mfa: 'none', policies: [] })
      const key = { account: '1', user: 'u1', secret, isDisabled: id === '2' }
      expect(await accounts.insertNewAccessKey({ ...key, id: `k${id}` })).toBe(true)
      expect(await accounts.insertNewAccessKey({ ...key, id: `k${id}`, account: '2' })).toBe(false)
    }
    const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
    expect(idsOf(await accounts.listAccounts({ limit: 2, after: undefined }))).toEqual(['1', '2'])
    expect(idsOf(await accounts.listAccounts({ limit: 2, after: '2' }))).toEqual(['3'])
    expect(await accounts.listUsers('1', { limit: 5, after: 'u2' })).toMatchObject([{ name: 'u3' }])
    expect(await accounts.listUsers('2', { limit: 5, after: undefined })).toEqual([])
    const holder = { account: '1', user: 'u1' }
    expect(await accounts.listAccessKeys(holder, { limit: 2, after: 'k1' })).toEqual([
      { ...holder, id: 'k2', isDisabled: true },
      { ...holder, id: 'k3', isDisabled: false },
    ])
    expect(await accounts.listAccessKeys({ ...holder, user: 'u2' }, { limit: 2, after: undefined })).toEqual(
      [],
    )
  })

  it('changes accounts, policies and access keys, those of their owner only', async () => {
    await using database = await open()
    const { accounts } = database
    await accounts.insertAccount({ id: '1', name: 'acme', requireMfa: ['Bind'] })
    await accounts.insertUser({ account: '1', name: 'alice', mfa: 'bound', policies: [] })
    const holder = { account: '1', user: 'alice' }
    await accounts.insertAccessKey({ ...holder, id: 'k', secret: new Secret('s'), isDisabled: false })
    expect(await accounts.updateAccount('1', { name: 'beta' })).toBe(true)
    expect(await accounts.findAccount('1')).toEqual({ id: '1', name: 'beta', requireMfa: ['Bind'] })
    expect(await accounts.updateAccount('1', { requireMfa: [] })).toBe(true)
    expect(await accounts.findAccount('1')).toEqual({ id: '1', name: 'beta', requireMfa: [] })
    expect(await accounts.updateAccount('2', { name: 'x' })).toBe(false)
    const policies = [{ dialect: 'cloud', document: { a: 1 } }]
    expect(await accounts.replacePolicies('1', 'alice', policies)).toBe(true)
    expect(await accounts.replacePolicies('1', 'bob', policies)).toBe(false)
    expect(await accounts.findUser('1', 'alice')).toMatchObject({ mfa: 'bound', policies })
    for (const other of [{ account: '2' }, { user: 'bob' }]) {
      expect(await accounts.switchAccessKey({ ...holder, ...other }, 'k', true)).toBe(false)
      expect(await accounts.removeAccessKey({ ...holder, ...other }, 'k')).toBe(false)
    }
    expect(await accounts.switchAccessKey(holder, 'k', true)).toBe(true)
    expect(await accounts.findAccessKey('k')).toMatchObject({ isDisabled: true })
    expect(await accounts.removeAccessKey(holder, 'k')).toBe(true)
    expect(await accounts.findAccessKey('k')).toBeUndefined()
  })

  it('removes users and accounts with what is theirs, and nothing else', async () => {
    await using database = await open()
    const { accounts, mfaDevices, temporaryKeys } = database
    const secret = new Secret('s')
    for (const account of ['1', '2']) {
      await accounts.insertAccount({ id: account, name: account, requireMfa: [] })
      await accounts.insertRole({ account, name: 'ops', policies: [] })
      const session = { role: 'ops', sessionName: 's', sessionPolicies: undefined, expiresAtMs: 1 }
      await temporaryKeys.insert({ ...session, id: `t${account}`, account, secret, tokenHash: `h${account}` })
      for (const name of ['alice', 'bob']) {
        await accounts.insertUser({ account, name, mfa: 'none', policies: [] })
        await accounts.insertAccessKey({
          id: `${name}${account}`,
          account,
          user: name,
          secret,
          isDisabled: false,
        })
        const unused = { lastUsedStep: undefined, checkedAtMs: undefined }
        await mfaDevices.insert({ id: `${name}${account}`, account, user: name, secret, ...unused })
      }
    }
    expect(await accounts.removeUser('1', 'carol')).toBe(false)
    expect(await accounts.removeUser('1', 'alice')).toBe(true)
    expect(await accounts.findUser('1', 'alice')).toBeUndefined()
    expect(await accounts.findAccessKey('alice1')).toBeUndefined()
    expect(await mfaDevices.find({ account: '1', user: 'alice' })).toBeUndefined()
    expect(await accounts.findAccessKey('bob1')).toBeDefined()
    expect(await accounts.ownsResources('1')).toBe(false)
    expect(await accounts.removeAccount('1')).toBe(true)
    expect(await accounts.removeAccount('1')).toBe(false)
    expect(await accounts.findUser('1', 'bob')).toBeUndefined()
    expect(await accounts.findRole('1', 'ops')).toBeUndefined()
    expect(await accounts.findAccessKey('bob1')).toBeUndefined()
    expect(await temporaryKeys.find('t1')).toBeUndefined()
    expect(await mfaDevices.find({ account: '1', user: 'bob' })).toBeUndefined()
    for (const name of ['alice', 'bob']) {
      expect(await accounts.findAccessKey(`${name}2`)).toBeDefined()
      expect(await mfaDevices.find({ account: '2', user: name })).toBeDefined()
    }
    expect(await temporaryKeys.find('t2')).toBeDefined()
    expect(await accounts.findRole('2', 'ops')).toBeDefined()
  })
}

function describeMfaDevices(open: Open): void {
  const OWNER = { account: '1', user: 'alice' }
  const device = (id: string): MfaDevice => ({
    ...OWNER,
    id,
    secret: new Secret(`secret-${id}`),
    lastUsedStep: undefined,
    checkedAtMs: undefined,
  })

  it('keeps one MFA device per user', async () => {
    await using database = await open()
    const { mfaDevices } = database
    expect(await mfaDevices.insert(device('a'))).toBe(true)
    expect(await mfaDevices.insert(device('b'))).toBe(false)
    const found = await mfaDevices.find(OWNER)
    expect(found).toMatchObject({ ...OWNER, id: 'a', lastUsedStep: undefined, checkedAtMs: undefined })
    expect(found?.secret.reveal()).toBe('secret-a')
    for (const other of [{ account: '2' }, { user: 'bob' }]) {
      expect(await mfaDevices.find({ ...OWNER, ...other })).toBeUndefined()
      expect(await mfaDevices.remove({ ...OWNER, ...other })).toBe(false)
    }
    expect(await mfaDevices.remove(OWNER)).toBe(true)
    expect(await mfaDevices.remove(OWNER)).toBe(false)
    expect(await mfaDevices.insert(device('b'))).toBe(true)
  })

  it('takes a step of an MFA device once, then only later ones, of this device only', async () => {
    await using database = await open()
    const { mfaDevices } = database
    await mfaDevices.insert(device('a'))
    const uses = Array.from({ length: 20 }, (_, place) => ({ step: 100, checkedAtMs: place }))
    const taken = await Promise.all(uses.map((used) => mfaDevices.markUsed(device('a'), used)))
    expect(taken.filter(Boolean)).toHaveLength(1)
    const later = { checkedAtMs: 5_000 }
    expect(await mfaDevices.markUsed(device('a'), { ...later, step: 99 })).toBe(false)
    expect(await mfaDevices.markUsed(device('b'), { ...later, step: 101 })).toBe(false)
    expect(await mfaDevices.markUsed({ ...device('a'), user: 'bob' }, { ...later, step: 101 })).toBe(false)
    expect(await mfaDevices.markUsed(device('a'), { ...later, step: 101 })).toBe(true)
    expect(await mfaDevices.find(OWNER)).toMatchObject({ lastUsedStep: 101, checkedAtMs: 5_000 })
  })
}

function describeTemporaryKeys(open: Open): void {
  const key = (id: string, fields: Partial<TemporaryKey> = {}): TemporaryKey => ({
    ...{ id, account: '1', role: 'ops', sessionName: 'night', secret: new Secret(`secret-${id}`) },
    ...{ tokenHash: `hash-${id}`, sessionPolicies: undefined, expiresAtMs: 9_000_000_000_000 },
    ...fields,
  })

  it('keeps roles with their policies, by account and name', async () => {
    await using database = await open()
    const { accounts } = database
    const role = { account: '1', name: 'ops', policies: [{ dialect: 'cloud', document: { v: '1' } }] }
    await accounts.insertRole(role)
    await accounts.insertRole({ ...role, account: '2', policies: [] })
    expect(await accounts.findRole('1', 'ops')).toEqual(role)
    expect(await accounts.findRole('2', 'ops')).toMatchObject({ policies: [] })
    expect(await accounts.findRole('1', 'other')).toBeUndefined()
    await expect(accounts.insertRole(role)).rejects.toThrow(/unique/i)
  })

  it('finds temporary keys by id and by the hash of their token', async () => {
    await using database = await open()
    const { temporaryKeys } = database
    const sessionPolicies = [{ dialect: 'cloud', document: { v: '1' } }]
    await temporaryKeys.insert(key('a', { sessionPolicies }))
    await temporaryKeys.insert(key('b', { sessionPolicies: [] }))
    await temporaryKeys.insert(key('c'))
    const { secret: _secret, ...known } = key('a', { sessionPolicies })
    const found = await temporaryKeys.find('a')
    expect(found).toMatchObject(known)
    expect(found?.secret.reveal()).toBe('secret-a')
    expect(await temporaryKeys.findByTokenHash('hash-a')).toMatchObject(known)
    expect((await temporaryKeys.find('b'))?.sessionPolicies).toEqual([])
    expect((await temporaryKeys.find('c'))?.sessionPolicies).toBeUndefined()
    expect(await temporaryKeys.find('hash-a')).toBeUndefined()
    expect(await temporaryKeys.findByTokenHash('a')).toBeUndefined()
    await expect(temporaryKeys.insert(key('a', { tokenHash: 'other' }))).rejects.toThrow(/unique/i)
    await expect(temporaryKeys.insert(key('d', { tokenHash: 'hash-a' }))).rejects.toThrow(/unique/i)
  })

  it('removes temporary keys that were over before an instant', async () => {
    await using database = await open()
    const { temporaryKeys } = database
    await temporaryKeys.insert(key('old', { expiresAtMs: 999 }))
    await temporaryKeys.insert(key('late', { expiresAtMs: 1_000 }))
    await temporaryKeys.removeExpired(1_000)
    expect(await temporaryKeys.find('old')).toBeUndefined()
    expect(await temporaryKeys.find('late')).toBeDefined()
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
