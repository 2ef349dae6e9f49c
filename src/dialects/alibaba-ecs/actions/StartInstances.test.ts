import { describe, expect, it } from 'vitest'

import { describePowerOfMany } from '../test-support/power-call.ts'
import { anyText, invalid, REFUSALS, refusal } from '../test-support/test-world.ts'

const { world, call: start } = describePowerOfMany({
  action: 'StartInstances',
  instances: [
    { id: 'i-a', state: 'stopped' },
    { id: 'i-b', state: 'stopped' },
    { id: 'i-c', state: 'stopped' },
    { id: 'i-running' },
    { id: 'i-beijing', state: 'stopped', region: 'cn-beijing' },
  ],
  ready: ['i-a', 'Stopped'],
  unknown: ['i-unknown', 'i-beijing'],
  wrong: ['i-running'],
})

describe('parsing', () => {
  it('refuses more than 100 ids, and ids of another form', async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `i-none${index}`)
    expect(refusal(await start(ids))).toEqual([
      403,
      'InvalidParameter.TooManyInstanceIds',
      'Instance ids cannot be more than 100.',
    ])
    expect(refusal(await start(['i-a', 'nonsense']))).toEqual([
      403,
      'Abs.InvalidInstanceIds.MalFormed',
      'The specified instanceIds is not valid.',
    ])
    expect(refusal(await start(ids.slice(1)))).toEqual(REFUSALS.instances)
  })

  it('refuses a mode that does not exist', async () => {
    const reply = await start(['i-a'], { BatchOptimization: 'Some' })
    expect(refusal(reply)).toEqual(invalid('BatchOptimization'))
  })
})

describe('behaviour', () => {
  it('starts all of them', async () => {
    const { status, body } = await start(['i-b', 'i-a'])
    expect(status).toBe(200)
    const row = { Code: '200', Message: 'success', PreviousStatus: 'Stopped', CurrentStatus: 'Starting' }
    expect(body).toEqual({
      RequestId: anyText(),
      InstanceResponses: {
        InstanceResponse: [
          { InstanceId: 'i-b', ...row },
          { InstanceId: 'i-a', ...row },
        ],
      },
    })
    await world().waitFor('i-a', 'Running')
  })

  it('starts those it can with SuccessFirst', async () => {
    const { status, body } = await start(['i-running', 'i-c', 'i-unknown'], {
      BatchOptimization: 'SuccessFirst',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      InstanceResponses: {
        InstanceResponse: [
          { Code: 'IncorrectInstanceStatus', PreviousStatus: 'Running', CurrentStatus: 'Running' },
          { Code: '200', InstanceId: 'i-c' },
          { Code: 'InvalidInstanceIds.NotFound', InstanceId: 'i-unknown' },
        ],
      },
    })
    await world().waitFor('i-c', 'Running')
  })
})
