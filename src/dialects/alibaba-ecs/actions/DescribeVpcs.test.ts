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
  await runInstance(world)
})
afterAll(() => world[Symbol.asyncDispose]())

function list(params: Record<string, string> = {}) {
  return world.call('DescribeVpcs', { RegionId: REGION, ...params })
}

async function ids(params: Record<string, string> = {}): Promise<readonly string[]> {
  const { body } = await list(params)
  // The shape is asserted in `behaviour`.
  return (body['Vpcs'] as { Vpc: { VpcId: string }[] }).Vpc.map(({ VpcId }) => VpcId)
}

describe('parsing', () => {
  it('wants a region, and a page that can be', async () => {
    expect(refusal(await list({ RegionId: '' }))).toEqual(missing('RegionId'))
    expect(refusal(await list({ PageNumber: '0' }))).toEqual(invalid('PageNumber'))
    expect(refusal(await list({ IsDefault: 'maybe' }))).toEqual(invalid('IsDefault'))
  })
})

describe('refusals', () => {
  it('refuses a user without policies, and a region that does not exist', async () => {
    expect(refusal(await world.call('DescribeVpcs', { RegionId: REGION }, ALICE))).toEqual(REFUSALS.forbidden)
    expect(refusal(await list({ RegionId: 'cn-nowhere' }))).toEqual(REFUSALS.region)
  })
})

describe('behaviour', () => {
  it('shows the default VPC of each region', async () => {
    const { body } = await list({ RegionId: 'cn-beijing' })
    expect(body).toEqual({
      ...{ RequestId: anyText(), TotalCount: 1, PageNumber: 1, PageSize: 10 },
      Vpcs: {
        Vpc: [
          {
            ...{ VpcId: 'vpc-2zedefault', VpcName: 'vpc-2zedefault', RegionId: 'cn-beijing' },
            ...{ Status: 'Available', CidrBlock: '10.64.0.0/10', Description: '', IsDefault: true },
            ...{ VRouterId: 'vrt-2zedefault', CreationTime: '2020-01-01T00:00:00Z' },
            ...{ VSwitchIds: { VSwitchId: ['vsw-2zedefault'] }, UserCidrs: { UserCidr: [] } },
          },
        ],
      },
    })
  })

  it.each<[string, Record<string, string>, string[]]>([
    ['nothing', {}, ['vpc-bp1default', 'vpc-bp1switch']],
    ['default', { IsDefault: 'true' }, ['vpc-bp1default']],
    ['not default', { IsDefault: 'false' }, ['vpc-bp1switch']],
    ['the id of one in use', { VpcId: 'vpc-bp1switch' }, ['vpc-bp1switch']],
    ['ids of which one is new', { VpcId: 'vpc-new,vpc-bp1switch' }, ['vpc-bp1switch', 'vpc-new']],
    ['what is no id', { VpcId: 'mars' }, []],
    ['a page', { PageNumber: '2', PageSize: '1' }, ['vpc-bp1switch']],
  ])('filters by %s', async (_name, filter, expected) => {
    expect(await ids(filter)).toEqual(expected)
  })
})
