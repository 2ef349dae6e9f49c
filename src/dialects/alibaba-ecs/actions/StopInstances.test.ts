import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  invalid,
  missing,
  REFUSALS,
  refusal,
  REGION,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    instances: [{ id: 'i-a' }, { id: 'i-b' }, { id: 'i-c' }, { id: 'i-stopped', state: 'stopped' }],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function stop(ids: readonly string[], params = {}) {
  const list = Object.fromEntries(ids.map((id, index) => [`InstanceId.${index + 1}`, id]))
  return world.call('StopInstances', { RegionId: REGION, ...list, ...params })
}

describe('parsing', () => {
  it('refuses a call without a region or an instance, or with an unknown mode', async () => {
    expect(refusal(await stop(['i-a'], { RegionId: '' }))).toEqual(missing('RegionId'))
    expect(refusal(await stop([]))).toEqual(missing('InstanceId'))
    expect(refusal(await stop(['i-a'], { StoppedMode: 'Sleep' }))).toEqual(invalid('StoppedMode'))
  })
})

describe('refusals', () => {
  it('stops nothing when one is unknown or already stopped', async () => {
    expect(refusal(await stop(['i-a', 'i-unknown']))).toEqual(REFUSALS.instances)
    expect(refusal(await stop(['i-a', 'i-stopped']))).toEqual(REFUSALS.status)
    expect(await world.show('i-a')).toMatchObject({ Status: 'Running' })
  })

  it('refuses a user without policies', async () => {
    const params = { RegionId: REGION, 'InstanceId.1': 'i-a' }
    expect(refusal(await world.call('StopInstances', params, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('answers a dry run alone, also with SuccessFirst', async () => {
    const params = { DryRun: 'true', BatchOptimization: 'SuccessFirst' }
    expect(refusal(await stop(['i-a', 'i-stopped'], params))).toEqual(REFUSALS.batchDryRun)
    expect(await world.show('i-a')).toMatchObject({ Status: 'Running' })
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
    await world.waitFor('i-a', 'Stopped')
  })

  it('takes back what a running instance shows', async () => {
    await stop(['i-c'], { StoppedMode: 'Not-applicable' })
    await world.waitFor('i-c', 'Stopped')
    expect(await world.show('i-c')).toMatchObject({ StoppedMode: 'KeepCharging' })
  })

  it('stops in economical mode', async () => {
    await stop(['i-b'], { StoppedMode: 'StopCharging', ForceStop: 'true' })
    await world.waitFor('i-b', 'Stopped')
    expect(await world.show('i-b')).toMatchObject({ StoppedMode: 'StopCharging' })
  })
})
