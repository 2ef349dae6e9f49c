import { describe, expect, it, vi } from 'vitest'

import { PATIENCE } from '../../../tests/patience.ts'
import {
  addInstance,
  createTestCore,
  findInstance,
  type TestCore,
  testCall,
} from '../../../tests/test-core.ts'
import { bindKeyPairs } from '../bindings/bind.ts'
import { ON_TOP_AT_ONCE } from '../bindings/expiry.ts'
import { unbindKeyPairs } from '../bindings/unbind.ts'
import { importKeyPair } from '../key-pairs/add.ts'
import { checkAccess } from './check-access.ts'
import { type DriftMode, settleDrift } from './settle-drift.ts'

const KEYS = ['AAAA', 'BBBB'].map(
  (text) => `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${text.repeat(10)}${text.slice(0, 3)}`,
)

/** A machine that changes while it runs, with these pairs of two bound. */
async function withBound(world: TestCore, ids: readonly string[]): Promise<void> {
  const { core, driver } = world
  let number = 0
  const rules = {
    newId: () => `key-${(number += 1)}`,
    ...{ isAccountWide: false, limit: 9, isKeyUnique: false, importTypes: new Set(['ssh-ed25519']) },
  }
  Object.assign(driver, { capabilities: { ...driver.capabilities, appliesLive: true } })
  await addInstance(core, 'i-1')
  for (const [index, publicKey] of KEYS.entries())
    await importKeyPair(core, testCall(core, 'Import'), rules, { name: `pair-${index + 1}`, publicKey })
  for (const id of ids) await change(world, bindKeyPairs, id)
}

async function begin({ core }: TestCore, verb: typeof bindKeyPairs, id: string): Promise<void> {
  const request = { keyPairs: [{ id }], instanceIds: ['i-1'], isLive: true }
  const { outcomes } = await verb(core, testCall(core, 'Change'), ON_TOP_AT_ONCE, request)
  expect(outcomes[0]?.fault).toBeUndefined()
}

async function change(world: TestCore, verb: typeof bindKeyPairs, id: string): Promise<void> {
  await begin(world, verb, id)
  await free(world)
}

function free({ core }: TestCore): Promise<void> {
  return vi.waitFor(async () => {
    expect((await findInstance(core, 'i-1')).currentOperationId).toBeUndefined()
  }, PATIENCE)
}

/** Checks the machine and settles it, while somebody else does something after the row was read. */
async function settleWhile(world: TestCore, mode: DriftMode, meanwhile: () => Promise<void>) {
  const { core, driver } = world
  driver.observe = async () => {
    await meanwhile()
    const access = driver.access.get('i-1')
    return { isReachable: true, foreignKeys: [], ...(access ? { access } : {}) }
  }
  const instance = await findInstance(core, 'i-1')
  const check = await checkAccess(core, instance, new AbortController().signal)
  const settled = await settleDrift(core, testCall(core, 'CheckHost'), { check, mode })
  await free(world)
  return { state: check.state, settled }
}

async function accessOf({ core, driver }: TestCore) {
  const { keyPairIds, desiredVersion, appliedVersion } = await findInstance(core, 'i-1')
  return { keyPairIds, desiredVersion, appliedVersion, keys: driver.access.get('i-1')?.publicKeys }
}

describe('a drift that is settled', () => {
  it.each([
    ['adopt', 'unbound', ['key-1', 'key-2'], unbindKeyPairs, [KEYS[0]]],
    ['enforce', 'unbound', ['key-1', 'key-2'], unbindKeyPairs, [KEYS[0]]],
    ['adopt', 'bound', ['key-1'], bindKeyPairs, KEYS],
    ['enforce', 'bound', ['key-1'], bindKeyPairs, KEYS],
  ] as const)('by %s leaves a key as it is that was %s while it was looked', async (...the) => {
    const [mode, , before, verb, keys] = the
    await using world = await createTestCore()
    await withBound(world, before)
    let between: unknown
    const result = await settleWhile(world, mode, async () => {
      await change(world, verb, 'key-2')
      between = await accessOf(world)
    })
    expect(result).toEqual({ state: 'drifted', settled: 'changed' })
    expect(await accessOf(world)).toEqual(between)
    expect(between).toMatchObject({ keys })
  })

  it('is left as it is where an operation ran when it began to look', async () => {
    await using world = await createTestCore()
    await withBound(world, ['key-1'])
    const found = world.driver.access.get('i-1')
    vi.spyOn(world.core.dispatcher, 'wake').mockReturnValue()
    await begin(world, bindKeyPairs, 'key-2')
    const instance = await findInstance(world.core, 'i-1')
    world.driver.observe = async () => ({
      isReachable: true,
      foreignKeys: [],
      ...(found ? { access: found } : {}),
    })
    const check = await checkAccess(world.core, instance, new AbortController().signal)
    expect(check).toMatchObject({ state: 'drifted', missingKeys: [KEYS[1]] })
    const settle = () => settleDrift(world.core, testCall(world.core, 'CheckHost'), { check, mode: 'adopt' })
    await expect(settle()).rejects.toMatchObject({ kind: 'instanceBusy' })
    const { currentOperationId } = instance
    // As the last step leaves it.
    await world.core.database.instances.update(
      instance,
      { operationId: currentOperationId },
      { currentOperationId: undefined },
    )
    expect(await settle()).toBe('changed')
    expect((await findInstance(world.core, 'i-1')).keyPairIds).toEqual(['key-1', 'key-2'])
  })

  it.each([
    ['adopt', ['key-2'], [KEYS[1]]],
    ['enforce', ['key-1', 'key-2'], KEYS],
  ] as const)('by %s is settled where only the machine was changed', async (mode, keyPairIds, keys) => {
    await using world = await createTestCore()
    await withBound(world, ['key-1', 'key-2'])
    const { desiredVersion } = await findInstance(world.core, 'i-1')
    const { access } = world.driver
    const result = await settleWhile(world, mode, async () => {
      const found = access.get('i-1')
      if (found) access.set('i-1', { ...found, publicKeys: KEYS.slice(1) })
    })
    expect(result).toMatchObject({ state: 'drifted', settled: { action: 'CheckHost' } })
    const version = desiredVersion + 1
    expect(await accessOf(world)).toEqual({
      keyPairIds,
      desiredVersion: version,
      appliedVersion: version,
      keys,
    })
  })
})
