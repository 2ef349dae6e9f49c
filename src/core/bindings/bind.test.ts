import { describe, expect, it, vi } from 'vitest'

import {
  addInstance,
  AT_ONCE as atOnce,
  createTestCore,
  findInstance,
  TRANSITION_MS,
  testCall,
} from '../../../tests/test-core.ts'
import type { Core } from '../core.ts'
import { operatePower } from '../instances/power.ts'
import { importKeyPair } from '../key-pairs/add.ts'
import type { KeyPairRules } from '../key-pairs/key-pair.ts'
import { removeKeyPairs } from '../key-pairs/remove.ts'
import { bindKeyPairs } from './bind.ts'
import type { BindingRules } from './rules.ts'
import { unbindKeyPairs } from './unbind.ts'
import { PATIENCE } from '../../../tests/patience.ts'

const KEYS = [
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+/v7+',
]

const keyPairRules: KeyPairRules = {
  newId: () => `key-${(newKeyNumber += 1)}`,
  isAccountWide: false,
  limit: 100,
  isKeyUnique: false,
  importTypes: new Set(['ssh-ed25519']),
}
let newKeyNumber = 0

const atNextBoot: BindingRules = {
  ...atOnce,
  mode: 'perInstance',
  unknown: 'refusesInstance',
  allRefused: 'answers',
  takesEffect: 'atNextBoot',
}

async function addKeyPair(core: Core, name: string, publicKey = KEYS[0]) {
  return importKeyPair(core, testCall(core, 'Import'), keyPairRules, { name, publicKey: publicKey ?? '' })
}

