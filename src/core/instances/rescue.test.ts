import { describe, expect, it, vi } from 'vitest'

import {
  addInstance,
  createTestCore,
  findInstance,
  type TestCore,
  testCall,
  TRANSITION_MS,
} from '../../../tests/test-core.ts'
import type { AdmissionRules } from './admit.ts'
import type { InstanceState } from './instance.ts'
import { operatePower } from './power.ts'
import { operateRescue } from './rescue.ts'
import { PATIENCE } from '../../../tests/patience.ts'

function rules(...allowedStates: readonly InstanceState[]): AdmissionRules {
  return {
    mode: 'allOrNothing',
    unknown: 'refusesCall',
    allRefused: 'refusesCall',
    isRegional: true,
    checks: ['state', 'free'],
    allowedStates,
  }
}

function enter({ core }: TestCore) {
  const request = { verb: 'enter', instanceIds: ['i-1'], password: 'Rescue-me1' } as const
  return operateRescue(core, testCall(core, 'Enter'), rules('running', 'stopped'), request)
}

function exit({ core }: TestCore) {
  return operateRescue(core, testCall(core, 'Exit'), rules('rescue'), { verb: 'exit', instanceIds: ['i-1'] })
}

async function settle({ core, clock }: TestCore): Promise<void> {
  await vi.waitFor(async () => {
    const { currentOperationId } = await findInstance(core, 'i-1')
    if (currentOperationId) clock.advance(TRANSITION_MS)
    expect(currentOperationId).toBeUndefined()
  }, PATIENCE)
}

describe('operateRescue', () => {
  it('lets only the rescue password in, and the old access again afterwards', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    await enter(test)
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ state: 'entering-rescue' })
    await settle(test)
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ state: 'rescue', passwordHash: '$6$hash' })
    const inRescue = test.driver.access.get('i-1')
    expect(inRescue).toMatchObject({ version: 2, publicKeys: [], allowsPassword: true, isRescue: true })
    expect(inRescue?.passwordHash).not.toBe('$6$hash')

    await exit(test)
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ state: 'exiting-rescue' })
    await settle(test)
    expect(await findInstance(test.core, 'i-1')).toMatchObject({
      state: 'running',
      rescuePasswordHash: undefined,
    })
    const [version, passwordHash] = [3, '$6$hash']
    expect(test.driver.access.get('i-1')).toEqual({
      version,
      publicKeys: [],
      allowsPassword: true,
      passwordHash,
    })
    const cycle = ['stop i-1', 'apply i-1', 'start i-1']
    expect(test.driver.deeds).toEqual([...cycle, ...cycle])
  })

  it('does not stop a machine that is off', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1', { state: 'stopped', stoppedMode: 'keep-charging' })
    await enter(test)
    await settle(test)
    expect(test.driver.deeds).toEqual(['apply i-1', 'start i-1'])
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ state: 'rescue', stoppedMode: undefined })
  })

  it('goes back to the own system when the rescue system does not come up', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    let starts = 0
    test.driver.beforeStep = (deed) => {
      if (deed === 'start i-1' && (starts += 1) <= 3) throw new Error('no rescue')
    }
    await enter(test)
    await settle(test)
    expect(await findInstance(test.core, 'i-1')).toMatchObject({
      state: 'running',
      rescuePasswordHash: undefined,
      latestOperation: { outcome: 'failed', message: 'no rescue' },
    })
    expect(test.driver.access.get('i-1')).toMatchObject({ passwordHash: '$6$hash' })
  })

  it('switches off again a machine that was off when its rescue system comes up too late', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1', { state: 'stopped', stoppedMode: 'keep-charging' })
    const start = test.driver.start.bind(test.driver)
    test.driver.start = async (machine, signal) => {
      await start(machine, signal)
      throw new Error('too late')
    }
    await enter(test)
    await settle(test)
    expect(await findInstance(test.core, 'i-1')).toMatchObject({
      state: 'stopped',
      stoppedMode: 'keep-charging',
      latestOperation: { outcome: 'failed', message: 'too late' },
    })
    expect(test.driver.deeds.slice(-3)).toEqual(['start i-1', 'stop i-1', 'apply i-1'])
  })

  it('boots the own system anew when the rescue system may have come up', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    const start = test.driver.start.bind(test.driver)
    let starts = 0
    test.driver.start = async (machine, signal) => {
      await start(machine, signal)
      if ((starts += 1) <= 3) throw new Error('too late')
    }
    await enter(test)
    await settle(test)
    expect(test.driver.deeds.slice(-4)).toEqual(['start i-1', 'stop i-1', 'apply i-1', 'start i-1'])
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ state: 'running' })
  })

  it.each(['isolate', 'release'] as const)('%s switches off a machine that is in rescue', async (verb) => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1', { chargeType: 'prepaid' })
    await enter(test)
    await settle(test)
    const { desiredVersion } = await findInstance(test.core, 'i-1')
    const request = { verb, instanceIds: ['i-1'] }
    await operatePower(test.core, testCall(test.core, 'Isolate'), rules('rescue'), request)
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ state: 'stopping' })
    await settle(test)
    expect(test.driver.deeds.at(-1)).toBe('stop i-1')
    expect(await findInstance(test.core, 'i-1')).toMatchObject({
      state: 'shutdown',
      rescuePasswordHash: undefined,
      desiredVersion: desiredVersion + 1,
    })
  })

  it('is refused where the driver cannot, and out of the wrong state', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    await expect(exit(test)).rejects.toMatchObject({ kind: 'instanceState', detail: { state: 'running' } })
    Object.assign(test.driver, { capabilities: { ...test.driver.capabilities, rescues: false } })
    await expect(enter(test)).rejects.toMatchObject({ kind: 'powerNotSupported' })
  })
})
