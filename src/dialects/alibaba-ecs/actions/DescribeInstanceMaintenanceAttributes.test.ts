import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  anyText,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ instances: [{ id: 'i-a' }, { id: 'i-b' }] })
})
afterAll(() => world[Symbol.asyncDispose]())

const ACTION = 'DescribeInstanceMaintenanceAttributes'

function ask(params: Record<string, string>) {
  return world.call(ACTION, { RegionId: REGION, ...params })
}

describe('parsing', () => {
  it('refuses a call without a region, and ids of another form', async () => {
    expect(refusal(await ask({ RegionId: '' }))).toEqual(missing('RegionId'))
    expect(refusal(await ask({ 'InstanceId.1': 'x' })).slice(0, 2)).toEqual([
      403,
      'Abs.InvalidInstanceIds.MalFormed',
    ])
  })
})

describe('refusals', () => {
  it('refuses a user without policies', async () => {
    expect(refusal(await world.call(ACTION, { RegionId: REGION }, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('tells of the instances that are asked for', async () => {
    expect((await ask({ 'InstanceId.1': 'i-a' })).body).toEqual({
      ...{ RequestId: anyText(), TotalCount: 1, PageNumber: 1, PageSize: 10 },
      MaintenanceAttributes: {
        MaintenanceAttribute: [
          {
            InstanceId: 'i-a',
            ActionOnMaintenance: {
              ...{ Value: 'AutoRecover', DefaultValue: 'AutoRecover' },
              SupportedValues: { SupportedValue: ['Stop', 'AutoRecover', 'AutoRedeploy'] },
            },
            MaintenanceWindows: { MaintenanceWindow: [] },
            NotifyOnMaintenance: false,
          },
        ],
      },
    })
  })

  it('tells of all instances of the region, by page', async () => {
    expect((await ask({ PageSize: '1', PageNumber: '2' })).body).toMatchObject({
      ...{ TotalCount: 2, PageNumber: 2, PageSize: 1 },
      MaintenanceAttributes: { MaintenanceAttribute: [{ InstanceId: 'i-a' }] },
    })
  })
})
