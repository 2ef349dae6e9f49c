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
import { type Description, modifyInstances } from './modify.ts'
import { PATIENCE } from '../../../tests/patience.ts'

const rules: AdmissionRules = {
  mode: 'allOrNothing',
  unknown: 'refusesCall',
  allRefused: 'refusesCall',
  isRegional: true,
  checks: ['state', 'free'],
  allowedStates: ['running', 'stopped'],
}

function modify({ core }: TestCore, changes: Description, reboots = false) {
  const request = { instanceIds: ['i-1'], changes, reboots }
  return modifyInstances(core, testCall(core, 'Modify'), rules, request)
}

describe('modifyInstances', () => {
  it('changes what is given, merges attributes, and is over at once', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1', { attributes: { kept: 1, old: 1 } })
    await modify(test, { name: 'new', attributes: { old: 2 } })
    expect(await findInstance(test.core, 'i-1')).toMatchObject({
      ...{ name: 'new', hostName: 'i-1', attributes: { kept: 1, old: 2 }, state: 'running' },
      ...{ currentOperationId: undefined, latestOperation: { action: 'Modify', outcome: 'succeeded' } },
    })
    expect(test.driver.deeds).toEqual([])
  })

  it('reboots a running machine for a change that needs it', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    await modify(test, { hostName: 'new' }, true)
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ state: 'rebooting', hostName: 'new' })
    await settle(test)
    expect(test.driver.deeds).toEqual(['stop i-1', 'apply i-1', 'start i-1'])
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ state: 'running', hostName: 'new' })
  })

  it('takes the change back when the machine does not reboot', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1', { attributes: { kept: 1 } })
    test.driver.beforeStep = (deed) => {
      if (deed === 'stop i-1') throw new Error('does not stop')
    }
    await modify(test, { hostName: 'new', attributes: { more: 1 } }, true)
    await settle(test)
    const { hostName, attributes, latestOperation } = await findInstance(test.core, 'i-1')
    expect({ hostName, attributes }).toEqual({ hostName: 'i-1', attributes: { kept: 1 } })
    expect(latestOperation).toMatchObject({ outcome: 'failed' })
  })

  it('leaves a machine off that is off', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1', { state: 'stopped' })
    await modify(test, { hostName: 'new' }, true)
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ state: 'stopped', hostName: 'new' })
    expect(test.driver.deeds).toEqual([])
  })

  it('refuses to reboot what the driver cannot switch', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    Object.assign(test.driver, { capabilities: { ...test.driver.capabilities, power: false } })
    await expect(modify(test, { hostName: 'new' }, true)).rejects.toMatchObject({ kind: 'powerNotSupported' })
    expect(await findInstance(test.core, 'i-1')).toMatchObject({ hostName: 'i-1' })
  })
})

async function settle({ core, clock }: TestCore): Promise<void> {
  await vi.waitFor(async () => {
    const { currentOperationId } = await findInstance(core, 'i-1')
    if (currentOperationId) clock.advance(TRANSITION_MS)
    expect(currentOperationId).toBeUndefined()
  }, PATIENCE)
}
