import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { noPostgres, startPostgres } from '../../../tests/postgres-server.ts'
import { createTemplate, openDatabaseAt } from '../../../tests/postgres-store.ts'
import { createTestCore, type TestCore, testCall } from '../../../tests/test-core.ts'
import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import { type Database, DatabaseError } from '../database.ts'
import { Fault } from '../fault.ts'
import { createInstances } from '../instances/create.ts'
import { importKeyPair } from '../key-pairs/add.ts'
import type { KeyPairRules } from '../key-pairs/key-pair.ts'
import { planCreate } from '../operations/plans.ts'
import { answerOnce, type Repeatable, type RepeatRules } from './answer-once.ts'
import { RunningCalls } from './running-calls.ts'
import type { IdempotencyStore } from './store.ts'
import { PATIENCE } from '../../../tests/patience.ts'

const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
const DAY_MS = 24 * 60 * 60_000
const LEASE_MS = 60_000
const SCOPE = { account: '1000000001', dialect: 'test-cloud', region: 'region-1' }
const STRICT: RepeatRules = { whileRunning: 'refused', otherParameters: 'refused' }
const PATIENT: RepeatRules = { whileRunning: 'waitsForAnswer', otherParameters: 'ignored' }

let newKeyNumber = 0
const keyPairRules: KeyPairRules = {
  newId: () => `key-${(newKeyNumber += 1)}`,
  isAccountWide: false,
  limit: 1_000,
  isKeyUnique: false,
  importTypes: new Set(['ssh-ed25519']),
}

/** One call after another on one core; each stores a key pair under a name of its own. */
interface Caller {
  readonly test: TestCore
  /** How often a call acted. */
  deeds: number
  ask(wanted?: Partial<Repeatable>, options?: { rules?: RepeatRules; call?: Partial<Call> }): Promise<unknown>
  /** A deed that changes the database. */
  readonly deed: (core: Core, call: Call) => Promise<{ id: string }>
  countKeyPairs(): Promise<number>
}

async function createCaller(open?: () => Promise<Database>): Promise<Caller & AsyncDisposable> {
  const test = await createTestCore(open)
  const running = new RunningCalls()
  const caller: Caller = {
    test,
    deeds: 0,
    async deed(core, call) {
      caller.deeds += 1
      const name = `pair-${caller.deeds}`
      const { id } = await importKeyPair(core, call, keyPairRules, { name, publicKey: PUBLIC_KEY })
      return { id }
    },
    ask(wanted, { rules = STRICT, call: facts } = {}) {
      const call = { ...testCall(test.core, 'Import'), ...facts }
      const act = (core: Core) => caller.deed(core, call)
      const room = { core: test.core, rules, running }
      return answerOnce(room, call, { token: 't', parameters: {}, givenOnce: [], act, ...wanted })
    },
    countKeyPairs: () => test.core.database.keyPairs.count(SCOPE),
  }
  return Object.assign(caller, { [Symbol.asyncDispose]: () => test[Symbol.asyncDispose]() })
}

describe('a client token that comes again', () => {
  it('is answered as before, without acting', async () => {
    await using caller = await createCaller()
    const first = await caller.ask()
    expect(await caller.ask()).toEqual(first)
    expect(await caller.countKeyPairs()).toBe(1)
  })

  it('is refused with other parameters, unless the rules ignore them', async () => {
    await using caller = await createCaller()
    const first = await caller.ask({ parameters: { name: 'a' } })
    await expect(caller.ask({ parameters: { name: 'b' } })).rejects.toEqual(
      new Fault('clientTokenReused', { token: 't' }),
    )
    expect(await caller.ask({ parameters: { name: 'b' } }, { rules: PATIENT })).toEqual(first)
    expect(await caller.ask({ parameters: { name: 'a' } })).toEqual(first)
    expect(await caller.countKeyPairs()).toBe(1)
  })

  it.each([
    ['another token', { token: 'other' }, {}],
    ['another account', {}, { account: '2' }],
    ['another dialect', {}, { dialect: 'other' }],
    ['another region', {}, { region: 'other' }],
    ['another action', {}, { action: 'Other' }],
  ])('%s is another call', async (_what, wanted, call) => {
    await using caller = await createCaller()
    const first = await caller.ask()
    expect(await caller.ask(wanted, { call })).not.toEqual(first)
  })

  it('is kept for 24 hours, then free', async () => {
    await using caller = await createCaller()
    const first = await caller.ask()
    caller.test.clock.advance(DAY_MS - 1)
    expect(await caller.ask()).toEqual(first)
    caller.test.clock.advance(1)
    expect(await caller.ask()).not.toEqual(first)
  })

  it('is removed some time after that', async () => {
    await using caller = await createCaller()
    const { database, clock } = caller.test.core
    const key = { ...SCOPE, action: 'Import', token: 't' }
    await caller.ask()
    caller.test.clock.advance(DAY_MS - 1)
    await caller.ask({ token: 'later' })
    expect(await database.idempotency.find(key, 0)).toBeDefined()
    caller.test.clock.advance(1)
    await caller.ask({ token: 'latest' })
    expect(await database.idempotency.find(key, 0)).toBeUndefined()
    expect(await database.idempotency.find({ ...key, token: 'later' }, clock.now())).toBeDefined()
  })

  it('loses what is given once', async () => {
    await using caller = await createCaller()
    const act: Repeatable['act'] = async (core) => {
      return { ...(await caller.deed(core, testCall(core, 'Create'))), secret: 'x' }
    }
    const first = await caller.ask({ act, givenOnce: ['secret'] })
    expect(first).toMatchObject({ secret: 'x' })
    const second = await caller.ask({ act, givenOnce: ['secret'] })
    expect(second).not.toHaveProperty('secret')
    expect(first).toMatchObject(second as object)
  })
})

