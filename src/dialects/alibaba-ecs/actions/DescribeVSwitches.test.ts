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

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
  await runInstance(world, { ZoneId: 'cn-hangzhou-g' })
  await runInstance(world, { ZoneId: 'cn-hangzhou-h' })
})
afterAll(() => world[Symbol.asyncDispose]())

function list(params: Record<string, string> = {}) {
  return world.call('DescribeVSwitches', { RegionId: REGION, ...params })
}

async function ids(params: Record<string, string> = {}): Promise<readonly string[]> {
  const { body } = await list(params)
  // The shape is asserted in `behaviour`.
  return (body['VSwitches'] as { VSwitch: { VSwitchId: string }[] }).VSwitch.map(({ VSwitchId }) => VSwitchId)
}

describe('parsing', () => {
  it('wants a region, and a page that can be', async () => {
    expect(refusal(await list({ RegionId: '' }))).toEqual(missing('RegionId'))
    expect(refusal(await list({ PageSize: '0' }))).toEqual(invalid('PageSize'))
  })
})

describe('refusals', () => {
  it('refuses a user without policies', async () => {
    const reply = await world.call('DescribeVSwitches', { RegionId: REGION }, ALICE)
    expect(refusal(reply)).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('shows a switch where its oldest instance is, with the addresses that are left', async () => {
    const { body } = await list({ VSwitchId: 'vsw-bp1switch', VpcId: 'vpc-bp1switch' })
    expect(body).toEqual({
      ...{ RequestId: anyText(), TotalCount: 1, PageNumber: 1, PageSize: 10 },
      VSwitches: {
        VSwitch: [
          {
            ...{ VSwitchId: 'vsw-bp1switch', VSwitchName: 'vsw-bp1switch', VpcId: 'vpc-bp1switch' },
            ...{ ZoneId: 'cn-hangzhou-g', Status: 'Available', CidrBlock: '10.64.0.0/10', Description: '' },
            ...{ IsDefault: false, ResourceGroupId: '', AvailableIpAddressCount: 4194304 - 4 - 2 },
            CreationTime: textLike(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
          },
        ],
      },
    })
  })

  it.each<[string, Record<string, string>, string[]]>([
    ['nothing', {}, ['vsw-bp1default', 'vsw-bp1switch']],
    ['zone', { ZoneId: 'cn-hangzhou-g' }, ['vsw-bp1switch']],
    ['default', { IsDefault: 'true' }, ['vsw-bp1default']],
    ['VPC', { VpcId: 'vpc-bp1default' }, ['vsw-bp1default']],
    ['a VPC nobody has used', { VpcId: 'vpc-new' }, ['vsw-new']],
    ['a switch nobody has used', { VSwitchId: 'vsw-new' }, ['vsw-new']],
    ['a switch in another VPC', { VSwitchId: 'vsw-new', VpcId: 'vpc-bp1switch' }, []],
    ['what is no id', { VSwitchId: 'mars' }, []],
  ])('filters by %s', async (_name, filter, expected) => {
    expect(await ids(filter)).toEqual(expected)
  })

  it('has a place where an instance can be made', async () => {
    const id = await runInstance(world, { VSwitchId: 'vsw-bp1default' })
    expect(await world.show(id)).toMatchObject({
      VpcAttributes: { VpcId: 'vpc-bp1default', VSwitchId: 'vsw-bp1default' },
    })
    expect(await ids({ VpcId: 'vpc-bp1default' })).toEqual(['vsw-bp1default'])
  })
})
