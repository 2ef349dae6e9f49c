import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  anyText,
  invalid,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    instances: [
      { id: 'i-a', state: 'stopped' },
      { id: 'i-b', state: 'stopped' },
      { id: 'i-c', state: 'stopped' },
      { id: 'i-running' },
      { id: 'i-beijing', state: 'stopped', region: 'cn-beijing' },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function start(ids: readonly string[], params = {}) {
  const list = Object.fromEntries(ids.map((id, index) => [`InstanceId.${index + 1}`, id]))
  return world.call('StartInstances', { RegionId: REGION, ...list, ...params })
}

describe('parsing', () => {
  it('refuses a call without a region or an instance', async () => {
    expect(refusal(await start(['i-a'], { RegionId: '' }))).toEqual(missing('RegionId'))
    expect(refusal(await start([]))).toEqual(missing('InstanceId'))
  })

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

describe('refusals', () => {
  it.each([
    ['i-unknown', REFUSALS.instances],
    ['i-beijing', REFUSALS.instances],
    ['i-running', REFUSALS.status],
  ])('starts nothing when %s is among them', async (id, expected) => {
    expect(refusal(await start(['i-a', id]))).toEqual(expected)
    expect(await world.show('i-a')).toMatchObject({ Status: 'Stopped' })
  })

  it('refuses a user without policies', async () => {
    const params = { RegionId: REGION, 'InstanceId.1': 'i-a' }
    expect(refusal(await world.call('StartInstances', params, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('changes nothing in a dry run', async () => {
    expect(refusal(await start(['i-a'], { DryRun: 'true' }))).toEqual(REFUSALS.batchDryRun)
    expect(await world.show('i-a')).toMatchObject({ Status: 'Stopped' })
  })

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
    await world.waitFor('i-a', 'Running')
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
    await world.waitFor('i-c', 'Running')
  })
})
