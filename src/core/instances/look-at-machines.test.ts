import { describe, expect, it, onTestFinished, vi } from 'vitest'

import { addInstance, createTestCore, findInstance, testCall } from '../../../tests/test-core.ts'
import type { Core } from '../core.ts'
import { MachineError } from '../machines/driver.ts'
import type { AdmissionRules } from './admit.ts'
import { operatePower } from './power.ts'

const rules: AdmissionRules = {
  mode: 'allOrNothing',
  unknown: 'refusesCall',
  allRefused: 'refusesCall',
  isRegional: true,
  looksAtMachine: true,
  checks: ['state', 'free'],
  allowedStates: ['running', 'stopped'],
}

function reboot(core: Core, instanceIds: readonly string[], changed: Partial<AdmissionRules> = {}) {
  const call = testCall(core, 'Reboot')
  return operatePower(core, call, { ...rules, ...changed }, { verb: 'reboot', instanceIds })
}

describe('looking at machines before a call is let in', () => {
  it('refuses when a running one does not answer, and changes nothing', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    await addInstance(test.core, 'i-dead')
    const before = await findInstance(test.core, 'i-1')
    test.driver.observe = ({ instanceId }) =>
      Promise.resolve({ isReachable: instanceId !== 'i-dead', foreignKeys: [] })

    await expect(reboot(test.core, ['i-1', 'i-dead'])).rejects.toMatchObject({
      kind: 'machineUnreachable',
      detail: { id: 'i-dead' },
    })
    expect(await findInstance(test.core, 'i-1')).toEqual(before)
    expect(await test.core.database.operations.unfinished()).toEqual([])
  })

  it('refuses when the driver fails at one', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1', { state: 'stopped' })
    const cause = new MachineError('the disk is full')
    test.driver.observe = () => Promise.reject(cause)
    await expect(reboot(test.core, ['i-1'])).rejects.toMatchObject({ kind: 'machineFailed', cause })
  })

  it('refuses when one is not done answering in time', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort())
    onTestFinished(() => timeout.mockRestore())
    test.driver.observe = (_machine, signal) => {
      signal.throwIfAborted()
      return Promise.resolve({ isReachable: true, foreignKeys: [] })
    }
    await expect(reboot(test.core, ['i-1'])).rejects.toMatchObject({ kind: 'machineUnreachable' })
  })

  it('does not take a bug for a failing machine', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    test.driver.observe = () => Promise.reject(new TypeError('a bug'))
    await expect(reboot(test.core, ['i-1'])).rejects.toThrow(TypeError)
  })

  it('expects no answer of a stopped one, and looks only where the rules say so', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1')
    await addInstance(test.core, 'i-off', { state: 'stopped' })
    test.driver.observe = () => Promise.resolve({ isReachable: false, foreignKeys: [] })
    expect(await reboot(test.core, ['i-off'])).toHaveLength(1)
    expect(await reboot(test.core, ['i-1'], { looksAtMachine: false })).toHaveLength(1)
  })

  it('leaves an obstacle of the instance itself to be named', async () => {
    await using test = await createTestCore()
    await addInstance(test.core, 'i-1', { state: 'rescue' })
    test.driver.observe = () => Promise.reject(new MachineError('not to be asked'))
    await expect(reboot(test.core, ['i-1'])).rejects.toMatchObject({ kind: 'instanceState' })
    await expect(reboot(test.core, ['i-none'])).rejects.toMatchObject({ kind: 'instanceNotFound' })
  })

  it('blames no machine that was switched off by a call let in meanwhile', async () => {
    await using test = await createTestCore()
    const { core, driver } = test
    await addInstance(core, 'i-1')
    driver.observe = async () => {
      await reboot(core, ['i-1'], { looksAtMachine: false })
      return { isReachable: false, foreignKeys: [] }
    }
    await expect(reboot(core, ['i-1'])).rejects.toMatchObject({ kind: 'instanceState' })
  })
})