describe('while the first call runs', () => {
  /** A call that acts only when told to. */
  async function held(
    caller: Caller,
    end: (core: Core, call: Call) => Promise<{ id: string }> = caller.deed,
  ) {
    const started = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const answer = caller.ask({
      async act(core) {
        started.resolve()
        await gate.promise
        return end(core, testCall(core, 'Import'))
      },
    })
    await Promise.race([started.promise, answer])
    return { answer, letGo: gate.resolve }
  }

  it('a second one is refused', async () => {
    await using caller = await createCaller()
    const first = await held(caller)
    await expect(caller.ask()).rejects.toEqual(new Fault('clientTokenInUse', { token: 't' }))
    first.letGo()
    expect(await caller.ask({}, { rules: PATIENT })).toEqual(await first.answer)
  })

  it('a second one with other parameters learns that first', async () => {
    await using caller = await createCaller()
    const first = await held(caller)
    const other = caller.ask({ parameters: { name: 'b' } })
    await expect(other).rejects.toEqual(new Fault('clientTokenReused', { token: 't' }))
    first.letGo()
    await first.answer
  })

  it('a patient one waits, and acts itself when the first failed', async () => {
    await using caller = await createCaller()
    const first = await held(caller, () => Promise.reject(new Error('no')))
    const second = caller.ask({}, { rules: PATIENT })
    const third = caller.ask({}, { rules: PATIENT })
    first.letGo()
    await expect(first.answer).rejects.toThrow('no')
    expect(await second).toEqual(await third)
    expect(await caller.countKeyPairs()).toBe(1)
  })

  it('a call whose lease ran out and whose token was taken does not act any more', async () => {
    await using caller = await createCaller()
    const first = await held(caller)
    caller.test.clock.advance(LEASE_MS)
    const second = await caller.ask()
    first.letGo()
    await expect(first.answer).rejects.toEqual(new Fault('clientTokenInUse', { token: 't' }))
    expect(await caller.countKeyPairs()).toBe(1)
    expect(await caller.ask()).toEqual(second)
  })

  it('a call whose lease ran out unnoticed is answered', async () => {
    await using caller = await createCaller()
    const first = await held(caller)
    caller.test.clock.advance(LEASE_MS)
    first.letGo()
    const answer = await first.answer
    expect(await caller.ask()).toEqual(answer)
  })
})

describe.each([
  { engine: 'SQLite', missing: undefined, start: startNothing },
  { engine: 'PostgreSQL', missing: noPostgres, start: startEngine },
])('50 at the same time on $engine', ({ missing, start }) => {
  let engine: Awaited<ReturnType<typeof startEngine | typeof startNothing>>
  const createCallerHere = () => createCaller(engine.open)
  beforeAll(async () => {
    engine = missing === undefined ? await start() : startNothing()
  }, 120_000)
  afterAll(() => engine.end())

  it.skipIf(missing !== undefined)('act once, and the others are refused while the one runs', async () => {
    await using caller = await createCallerHere()
    const others = Promise.withResolvers<void>()
    const refusals: unknown[] = []
    const act = async (core: Core) => {
      await others.promise
      return caller.deed(core, testCall(core, 'Import'))
    }
    const calls = Array.from({ length: 50 }, async () => {
      try {
        return await caller.ask({ act })
      } catch (error) {
        refusals.push(error)
        if (refusals.length === 49) others.resolve()
        return undefined
      }
    })
    const answers = (await Promise.all(calls)).filter((answer) => answer !== undefined)
    for (const refusal of refusals) expect(refusal).toEqual(new Fault('clientTokenInUse', { token: 't' }))
    expect(answers).toHaveLength(1)
    expect(await caller.countKeyPairs()).toBe(1)
    expect(await caller.ask()).toEqual(answers[0])
  })

  it.skipIf(missing !== undefined)('act once, and the others wait for the answer', async () => {
    await using caller = await createCallerHere()
    const calls = Array.from({ length: 50 }, () => caller.ask({}, { rules: PATIENT }))
    const [first, ...answers] = await Promise.all(calls)
    for (const answer of answers) expect(answer).toEqual(first)
    expect(caller.deeds).toBe(1)
    expect(await caller.countKeyPairs()).toBe(1)
    expect(await caller.ask()).toEqual(first)
  })
})

