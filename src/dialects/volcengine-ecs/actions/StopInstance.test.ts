import { describe, expect, test } from 'vitest'

import { describePowerOfOne } from '../test-support/power-of-one.ts'
import { malformed, PASSWORD, refusal } from '../test-support/test-world.ts'

const world = describePowerOfOne({
  action: 'StopInstance',
  ready: { password: PASSWORD },
  wrong: { state: 'stopped' },
  more: [
    { id: 'i-bound', password: PASSWORD },
    { id: 'i-mode' },
    { id: 'i-modekeepcharging' },
    { id: 'i-modestopcharging' },
  ],
  passing: 'STOPPING',
  last: 'STOPPED',
})

describe('parsing', () => {
  test.each([
    ['', 'KeepCharging'],
    ['KeepCharging', 'KeepCharging'],
    ['StopCharging', 'StopCharging'],
  ])('takes StoppedMode "%s"', async (StoppedMode, shown) => {
    const id = `i-mode${StoppedMode.toLowerCase()}`
    const reply = await world().call('StopInstance', { InstanceId: id, StoppedMode, ForceStop: 'true' })
    expect(reply.result).toEqual({})
    await world().waitFor(id, 'STOPPED')
    expect(await world().show(id)).toMatchObject({ StoppedMode: shown })
  })
})

describe('refusals', () => {
  test('a bad mode', async () => {
    const params = { InstanceId: 'i-none', StoppedMode: 'Sometimes' }
    expect(refusal(await world().call('StopInstance', params))).toEqual(malformed('StoppedMode'))
  })
})

describe('behaviour', () => {
  test('leaves a pending change pending', async () => {
    await world().call('AttachKeyPair', { 'InstanceIds.1': 'i-bound', KeyPairName: 'one' })
    await world().call('StopInstance', { InstanceId: 'i-bound' })
    await world().waitFor('i-bound', 'STOPPED')
    expect(await world().access('i-bound')).toEqual({ keys: 0, password: true })
  })
})
