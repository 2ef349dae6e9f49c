import { describe, expect, it } from 'vitest'

import { describePowerOfMany } from '../test-support/power-call.ts'
import { invalid, REFUSALS, refusal } from '../test-support/test-world.ts'

const { world, call: stop } = describePowerOfMany({
  action: 'StopInstances',
  instances: [{ id: 'i-a' }, { id: 'i-b' }, { id: 'i-c' }, { id: 'i-stopped', state: 'stopped' }],
  ready: ['i-a', 'Running'],
  wrong: ['i-stopped'],
})

describe('parsing', () => {
  it('refuses an unknown mode', async () => {
    expect(refusal(await stop(['i-a'], { StoppedMode: 'Sleep' }))).toEqual(invalid('StoppedMode'))
  })
})

describe('behaviour', () => {
  it('answers a dry run alone, also with SuccessFirst', async () => {
    const params = { DryRun: 'true', BatchOptimization: 'SuccessFirst' }
    expect(refusal(await stop(['i-a', 'i-stopped'], params))).toEqual(REFUSALS.batchDryRun)
    expect(await world().show('i-a')).toMatchObject({ Status: 'Running' })
  })

  it('reports an instance that is already stopped with SuccessFirst', async () => {
    const { body } = await stop(['i-a', 'i-stopped'], { BatchOptimization: 'SuccessFirst' })
    expect(body).toMatchObject({
      InstanceResponses: {
        InstanceResponse: [
          { Code: '200', PreviousStatus: 'Running', CurrentStatus: 'Stopping' },
          { Code: 'IncorrectInstanceStatus', PreviousStatus: 'Stopped', CurrentStatus: 'Stopped' },
        ],
      },
    })
    await world().waitFor('i-a', 'Stopped')
  })

  it('takes back what a running instance shows', async () => {
    await stop(['i-c'], { StoppedMode: 'Not-applicable' })
    await world().waitFor('i-c', 'Stopped')
    expect(await world().show('i-c')).toMatchObject({ StoppedMode: 'KeepCharging' })
  })

  it('stops in economical mode', async () => {
    await stop(['i-b'], { StoppedMode: 'StopCharging', ForceStop: 'true' })
    await world().waitFor('i-b', 'Stopped')
    expect(await world().show('i-b')).toMatchObject({ StoppedMode: 'StopCharging' })
  })
})