/** The one that a core has by itself. */
function startNothing() {
  return { open: undefined, end: () => undefined }
}

/** A database of its own for each test. */
async function startEngine() {
  const server = await startPostgres()
  const template = await createTemplate(server)
  const open = async () => openDatabaseAt(await server.createDatabase(template))
  return { open, end: () => server[Symbol.asyncDispose]() }
}

describe('what a dead process left', () => {
  async function leaveClaim(caller: Caller) {
    const { core, clock } = caller.test
    const key = { ...SCOPE, action: 'Import', token: 't' }
    const claim = {
      holder: 'dead',
      parametersHash: 'x',
      nowMs: clock.now(),
      expiresAtMs: clock.now() + LEASE_MS,
    }
    expect(await core.database.idempotency.claim(key, claim)).toBe(true)
  }
  const rules: RepeatRules = { ...STRICT, otherParameters: 'ignored' }

  it('blocks the token for a minute, not for a day', async () => {
    await using caller = await createCaller()
    await leaveClaim(caller)
    caller.test.clock.advance(LEASE_MS - 1)
    await expect(caller.ask({}, { rules })).rejects.toEqual(new Fault('clientTokenInUse', { token: 't' }))
    caller.test.clock.advance(1)
    expect(await caller.ask({}, { rules })).toHaveProperty('id')
  })

  it('is waited for no longer than that', async () => {
    await using caller = await createCaller()
    await leaveClaim(caller)
    const answer = caller.ask({}, { rules: PATIENT })
    await vi.waitFor(() => {
      caller.test.clock.advance(LEASE_MS)
      expect(caller.deeds).toBe(1)
    }, PATIENCE)
    expect(await answer).toHaveProperty('id')
  })
})

describe('a call that fails with the database', () => {
  /** The same core, whose database is away while `isAway` says so. */
  function failing(caller: Caller) {
    const state = { isAway: false, claimsFail: false }
    const { database } = caller.test.core
    const refuse = () => Promise.reject(new DatabaseError('away'))
    const { idempotency } = database
    const store: IdempotencyStore = {
      async claim(key, claim) {
        const isTaken = await idempotency.claim(key, claim)
        return state.claimsFail ? refuse() : isTaken
      },
      find: (...asked) => idempotency.find(...asked),
      keepAnswer: (...asked) => idempotency.keepAnswer(...asked),
      release: (...asked) => (state.isAway ? refuse() : idempotency.release(...asked)),
      removeExpired: (...asked) => idempotency.removeExpired(...asked),
    }
    const core = { ...caller.test.core, database: { ...database, idempotency: store } }
    return { state, room: { core, rules: STRICT, running: new RunningCalls() } }
  }

  const fail: Repeatable = {
    ...{ token: 't', parameters: {}, givenOnce: [] },
    act: () => Promise.reject(new DatabaseError('away')),
  }

  it.each([
    ['in its change', { isAway: true, claimsFail: false }],
    ['when it took its token', { isAway: true, claimsFail: true }],
  ])('%s gives its token back when that answers again', async (_when, how) => {
    await using caller = await createCaller()
    const { state, room } = failing(caller)
    Object.assign(state, how)
    const call = testCall(caller.test.core, 'Import')
    await expect(answerOnce(room, call, fail)).rejects.toThrow('away')
    await expect(caller.ask()).rejects.toEqual(new Fault('clientTokenInUse', { token: 't' }))
    caller.test.clock.advance(5_000)
    await expect(caller.ask()).rejects.toEqual(new Fault('clientTokenInUse', { token: 't' }))
    Object.assign(state, { isAway: false, claimsFail: false })
    caller.test.clock.advance(1_000)
    await vi.waitFor(async () => expect(await caller.ask()).toHaveProperty('id'), PATIENCE)
    expect(await caller.countKeyPairs()).toBe(1)
  })

  it('keeps its token, if its answer was kept after all', async () => {
    await using caller = await createCaller()
    const { state, room } = failing(caller)
    const call = testCall(caller.test.core, 'Import')
    const before = room.core.database
    // The commit is done, and nobody came to say so.
    const database: Database = {
      ...before,
      async transaction(work, turn) {
        await before.transaction(work, turn)
        state.isAway = true
        throw new DatabaseError('away')
      },
    }
    const act = (core: Core) => caller.deed(core, call)
    const core = { ...room.core, database }
    await expect(answerOnce({ ...room, core }, call, { ...fail, act })).rejects.toThrow('away')
    state.isAway = false
    caller.test.clock.advance(1_000)
    const first = await caller.ask()
    caller.test.clock.advance(1_000)
    expect(await caller.ask()).toEqual(first)
    expect(caller.deeds).toBe(1)
    expect(await caller.countKeyPairs()).toBe(1)
  })
})

