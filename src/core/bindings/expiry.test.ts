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
import { bindKeyPairs } from './bind.ts'
import { BindingExpiry, ON_TOP_AT_ONCE } from './expiry.ts'

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
  for (const publicKey of KEYS)
    await importKeyPair(core, testCall(core, 'Import'), rules, { name: publicKey.slice(-6), publicKey })
  await bind(world, 'key-1')
  await bind(world, 'key-2', clock.now() + HOUR_MS)
  return { expiry: new BindingExpiry(core) }
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

  it('gives no end to what was bound without one', async () => {
    await using world = await createTestCore()
    const { expiry } = await withTemporary(world)
    await bind(world, 'key-1', world.clock.now() + 1)
    await expiry[Symbol.asyncDispose]()
    expect(await rows(world)).toMatchObject([{ keyPairId: 'key-2' }])
  })
})