describe('a bind that takes effect at once', () => {
  it('power-cycles a running machine, shows each state, and frees the instance', async () => {
    await using test = await createTestCore()
    const { core, clock, driver } = test
    await addInstance(core, 'i-1')
    const keyPair = await addKeyPair(core, 'one')

    const call = testCall(core, 'Bind')
    await bindKeyPairs(core, call, atOnce, {
      keyPairs: [{ id: keyPair.id }],
      instanceIds: ['i-1'],
      isForced: true,
    })

    const accepted = await findInstance(core, 'i-1')
    expect(accepted).toMatchObject({ state: 'stopping', keyPairIds: [keyPair.id], allowsPassword: false })
    expect(accepted.latestOperation).toMatchObject({
      action: 'Bind',
      outcome: 'running',
      requestId: call.requestId,
    })
    expect(driver.deeds).toEqual([])

    clock.advance(TRANSITION_MS)
    await vi.waitFor(async () => expect((await findInstance(core, 'i-1')).state).toBe('starting'), PATIENCE)
    expect(driver.deeds).toEqual(['force stop i-1', 'apply i-1'])
    expect(driver.access.get('i-1')).toMatchObject({
      publicKeys: [KEYS[0]],
      allowsPassword: false,
      version: 2,
    })

    clock.advance(TRANSITION_MS)
    await vi.waitFor(async () => expect((await findInstance(core, 'i-1')).state).toBe('running'), PATIENCE)
    const done = await findInstance(core, 'i-1')
    expect(done).toMatchObject({ currentOperationId: undefined, appliedVersion: 2, desiredVersion: 2 })
    expect(done.latestOperation).toMatchObject({ outcome: 'succeeded' })
    expect(test.errors).toEqual([])
  })

  it('refuses the whole call for one bad instance and changes nothing', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'i-good')
    await addInstance(core, 'i-windows', { os: 'windows', osName: 'Windows 2022' })
    const keyPair = await addKeyPair(core, 'one')
    const before = await findInstance(core, 'i-good')

    const request = { keyPairs: [{ id: keyPair.id }], instanceIds: ['i-good', 'i-windows'] }
    await expect(bindKeyPairs(core, testCall(core, 'Bind'), atOnce, request)).rejects.toMatchObject({
      kind: 'instanceIsWindows',
      detail: { id: 'i-windows' },
    })

    expect(await findInstance(core, 'i-good')).toEqual(before)
    expect(await core.database.operations.unfinished()).toEqual([])
  })

  it('tells a second caller that the instance is busy, whatever state is shown', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'i-1')
    const keyPair = await addKeyPair(core, 'one')
    const request = { keyPairs: [{ id: keyPair.id }], instanceIds: ['i-1'] }
    await bindKeyPairs(core, testCall(core, 'Bind'), atOnce, request)

    await expect(bindKeyPairs(core, testCall(core, 'Bind'), atOnce, request)).rejects.toMatchObject({
      kind: 'instanceBusy',
      detail: { isSameAction: true },
    })
    await expect(unbindKeyPairs(core, testCall(core, 'Unbind'), atOnce, request)).rejects.toMatchObject({
      kind: 'instanceBusy',
      detail: { isSameAction: false },
    })
  })

  it('has nothing to do for the pairs that are bound already, and shows that as done', async () => {
    await using test = await createTestCore()
    const { core, driver } = test
    const keyPair = await addKeyPair(core, 'one')
    await addInstance(core, 'i-1', { keyPairIds: [keyPair.id], allowsPassword: false })
    const call = testCall(core, 'Bind')
    await bindKeyPairs(core, call, atOnce, { keyPairs: [{ id: keyPair.id }], instanceIds: ['i-1'] })

    const instance = await findInstance(core, 'i-1')
    expect(instance).toMatchObject({ state: 'running', desiredVersion: 1 })
    expect(instance.latestOperation).toMatchObject({ outcome: 'succeeded', requestId: call.requestId })
    expect(driver.deeds).toEqual([])
  })

  it('of many rivals lets exactly one in', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'i-1')
    const keyPair = await addKeyPair(core, 'one')
    const request = { keyPairs: [{ id: keyPair.id }], instanceIds: ['i-1'] }

    const rivals = Array.from({ length: 20 }, () =>
      bindKeyPairs(core, testCall(core, 'Bind'), atOnce, request),
    )
    const outcomes = await Promise.allSettled(rivals)

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await core.database.operations.unfinished()).toHaveLength(1)
  })

  it('puts keys, password login and power back when the machine refuses, and says why', async () => {
    await using test = await createTestCore()
    const { core, clock, driver } = test
    await addInstance(core, 'i-1')
    const keyPair = await addKeyPair(core, 'one')
    driver.beforeStep = (deed) => {
      if (deed === 'apply i-1' && driver.access.size === 0 && !driver.deeds.includes('failed enough')) {
        attempts += 1
        if (attempts >= 3) driver.deeds.push('failed enough')
        throw new Error('the disk is full')
      }
    }
    let attempts = 0
    await bindKeyPairs(core, testCall(core, 'Bind'), atOnce, {
      keyPairs: [{ id: keyPair.id }],
      instanceIds: ['i-1'],
    })

    await vi.waitFor(async () => {
      clock.advance(TRANSITION_MS)
      expect((await findInstance(core, 'i-1')).currentOperationId).toBeUndefined()
    }, PATIENCE)
    const restored = await findInstance(core, 'i-1')
    expect(restored).toMatchObject({ state: 'running', keyPairIds: [], allowsPassword: true })
    expect(restored.latestOperation).toMatchObject({ outcome: 'failed', message: 'the disk is full' })
    expect(attempts).toBe(3)
    expect(driver.access.get('i-1')).toMatchObject({ publicKeys: [], allowsPassword: true, version: 3 })
    expect(driver.deeds.at(-1)).toBe('start i-1')
  })
})

