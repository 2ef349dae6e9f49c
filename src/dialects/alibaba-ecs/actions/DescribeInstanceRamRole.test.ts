import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runInstance } from '../test-support/run-instances.ts'
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
let made: string

beforeAll(async () => {
  world = await startWorld({ instances: [{ id: 'i-a' }] })
  made = await runInstance(world, { RamRoleName: 'EcsRole' })
})
afterAll(() => world[Symbol.asyncDispose]())

function ask(params: Record<string, string>) {
  return world.call('DescribeInstanceRamRole', { RegionId: REGION, ...params })
}

describe('parsing', () => {
  it('refuses a call without a region, or without an instance and a role', async () => {
    expect(refusal(await ask({ RegionId: '', InstanceIds: '["i-a"]' }))).toEqual(missing('RegionId'))
    expect(refusal(await ask({}))).toEqual(missing('InstanceIds'))
  })

  it('refuses ids that are no list, and more than 50', async () => {
    const tooMany = JSON.stringify(Array.from({ length: 51 }, (_, n) => `i-${n}`))
    for (const InstanceIds of ['i-a', tooMany]) {
      expect(refusal(await ask({ InstanceIds }))).toEqual(invalid('InstanceIds'))
    }
  })
})

describe('refusals', () => {
  it('refuses a user without policies', async () => {
    const params = { RegionId: REGION, RamRoleName: 'EcsRole' }
    expect(refusal(await world.call('DescribeInstanceRamRole', params, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('tells the roles of instances', async () => {
    const { body } = await ask({ InstanceIds: JSON.stringify([made, 'i-a', 'i-unknown']) })
    expect(body).toEqual({
      ...{ RequestId: anyText(), RegionId: REGION, TotalCount: 2 },
      InstanceRamRoleSets: {
        InstanceRamRoleSet: [
          { InstanceId: made, RamRoleName: 'EcsRole' },
          { InstanceId: 'i-a', RamRoleName: '' },
        ],
      },
    })
  })

  it('finds the instances of a role, by page', async () => {
    const set = (await ask({ RamRoleName: 'EcsRole' })).body['InstanceRamRoleSets']
    expect(set).toEqual({ InstanceRamRoleSet: [{ InstanceId: made, RamRoleName: 'EcsRole' }] })
    expect((await ask({ RamRoleName: 'EcsRole', PageNumber: '2' })).body).toMatchObject({
      TotalCount: 1,
      InstanceRamRoleSets: { InstanceRamRoleSet: [] },
    })
    expect((await ask({ RamRoleName: 'Other' })).body).toMatchObject({ TotalCount: 0 })
  })
})
