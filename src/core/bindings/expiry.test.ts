import { describe, expect, it, vi } from 'vitest'

import { PATIENCE } from '../../../tests/patience.ts'
import {
  addInstance,
  createTestCore,
  findInstance,
  type TestCore,
  testCall,
} from '../../../tests/test-core.ts'
import { importKeyPair } from '../key-pairs/add.ts'
import { desiredAccess } from '../instances/desired-access.ts'
import { bindKeyPairs } from './bind.ts'
import { BindingExpiry, ON_TOP_AT_ONCE } from './expiry.ts'
import { limitKeyPairs } from './limit.ts'

const KEYS = [
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+',
]
const HOUR_MS = 3_600_000

/** An instance with a pair that stays, and one for an hour. */
async function withTemporary(world: TestCore) {
  const { core, clock } = world
  let number = 0
  const rules = {
    newId: () => `key-${(number += 1)}`,
    ...{ isAccountWide: false, limit: 9, isKeyUnique: false, importTypes: new Set(['ssh-ed25519']) },
  }
  await addInstance(core, 'i-1')
  const addPair = (name: string, publicKey: string) =>
    importKeyPair(core, testCall(core, 'Import'), rules, { name, publicKey })
  for (const publicKey of KEYS) await addPair(publicKey.slice(-6), publicKey)
  await bind(world, 'key-1')
  await bind(world, 'key-2', clock.now() + HOUR_MS)
  return { expiry: new BindingExpiry(core), addPair }
}

async function bind({ core }: TestCore, id: string, expiresAtMs?: number): Promise<void> {
  const end = expiresAtMs === undefined ? {} : { expiresAtMs }
  const request = { keyPairs: [{ id }], instanceIds: ['i-1'], isLive: true, ...end }
  const { outcomes } = await bindKeyPairs(core, testCall(core, 'Bind'), ON_TOP_AT_ONCE, request)
  expect(outcomes[0]?.fault).toBeUndefined()
  await free(core)
}

function free(core: TestCore['core']) {
  return vi.waitFor(async () => {
    expect((await findInstance(core, 'i-1')).currentOperationId).toBeUndefined()
  }, PATIENCE)
}

const bound = async ({ core }: TestCore) => (await findInstance(core, 'i-1')).keyPairIds
const rows = ({ core }: TestCore) => core.database.temporaryBindings.earliest(9)
const ends = async ({ core }: TestCore) =>
  (await core.database.audit.newest('1000000001', 50)).filter(
    ({ action, machine }) => !machine && action === 'EndTemporaryBinding',
  )

/** Moves the clock until no temporary binding is left. */
async function untilGone(world: TestCore): Promise<void> {
  await vi.waitFor(async () => {
    world.clock.advance(3_000)
    expect(await rows(world)).toEqual([])
  }, PATIENCE)
}

