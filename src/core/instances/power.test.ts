import { describe, expect, it, vi } from 'vitest'

import {
  addInstance,
  createTestCore,
  findInstance,
  TRANSITION_MS,
  testCall,
  type TestCore,
} from '../../../tests/test-core.ts'
import { change } from '../core.ts'
import type { AdmissionRules } from './admit.ts'
import { changeAccess } from './change-access.ts'
import type { Instance } from './instance.ts'
import { findPowerFault, operatePower, type PowerRequest } from './power.ts'
import { PATIENCE } from '../../../tests/patience.ts'

const rules: AdmissionRules = {
  ...{ mode: 'allOrNothing', unknown: 'refusesCall', allRefused: 'refusesCall', isRegional: true },
  checks: ['state', 'free'],
  allowedStates: ['running', 'stopped'],
}

/** Machines that write their access while they run, of which some can be switched off and on. */
async function createLiveCore(isSwitched: boolean): Promise<TestCore> {
  const test = await createTestCore()
  const abilities = { appliesLive: true, power: 'by-machine' as const }
  Object.assign(test.driver, {
    capabilities: { ...test.driver.capabilities, ...abilities },
    newRecord: () => JSON.stringify(isSwitched ? { switch: 'there' } : {}),
  })
  return test
}

function operate({ core }: TestCore, verb: PowerRequest['verb']) {
  return operatePower(core, testCall(core, verb), rules, { verb, instanceIds: ['i-1'] })
}

async function settled({ core, clock }: TestCore): Promise<Instance> {
  await vi.waitFor(async () => {
    clock.advance(TRANSITION_MS)
    expect((await findInstance(core, 'i-1')).currentOperationId).toBeUndefined()
  }, PATIENCE)
  return findInstance(core, 'i-1')
}

describe('a machine that can be switched, of a driver whose machines differ', () => {
  it('is switched off and on, with its access in force after the start', async () => {
    await using test = await createLiveCore(true)
    await addInstance(test.core, 'i-1')
    await operate(test, 'stop')
    expect(await settled(test)).toMatchObject({ state: 'stopped' })
    await operate(test, 'start')
    expect(await settled(test)).toMatchObject({ state: 'running' })
    expect(test.driver.deeds).toEqual(['stop i-1', 'start i-1', 'apply i-1'])
  })

  it('reboots by itself, and stays on in the recycle bin', async () => {
    await using test = await createLiveCore(true)
    await addInstance(test.core, 'i-1')
    await operate(test, 'reboot')
    await settled(test)
    await operate(test, 'isolate')
    expect(await settled(test)).toMatchObject({ state: 'shutdown' })
    expect(test.driver.deeds).toEqual(['apply i-1', 'reboot i-1'])
  })

  it('is switched on again, then given its access, when it could not be switched off', async () => {
    await using test = await createLiveCore(true)
    await addInstance(test.core, 'i-1')
    test.driver.beforeStep = (deed) => {
      if (deed === 'stop i-1') throw new Error('no answer')
    }
    await operate(test, 'stop')
    const { state, latestOperation } = await settled(test)
    expect(state).toBe('running')
    expect(latestOperation).toMatchObject({ outcome: 'failed', message: 'no answer' })
    expect(test.driver.deeds).toEqual(['start i-1', 'apply i-1'])
  })

  it('is switched off again when it did not start, and has no access written while it is off', async () => {
    await using test = await createLiveCore(true)
    await addInstance(test.core, 'i-1', { state: 'stopped' })
    test.driver.beforeStep = (deed) => {
      if (deed === 'start i-1') throw new Error('no answer')
    }
    await operate(test, 'start')
    expect(await settled(test)).toMatchObject({ state: 'stopped', latestOperation: { outcome: 'failed' } })
    expect(test.driver.deeds).toEqual(['stop i-1'])
  })

  it('that is off has a change of access pending until its start', async () => {
    await using test = await createLiveCore(true)
    const { core } = test
    const instance = await addInstance(core, 'i-1', { state: 'stopped' })
    const call = testCall(core, 'Bind')
    const wanted = { allowsPassword: false }
    const begun = await change(core, call, (tx) =>
      changeAccess({ core, tx, call }, instance, wanted, { takesEffect: 'atOnce' }),
    )
    core.dispatcher.wake(begun)
    const changed = await settled(test)
    expect(changed).toMatchObject({ state: 'stopped', desiredVersion: 2, appliedVersion: 1 })
    expect(changed.latestOperation).toMatchObject({ outcome: 'succeeded' })
    expect(test.driver.deeds).toEqual([])
    await operate(test, 'start')
    expect(await settled(test)).toMatchObject({ state: 'running', appliedVersion: 2 })
  })
})

describe('a machine that cannot be switched, of the same driver', () => {
  it.each(['start', 'stop'] as const)('is refused a %s, and foreseen to be', async (verb) => {
    await using test = await createLiveCore(false)
    const instance = await addInstance(test.core, 'i-1')
    await expect(operate(test, verb)).rejects.toMatchObject({
      kind: 'powerNotSupported',
      detail: { id: 'i-1' },
    })
    expect(await findPowerFault(test.core, instance, verb)).toMatchObject({ kind: 'powerNotSupported' })
    expect(await findPowerFault(test.core, instance, 'reboot')).toBeUndefined()
    expect(test.driver.deeds).toEqual([])
  })
})

describe('letting go', () => {
  it('forgets an instance without touching its machine', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    await operate(test, 'forget')
    await vi.waitFor(
      () => expect(findInstance(test.core, 'i-1')).rejects.toThrow('there is no instance'),
      PATIENCE,
    )
    expect(await test.core.database.machines.find('test-cloud/1000000001/i-1')).toBeUndefined()
    expect(test.driver.deeds).toEqual([])
  })

  it('keeps an instance whose machine did not let go, when it could be put back', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    test.driver.beforeStep = (deed) => {
      if (deed === 'remove i-1') throw new Error('the disk is full')
    }
    await operate(test, 'terminate')
    const { state, latestOperation } = await settled(test)
    expect(state).toBe('running')
    expect(latestOperation).toMatchObject({ outcome: 'failed', message: 'the disk is full' })
  })
})