describe('a bind that waits for the next boot', () => {
  it('is wanted at once and changes nothing on the machine', async () => {
    await using test = await createTestCore()
    const { core, driver } = test
    await addInstance(core, 'i-1')
    const keyPair = await addKeyPair(core, 'one')

    await bindKeyPairs(core, testCall(core, 'Bind'), atNextBoot, {
      keyPairs: [{ name: 'one' }],
      instanceIds: ['i-1'],
    })

    expect(await findInstance(core, 'i-1')).toMatchObject({
      keyPairIds: [keyPair.id],
      state: 'running',
      desiredVersion: 2,
      appliedVersion: 1,
      currentOperationId: undefined,
    })
    expect(driver.deeds).toEqual([])
  })

  it('gives each instance its own outcome, in the order asked for, each id once', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'i-1')
    await addInstance(core, 'i-stopping', { state: 'stopping' })
    await addKeyPair(core, 'one')

    const { outcomes } = await bindKeyPairs(core, testCall(core, 'Bind'), atNextBoot, {
      keyPairs: [{ name: 'one' }],
      instanceIds: ['i-unknown', 'i-1', 'i-stopping', 'i-1'],
    })

    expect(outcomes.map(({ instanceId, fault }) => [instanceId, fault?.kind])).toEqual([
      ['i-unknown', 'instanceNotFound'],
      ['i-1', undefined],
      ['i-stopping', 'instanceState'],
    ])
  })

  it('refuses the call when every instance was refused, if the cloud does so', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'i-windows', { os: 'windows' })
    await addKeyPair(core, 'one')
    const rules: BindingRules = { ...atNextBoot, allRefused: 'refusesCall' }
    const request = { keyPairs: [{ name: 'one' }], instanceIds: ['i-windows'] }

    await expect(bindKeyPairs(core, testCall(core, 'Bind'), rules, request)).rejects.toMatchObject({
      kind: 'instanceIsWindows',
    })
  })

  it('replaces the pairs bound before; with append keeps them', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'i-1')
    const one = await addKeyPair(core, 'one', KEYS[0])
    const two = await addKeyPair(core, 'two', KEYS[1])
    const bind = (name: string, rules: BindingRules) =>
      bindKeyPairs(core, testCall(core, 'Bind'), rules, { keyPairs: [{ name }], instanceIds: ['i-1'] })

    await bind('one', atNextBoot)
    await bind('two', atNextBoot)
    expect((await findInstance(core, 'i-1')).keyPairIds).toEqual([two.id])
    await bind('one', { ...atNextBoot, secondBind: 'append' })
    expect((await findInstance(core, 'i-1')).keyPairIds).toEqual([two.id, one.id])
  })
})

describe('unbinding', () => {
  it('brings a password back that was ever set, and only then', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'i-1')
    await addInstance(core, 'i-2', { passwordHash: undefined, allowsPassword: false })
    await addKeyPair(core, 'one')
    const request = { keyPairs: [{ name: 'one' }], instanceIds: ['i-1', 'i-2'] }
    await bindKeyPairs(core, testCall(core, 'Bind'), atNextBoot, request)
    await unbindKeyPairs(core, testCall(core, 'Unbind'), atNextBoot, request)

    expect(await findInstance(core, 'i-1')).toMatchObject({ keyPairIds: [], allowsPassword: true })
    expect(await findInstance(core, 'i-2')).toMatchObject({ keyPairIds: [], allowsPassword: false })
  })

  it('leaves a pair alone that is not the one named', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'i-1')
    const one = await addKeyPair(core, 'one', KEYS[0])
    await addKeyPair(core, 'two', KEYS[1])
    await bindKeyPairs(core, testCall(core, 'Bind'), atNextBoot, {
      keyPairs: [{ name: 'one' }],
      instanceIds: ['i-1'],
    })

    const { outcomes } = await unbindKeyPairs(core, testCall(core, 'Unbind'), atNextBoot, {
      keyPairs: [{ name: 'two' }],
      instanceIds: ['i-1'],
    })

    expect(outcomes[0]?.fault).toMatchObject({ kind: 'keyPairNotBound', detail: { instanceId: 'i-1' } })
    expect((await findInstance(core, 'i-1')).keyPairIds).toEqual([one.id])
  })

  it('keeps a bound pair from being deleted until it is unbound', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'i-1')
    await addKeyPair(core, 'one')
    const request = { keyPairs: [{ name: 'one' }], instanceIds: ['i-1'] }
    const rules = { isAccountWide: false, mode: 'allOrNothing', unknown: 'refused' } as const
    await bindKeyPairs(core, testCall(core, 'Bind'), atNextBoot, request)

    const remove = () => removeKeyPairs(core, testCall(core, 'Delete'), rules, [{ name: 'one' }])
    await expect(remove()).rejects.toMatchObject({ kind: 'keyPairInUse', detail: { names: ['one'] } })
    await unbindKeyPairs(core, testCall(core, 'Unbind'), atNextBoot, request)
    await remove()
    await expect(remove()).rejects.toMatchObject({ kind: 'keyPairNotFound' })
  })
})

