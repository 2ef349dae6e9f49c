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

beforeAll(async () => {
  world = await startWorld({ instances: [{ id: 'i-a' }] })
})
afterAll(() => world[Symbol.asyncDispose]())

const ACTION = 'DescribeInstanceAttachmentAttributes'

function ask(params: Record<string, string>) {
  return world.call(ACTION, { RegionId: REGION, ...params })
}

describe('parsing', () => {
  it('refuses a call without a region or ids, and ids that are no list', async () => {
    expect(refusal(await ask({ RegionId: '', InstanceIds: '["i-a"]' }))).toEqual(missing('RegionId'))
    expect(refusal(await ask({}))).toEqual(missing('InstanceIds'))
    expect(refusal(await ask({ InstanceIds: 'i-a' }))).toEqual(invalid('InstanceIds'))
  })
})

describe('refusals', () => {
  it('refuses a user without policies', async () => {
    const params = { RegionId: REGION, InstanceIds: '["i-a"]' }
    expect(refusal(await world.call(ACTION, params, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('tells the private pool that RunInstances was told, none otherwise', async () => {
    const pool = { 'PrivatePoolOptions.MatchCriteria': 'Target', 'PrivatePoolOptions.Id': 'eap-1' }
    const made = await runInstance(world, pool)
    const { body } = await ask({ InstanceIds: JSON.stringify([made, 'i-a', 'i-unknown']) })
    expect(body).toEqual({
      ...{ RequestId: anyText(), TotalCount: 2, PageNumber: 1, PageSize: 10 },
      Instances: {
        Instance: [
          {
            InstanceId: made,
            PrivatePoolOptionsId: 'eap-1',
            PrivatePoolOptionsMatchCriteria: 'Target',
          },
          { InstanceId: 'i-a', PrivatePoolOptionsId: '', PrivatePoolOptionsMatchCriteria: 'None' },
        ],
      },
    })
  })
})
