import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runInstance } from '../test-support/run-instances.ts'
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
  world = await startWorld()
  await runInstance(world)
})
afterAll(() => world[Symbol.asyncDispose]())

function ask(params: Record<string, string> = {}, how = {}) {
  const given = { RegionId: REGION, SecurityGroupId: 'sg-bp1group', ...params }
  return world.call('DescribeSecurityGroupAttribute', given, how)
}

describe('parsing', () => {
  it.each(['RegionId', 'SecurityGroupId'])('wants %s', async (name) => {
    expect(refusal(await ask({ [name]: '' }))).toEqual(missing(name))
  })
})

describe('refusals', () => {
  it('refuses a user without policies, and what cannot be a group', async () => {
    expect(refusal(await ask({}, ALICE))).toEqual(REFUSALS.forbidden)
    expect(refusal(await ask({ SecurityGroupId: 'mars' }))).toEqual([
      404,
      'InvalidSecurityGroupId.NotFound',
      'The specified SecurityGroupId does not exist.',
    ])
  })
})

describe('behaviour', () => {
  it('shows a group without rules', async () => {
    const { body } = await ask({ Direction: 'ingress' })
    expect(body).toEqual({
      ...{ RequestId: anyText(), RegionId: REGION, SecurityGroupId: 'sg-bp1group', VpcId: 'vpc-bp1switch' },
      ...{ SecurityGroupName: 'sg-bp1group', Description: '', InnerAccessPolicy: 'Accept', NextToken: '' },
      Permissions: { Permission: [] },
    })
  })
})