describe('a call that does not succeed', () => {
  it.each([
    ['a refusal', () => new Fault('instanceNotSupported', { id: 'i-1' })],
    ['a failure', () => new Error('no')],
  ])('%s takes the change back and frees the token', async (_what, makeError) => {
    await using caller = await createCaller()
    const error = makeError()
    const call = testCall(caller.test.core, 'Import')
    const act: Repeatable['act'] = async (core) => {
      await caller.deed(core, call)
      expect(call.trail.isWritten).toBe(true)
      throw error
    }
    await expect(caller.ask({ act }, { call })).rejects.toBe(error)
    expect(call.trail.isWritten).toBe(false)
    expect(await caller.countKeyPairs()).toBe(0)
    expect(await caller.ask()).toHaveProperty('id')
  })

  it('is refused in its transaction: the token is free', async () => {
    await using caller = await createCaller()
    const act: Repeatable['act'] = async (core) => {
      const wanted = { name: 'x', publicKey: PUBLIC_KEY }
      await importKeyPair(core, testCall(core, 'Import'), { ...keyPairRules, limit: 0 }, wanted)
      return { id: 'never' }
    }
    await expect(caller.ask({ act })).rejects.toMatchObject({ kind: 'quotaExceeded' })
    expect(await caller.ask()).toHaveProperty('id')
  })

  it('changes nothing when its answer cannot be kept', async () => {
    await using caller = await createCaller()
    const wake = vi.spyOn(caller.test.core.dispatcher, 'wake')
    const facts = { trail: testCall(caller.test.core, 'Import').trail }
    const act: Repeatable['act'] = async (core) => {
      await run(core, { ...testCall(core, 'Import'), ...facts })
      return { id: 1n }
    }
    await expect(caller.ask({ act }, { call: facts })).rejects.toThrow(TypeError)
    const found = await caller.test.core.database.instances.findByIds(SCOPE, ['i-new'])
    expect(found).toEqual([])
    expect(facts.trail.isWritten).toBe(false)
    expect(wake).not.toHaveBeenCalled()
    expect(await caller.ask()).toHaveProperty('id')
  })

  it('makes one change at most', async () => {
    await using caller = await createCaller()
    const act: Repeatable['act'] = async (core) => {
      await caller.deed(core, testCall(core, 'Import'))
      return caller.deed(core, testCall(core, 'Import'))
    }
    await expect(caller.ask({ act })).rejects.toThrow('makes one change')
    expect(await caller.countKeyPairs()).toBe(0)
  })
})

describe('the change', () => {
  it('is seen by what the call reads after it', async () => {
    await using caller = await createCaller()
    const act: Repeatable['act'] = async (core) => {
      expect(await core.database.keyPairs.count(SCOPE)).toBe(0)
      await caller.deed(core, testCall(core, 'Import'))
      return { count: await core.database.keyPairs.count(SCOPE) }
    }
    expect(await caller.ask({ act })).toEqual({ count: 1 })
  })

  it('has its operations carried on after the commit', async () => {
    await using caller = await createCaller()
    const { core, driver } = caller.test
    await caller.ask({
      async act(held) {
        await run(held, testCall(core, 'Run'))
        return { id: 'i-new' }
      },
    })
    await vi.waitFor(() => {
      caller.test.clock.advance(1_000)
      expect(driver.deeds).toContain('start i-new')
    }, PATIENCE)
  })

  it('that was none leaves the token free', async () => {
    await using caller = await createCaller()
    expect(await caller.ask({ act: () => Promise.resolve({}) })).toEqual({})
    expect(await caller.ask({ parameters: { name: 'b' } })).toHaveProperty('id')
  })
})

async function run(core: Core, call: Call) {
  const facts = {
    zone: 'zone-1',
    os: 'linux',
    osName: 'Debian 12',
    loginUser: 'root',
    imageId: 'image-1',
  } as const
  const more = {
    type: 'small',
    chargeType: 'postpaid',
    project: '',
    description: '',
    hostName: 'new',
  } as const
  return createInstances(core, call, {
    instances: [{ id: 'i-new', name: 'new', ...facts, ...more, attributes: {}, tags: [] }],
    keyPairs: [],
    plan: planCreate({ first: 'pending', second: 'pending' }),
    isAccountWide: false,
  })
}