describe('a temporary binding', () => {
  it('ends its own key and no other, whatever an instance that was read before says of its pairs', async () => {
    await using world = await createTestCore()
    await using _ = (await withTemporary(world)).expiry
    const instance = await findInstance(world.core, 'i-1')
    for (const keyPairIds of [['key-2', 'key-1'], ['key-2'], []]) {
      const { expiries } = await desiredAccess(world.core.database, { ...instance, keyPairIds })
      expect([...(expiries?.keys() ?? [])]).toEqual([KEYS[1]])
    }
  })

  it('stays until its time, then only itself goes, and the row after it', async () => {
    await using world = await createTestCore()
    await using expiry = (await withTemporary(world)).expiry
    expiry.wake()
    world.clock.advance(HOUR_MS - 60_000)
    expiry.wake()
    expect(await bound(world)).toEqual(['key-1', 'key-2'])
    world.clock.advance(60_000)
    await vi.waitFor(async () => expect(await bound(world)).toEqual(['key-1']), PATIENCE)
    await untilGone(world)
    expect(world.driver.access.get('i-1')?.publicKeys).toEqual([KEYS[0]])
    expect(await ends(world)).toMatchObject([{ changes: [{ verb: 'unbound', detail: 'key-2' }] }])
  })

  it('is ended by one of several processes, also by one that starts later', async () => {
    await using world = await createTestCore()
    await using first = (await withTemporary(world)).expiry
    await using second = new BindingExpiry(world.core)
    world.clock.advance(2 * HOUR_MS)
    first.wake()
    second.wake()
    await vi.waitFor(async () => expect(await bound(world)).toEqual(['key-1']), PATIENCE)
    await untilGone(world)
    expect(await ends(world)).toHaveLength(1)
  })

  it('is ended after all when the machine has failed meanwhile', async () => {
    await using world = await createTestCore()
    await using expiry = (await withTemporary(world)).expiry
    let isBroken = true
    world.driver.beforeStep = (deed) => {
      if (isBroken && deed.startsWith('apply')) throw new Error('the machine is broken')
    }
    world.clock.advance(HOUR_MS)
    expiry.wake()
    await vi.waitFor(async () => {
      world.clock.advance(1_000)
      const { latestOperation } = await findInstance(world.core, 'i-1')
      expect(latestOperation).toMatchObject({ action: 'EndTemporaryBinding', outcome: 'failed' })
    }, PATIENCE)
    isBroken = false
    await untilGone(world)
    expect(await bound(world)).toEqual(['key-1'])
    expect(world.driver.access.get('i-1')?.publicKeys).toEqual([KEYS[0]])
  })

  it.each([
    ['for an hour more', HOUR_MS],
    ['for good', undefined],
  ])('is not taken away when it is bound %s while its end begins', async (_, moreMs) => {
    await using world = await createTestCore()
    await using expiry = (await withTemporary(world)).expiry
    const { clock, core } = world
    const { keyPairs } = core.database
    const find = keyPairs.findAnywhere.bind(keyPairs)
    const ending = Promise.withResolvers<void>()
    // The row was taken up, and seen to be bound.
    vi.spyOn(keyPairs, 'findAnywhere').mockImplementationOnce(async (...asked) => {
      await bind(world, 'key-2', moreMs && clock.now() + moreMs)
      ending.resolve()
      return find(...asked)
    })
    clock.advance(HOUR_MS)
    expiry.wake()
    await ending.promise
    await expiry[Symbol.asyncDispose]()
    const expected = moreMs ? [{ keyPairId: 'key-2', expiresAtMs: clock.now() + moreMs }] : []
    expect(await rows(world)).toMatchObject(expected)
    await free(core)
    expect(await findInstance(core, 'i-1')).toMatchObject({
      ...{ keyPairIds: ['key-1', 'key-2'], latestOperation: { action: 'Bind', outcome: 'succeeded' } },
    })
    expect(world.driver.access.get('i-1')?.publicKeys).toEqual(KEYS)
  })

  it('keeps the row of a pair that is bound for a while again just when it is seen to be gone', async () => {
    await using world = await createTestCore()
    await using expiry = (await withTemporary(world)).expiry
    const { clock, core } = world
    const { bindings } = core.database
    const since = bindings.boundSince.bind(bindings)
    clock.advance(HOUR_MS)
    expiry.wake()
    await vi.waitFor(async () => expect(await bound(world)).toEqual(['key-1']), PATIENCE)
    await free(core)
    const seen = Promise.withResolvers<void>()
    vi.spyOn(bindings, 'boundSince').mockImplementationOnce(async (instance) => {
      const before = await since(instance)
      await bind(world, 'key-2', clock.now() + HOUR_MS)
      seen.resolve()
      return before
    })
    clock.advance(3_000)
    await seen.promise
    await expiry[Symbol.asyncDispose]()
    expect(await rows(world)).toMatchObject([{ keyPairId: 'key-2', expiresAtMs: clock.now() + HOUR_MS }])
  })

  it('stays for good once it is bound without an end', async () => {
    await using world = await createTestCore()
    await using expiry = (await withTemporary(world)).expiry
    await bind(world, 'key-2')
    expect(await rows(world)).toEqual([])
    world.clock.advance(2 * HOUR_MS)
    expiry.wake()
    await expiry[Symbol.asyncDispose]()
    expect(await bound(world)).toEqual(['key-1', 'key-2'])
  })

  it('is told to the machine with its end, each other end as a new version', async () => {
    await using world = await createTestCore()
    const { expiry } = await withTemporary(world)
    await expiry[Symbol.asyncDispose]()
    const [, temporary = ''] = KEYS
    const onMachine = () => world.driver.access.get('i-1')
    const first = world.clock.now() + HOUR_MS
    expect(onMachine()?.expiries).toEqual(new Map([[temporary, first]]))
    const { desiredVersion } = await findInstance(world.core, 'i-1')

    await bind(world, 'key-2', first)
    expect((await findInstance(world.core, 'i-1')).desiredVersion).toBe(desiredVersion)
    await bind(world, 'key-2', first + 1)
    const versions = { desiredVersion: desiredVersion + 1, appliedVersion: desiredVersion + 1 }
    expect(await findInstance(world.core, 'i-1')).toMatchObject(versions)
    expect(onMachine()?.expiries).toEqual(new Map([[temporary, first + 1]]))

    await bind(world, 'key-2')
    expect(onMachine()).toMatchObject({ version: desiredVersion + 2, publicKeys: KEYS })
    expect(onMachine()?.expiries).toBeUndefined()
  })

  it('is pending while the machine could not be told another end, and is told when it is asked for again', async () => {
    await using world = await createTestCore()
    const { expiry } = await withTemporary(world)
    await expiry[Symbol.asyncDispose]()
    const first = world.clock.now() + HOUR_MS
    const later = first + HOUR_MS
    world.driver.beforeStep = () => {
      throw new Error('the machine does not answer')
    }
    const request = { keyPairs: [{ id: 'key-2' }], instanceIds: ['i-1'], isLive: true, expiresAtMs: later }
    await bindKeyPairs(world.core, testCall(world.core, 'Bind'), ON_TOP_AT_ONCE, request)
    await vi.waitFor(async () => {
      world.clock.advance(10_000)
      const { latestOperation, currentOperationId } = await findInstance(world.core, 'i-1')
      expect(latestOperation?.outcome).toBe('failed')
      expect(currentOperationId).toBeUndefined()
    }, PATIENCE)
    const { desiredVersion, appliedVersion } = await findInstance(world.core, 'i-1')
    expect(desiredVersion).toBeGreaterThan(appliedVersion)
    const ends = () => [...(world.driver.access.get('i-1')?.expiries?.values() ?? [])]
    expect(ends()).toEqual([first])
    expect(await rows(world)).toMatchObject([{ keyPairId: 'key-2', expiresAtMs: later }])

    world.driver.beforeStep = () => {}
    await bind(world, 'key-2', later)
    expect(ends()).toEqual([later])
    expect(await findInstance(world.core, 'i-1')).toMatchObject({ appliedVersion: desiredVersion + 1 })
  })

  it('of a key that another pair brings too ends with the last of them, and not while one stays', async () => {
    await using world = await createTestCore()
    const { expiry, addPair } = await withTemporary(world)
    await expiry[Symbol.asyncDispose]()
    const [stays = '', temporary = ''] = KEYS
    const again = await addPair('again', temporary)
    const staysAgain = await addPair('stays again', stays)
    const last = world.clock.now() + 2 * HOUR_MS
    await bind(world, again.id, last)
    await bind(world, staysAgain.id, last)
    const onMachine = () => world.driver.access.get('i-1')
    expect(onMachine()?.expiries).toEqual(new Map([[temporary, last]]))
    await bind(world, again.id)
    expect(onMachine()?.expiries).toBeUndefined()
  })

  it('gives no end to what was bound without one', async () => {
    await using world = await createTestCore()
    const { expiry } = await withTemporary(world)
    await bind(world, 'key-1', world.clock.now() + 1)
    await expiry[Symbol.asyncDispose]()
    expect(await rows(world)).toMatchObject([{ keyPairId: 'key-2' }])
  })
})