describe('the audit row of a change', () => {
  it('is committed with it, and not at all when it is refused', async () => {
    await using test = await createTestCore()
    const { core } = test
    await addInstance(core, 'i-1')
    const keyPair = await addKeyPair(core, 'one')
    const call = testCall(core, 'Bind')
    await bindKeyPairs(core, call, atNextBoot, { keyPairs: [{ name: 'one' }], instanceIds: ['i-1'] })
    const refused = testCall(core, 'Bind')
    const request = { keyPairs: [{ name: 'none' }], instanceIds: ['i-1'] }
    await expect(bindKeyPairs(core, refused, atNextBoot, request)).rejects.toMatchObject({
      kind: 'keyPairNotFound',
    })

    const rows = await core.database.audit.newest(call.account, 10)
    expect(rows.filter(({ action }) => action === 'Bind')).toMatchObject([
      {
        requestId: call.requestId,
        outcome: 'ok',
        changes: [{ what: 'binding', verb: 'bound', subject: 'i-1', detail: keyPair.id }],
      },
    ])
    expect(refused.trail.isWritten).toBe(false)

    await addInstance(core, 'i-2')
    const half = testCall(core, 'Unbind')
    const both = { keyPairs: [{ name: 'one' }], instanceIds: ['i-1', 'i-2'] }
    const strict: BindingRules = {
      ...atOnce,
      unbind: { whenNoneIsBound: 'refused', whenOthersAreBound: 'refused' },
    }
    await expect(unbindKeyPairs(core, half, strict, both)).rejects.toMatchObject({ kind: 'keyPairNotBound' })
    // What was done for the first instance was rolled back: no row may tell of it.
    expect(half.trail.changes).toEqual([])
  })
})

describe('a machine that changes live and cannot be switched off', () => {
  const live = { appliesLive: true, power: false, transitionMs: 0 }

  async function createLiveCore() {
    const test = await createTestCore()
    Object.assign(test.driver, { capabilities: { ...test.driver.capabilities, ...live } })
    return test
  }

  it.each([
    ['at once', atOnce],
    ['at the next boot', atNextBoot],
  ])('has a change in force %s without a power cycle', async (_name, rules) => {
    await using test = await createLiveCore()
    const { core, driver } = test
    await addInstance(core, 'i-1')
    await addKeyPair(core, 'one')

    await bindKeyPairs(core, testCall(core, 'Bind'), rules, {
      keyPairs: [{ name: 'one' }],
      instanceIds: ['i-1'],
    })

    await vi.waitFor(
      async () => expect((await findInstance(core, 'i-1')).currentOperationId).toBeUndefined(),
      PATIENCE,
    )
    expect(driver.deeds).toEqual(['apply i-1'])
    expect(await findInstance(core, 'i-1')).toMatchObject({
      state: 'running',
      desiredVersion: 2,
      appliedVersion: 2,
    })
  })

  it('is put back without being started when it refuses', async () => {
    await using test = await createLiveCore()
    const { core, clock, driver } = test
    await addInstance(core, 'i-1')
    await addKeyPair(core, 'one')
    let attempts = 0
    driver.beforeStep = () => {
      attempts += 1
      if (attempts <= 3) throw new Error('the disk is full')
    }
    await bindKeyPairs(core, testCall(core, 'Bind'), atOnce, {
      keyPairs: [{ name: 'one' }],
      instanceIds: ['i-1'],
    })

    await vi.waitFor(async () => {
      clock.advance(TRANSITION_MS)
      expect((await findInstance(core, 'i-1')).currentOperationId).toBeUndefined()
    }, PATIENCE)
    expect(driver.deeds).toEqual(['apply i-1'])
    expect(await findInstance(core, 'i-1')).toMatchObject({
      state: 'running',
      keyPairIds: [],
      appliedVersion: 3,
    })
  })

  it('boots again by its own system, with its access in force before', async () => {
    await using test = await createLiveCore()
    const { core, driver } = test
    await addInstance(core, 'i-1')
    const power = { ...atOnce, allowedStates: ['running'] } as const

    const reboot = { verb: 'reboot', instanceIds: ['i-1'] } as const
    await operatePower(core, testCall(core, 'Reboot'), power, reboot)
    await vi.waitFor(async () => expect((await findInstance(core, 'i-1')).state).toBe('running'), PATIENCE)
    expect(driver.deeds).toEqual(['apply i-1', 'reboot i-1'])

    const stop = operatePower(core, testCall(core, 'Stop'), power, { ...reboot, verb: 'stop' })
    await expect(stop).rejects.toMatchObject({ kind: 'powerNotSupported', detail: { id: 'i-1' } })
  })
})
