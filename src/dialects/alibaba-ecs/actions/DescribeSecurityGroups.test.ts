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
  textLike,
} from '../test-support/test-world.ts'

const DEFAULT = 'sg-bp1defaultsecuritygroup'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ instances: [{ id: 'i-a' }, { id: 'i-b', region: 'cn-beijing' }] })
  await runInstance(world)
  await runInstance(world)
})
afterAll(() => world[Symbol.asyncDispose]())

function list(params: Record<string, string> = {}) {
  return world.call('DescribeSecurityGroups', { RegionId: REGION, ...params })
}

async function ids(params: Record<string, string> = {}): Promise<readonly string[]> {
  const { body } = await list(params)
  // The shape is asserted in `behaviour`.
  const { SecurityGroup } = body['SecurityGroups'] as { SecurityGroup: { SecurityGroupId: string }[] }
  return SecurityGroup.map(({ SecurityGroupId }) => SecurityGroupId)
}

describe('parsing', () => {
  it.each([
    [{ RegionId: '' }, missing('RegionId')],
    [{ SecurityGroupIds: 'sg-1' }, invalid('SecurityGroupIds')],
    [{ NextToken: 'x' }, invalid('NextToken')],
    [{ SecurityGroupType: 'odd' }, invalid('SecurityGroupType')],
  ])('refuses %j', async (params, expected) => {
    expect(refusal(await list(params as Record<string, string>))).toEqual(expected)
  })
})

describe('refusals', () => {
  it('refuses a user without policies, and a dry run', async () => {
    const reply = await world.call('DescribeSecurityGroups', { RegionId: REGION }, ALICE)
    expect(refusal(reply)).toEqual(REFUSALS.forbidden)
    expect(refusal(await list({ DryRun: 'true' }))).toEqual(REFUSALS.dryRun)
  })
})

describe('behaviour', () => {
  it('shows a group in the VPC of its instances', async () => {
    const { body } = await list({ SecurityGroupId: 'sg-bp1group' })
    expect(body).toEqual({
      ...{
        RequestId: anyText(),
        RegionId: REGION,
        TotalCount: 1,
        PageNumber: 1,
        PageSize: 10,
        NextToken: '',
      },
      SecurityGroups: {
        SecurityGroup: [
          {
            ...{ SecurityGroupId: 'sg-bp1group', SecurityGroupName: 'sg-bp1group', VpcId: 'vpc-bp1switch' },
            ...{ SecurityGroupType: 'normal', Description: '', ResourceGroupId: '', ServiceManaged: false },
            ...{ EcsCount: 2, AvailableInstanceAmount: 1998, RuleCount: 0, GroupToGroupRuleCount: 0 },
            CreationTime: textLike(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
            Tags: { Tag: [] },
          },
        ],
      },
    })
  })

  it.each<[string, Record<string, string>, string[]]>([
    ['nothing', {}, [DEFAULT, 'sg-bp1group']],
    ['VPC', { VpcId: 'vpc-bp1switch' }, ['sg-bp1group']],
    ['name', { SecurityGroupName: 'sg-bp1group' }, ['sg-bp1group']],
    ['a part of the name', { SecurityGroupName: 'default', FuzzyQuery: 'true' }, [DEFAULT]],
    ['ids of which one is new', { SecurityGroupIds: '["sg-new","sg-bp1group"]' }, ['sg-bp1group', 'sg-new']],
    ['a new id in a VPC', { SecurityGroupId: 'sg-new', VpcId: 'vpc-new' }, ['sg-new']],
    ['what is no id', { SecurityGroupId: 'mars' }, []],
    ['classic networks', { NetworkType: 'classic' }, []],
    ['enterprise groups', { SecurityGroupType: 'enterprise' }, []],
    ['groups of services', { ServiceManaged: 'true' }, []],
    ['resource group', { ResourceGroupId: 'rg-one' }, []],
    ['tag', { 'Tag.1.Key': 'team' }, []],
    ['a page', { PageNumber: '2', PageSize: '1' }, ['sg-bp1group']],
  ])('filters by %s', async (_name, filter, expected) => {
    expect(await ids(filter)).toEqual(expected)
  })

  it('keeps the default group where it is, whoever is in it', async () => {
    await runInstance(world, { SecurityGroupId: DEFAULT })
    const { body } = await list({ SecurityGroupId: DEFAULT })
    const kept = { VpcId: 'vpc-bp1default', CreationTime: '2020-01-01T00:00:00Z', EcsCount: 2 }
    expect(body).toMatchObject({ SecurityGroups: { SecurityGroup: [kept] } })
  })

  it('pages by token', async () => {
    const first = await list({ MaxResults: '1' })
    const NextToken = String(first.body['NextToken'])
    expect(NextToken).not.toBe('')
    const { body } = await list({ MaxResults: '1', NextToken })
    expect(body).toMatchObject({
      NextToken: '',
      SecurityGroups: { SecurityGroup: [{ SecurityGroupId: 'sg-bp1group' }] },
    })
  })
})