describe('an end that is given to what is bound for good', () => {
  const tryLimit = async ({ core }: TestCore, id: string, end: { expiresAtMs: number; beside?: string }) => {
    const request = { keyPairs: [{ id }], instanceIds: ['i-1'], isLive: true, ...end }
    const call = testCall(core, 'Limit')
    const { outcomes } = await limitKeyPairs(core, call, ON_TOP_AT_ONCE, request)
    return { fault: outcomes[0]?.fault, changes: call.trail.changes }
  }

  const limit = async (world: TestCore, id: string, expiresAtMs: number) => {
    const { fault, changes } = await tryLimit(world, id, { expiresAtMs })
    expect(fault).toBeUndefined()
    return changes
  }

  it('is one access version more, which the machine is told, and ends the binding', async () => {
    await using world = await createTestCore()
    await using expiry = (await withTemporary(world)).expiry
    const { desiredVersion } = await findInstance(world.core, 'i-1')
    const endMs = world.clock.now() + HOUR_MS / 2
    const changes = await limit(world, 'key-1', endMs)
    expect(changes).toEqual([{ what: 'binding', verb: 'modified', subject: 'i-1', detail: 'key-1' }])
    await free(world.core)
    const versions = { desiredVersion: desiredVersion + 1, appliedVersion: desiredVersion + 1 }
    expect(await findInstance(world.core, 'i-1')).toMatchObject(versions)
    const onMachine = () => world.driver.access.get('i-1')
    const lateMs = world.clock.now() + HOUR_MS
    expect(onMachine()).toMatchObject({ version: desiredVersion + 1, publicKeys: KEYS })
    expect(onMachine()?.expiries).toEqual(new Map(KEYS.map((key, at) => [key, at === 0 ? endMs : lateMs])))
    world.clock.advance(HOUR_MS / 2)
    expiry.wake()
    await vi.waitFor(async () => expect(await bound(world)).toEqual(['key-2']), PATIENCE)
  })

  it('is given only where the pair is in force that takes its place', async () => {
    await using world = await createTestCore()
    const { expiry, addPair } = await withTemporary(world)
    await expiry[Symbol.asyncDispose]()
    const { id: stranger } = await addPair('stranger', KEYS[1] ?? '')
    const before = await rows(world)
    const end = { expiresAtMs: world.clock.now() + HOUR_MS }
    expect(await tryLimit(world, 'key-1', { ...end, beside: stranger })).toMatchObject({
      fault: { kind: 'keyPairNotBound', detail: { keyPair: stranger } },
    })
    const instance = await findInstance(world.core, 'i-1')
    const { instances } = world.core.database
    await instances.update(instance, { operationId: undefined }, { appliedVersion: 1 })
    const besideTwo = () => tryLimit(world, 'key-1', { ...end, beside: 'key-2' })
    expect(await besideTwo()).toMatchObject({ fault: { kind: 'instanceBusy' } })
    expect(await rows(world)).toEqual(before)
    await instances.update(instance, { operationId: undefined }, { appliedVersion: instance.desiredVersion })
    expect(await besideTwo()).toMatchObject({ fault: undefined })
    expect(await rows(world)).toHaveLength(2)
  })

  it('leaves an end that is there, and binds nothing', async () => {
    await using world = await createTestCore()
    const { expiry, addPair } = await withTemporary(world)
    await expiry[Symbol.asyncDispose]()
    const [, publicKey = ''] = KEYS
    const stranger = await addPair('stranger', publicKey)
    const before = await findInstance(world.core, 'i-1')
    const beforeRows = await rows(world)
    for (const id of ['key-2', stranger.id]) expect(await limit(world, id, world.clock.now() + 1)).toEqual([])
    expect(await rows(world)).toEqual(beforeRows)
    expect(await findInstance(world.core, 'i-1')).toMatchObject({
      ...{ keyPairIds: ['key-1', 'key-2'], desiredVersion: before.desiredVersion },
    })
  })

  it('is kept to by the server where the machine could not be told', async () => {
    await using world = await createTestCore()
    await using expiry = (await withTemporary(world)).expiry
    let isAway = true
    world.driver.beforeStep = () => {
      if (isAway) throw new Error('the machine does not answer')
    }
    const endMs = world.clock.now() + HOUR_MS / 2
    await limit(world, 'key-1', endMs)
    await vi.waitFor(async () => {
      world.clock.advance(10_000)
      expect((await findInstance(world.core, 'i-1')).latestOperation?.outcome).toBe('failed')
    }, PATIENCE)
    const { desiredVersion, appliedVersion } = await findInstance(world.core, 'i-1')
    expect(desiredVersion).toBeGreaterThan(appliedVersion)
    expect(await rows(world)).toMatchObject([{ keyPairId: 'key-1', expiresAtMs: endMs }, {}])
    isAway = false
    world.clock.advance(HOUR_MS / 2)
    expiry.wake()
    await vi.waitFor(async () => {
      world.clock.advance(3_000)
      expect(world.driver.access.get('i-1')?.publicKeys).toEqual([KEYS[1]])
    }, PATIENCE)
  })
})
