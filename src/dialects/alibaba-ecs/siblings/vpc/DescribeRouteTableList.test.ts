import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runInstance } from '../../test-support/run-instances.ts'
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
} from '../../test-support/test-world.ts'

const HOW = { version: '2016-04-28', form: 'v1-get', format: 'JSON' } as const

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
  await runInstance(world)
})
afterAll(() => world[Symbol.asyncDispose]())

function list(params: Record<string, string> = {}, how = {}) {
  return world.call('DescribeRouteTableList', { RegionId: REGION, ...params }, { ...HOW, ...how })
}

async function ids(params: Record<string, string> = {}): Promise<readonly string[]> {
  const { body } = await list(params)
  // The shape is asserted in `behaviour`.
  const { RouterTableListType } = body['RouterTableList'] as { RouterTableListType: { VpcId: string }[] }
  return RouterTableListType.map(({ VpcId }) => VpcId)
}

describe('parsing', () => {
  it('wants a region, and a kind of router that there is', async () => {
    expect(refusal(await list({ RegionId: '' }))).toEqual(missing('RegionId'))
    expect(refusal(await list({ RouterType: 'moon' }))).toEqual(invalid('RouterType'))
  })
})

describe('refusals', () => {
  it('refuses a user without policies', async () => {
    expect(refusal(await list({}, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('shows the one table of a VPC', async () => {
    const { body } = await list({ VpcId: 'vpc-bp1default' })
    expect(body).toEqual({
      ...{ RequestId: anyText(), Code: 'Success', Success: true },
      ...{ TotalCount: 1, PageNumber: 1, PageSize: 10 },
      RouterTableList: {
        RouterTableListType: [
          {
            ...{ RouteTableId: 'vtb-bp1default', RouteTableName: 'vtb-bp1default', Description: '' },
            ...{ RouteTableType: 'System', AssociateType: 'VSwitch', Status: 'Available' },
            ...{ VpcId: 'vpc-bp1default', RouterId: 'vrt-bp1default', RouterType: 'VRouter' },
            ...{ ResourceGroupId: '', VSwitchIds: { VSwitchId: ['vsw-bp1default'] }, Tags: { Tag: [] } },
            ...{ GatewayIds: { GatewayIds: [] }, CreationTime: '2020-01-01T00:00:00Z' },
          },
        ],
      },
    })
  })

  const used = 'vpc-bp1switch'
  it.each<[string, Record<string, string>, string[]]>([
    ['nothing', {}, ['vpc-bp1default', used]],
    ['router', { RouterId: 'vrt-bp1switch', RouterType: 'VRouter' }, [used]],
    ['table', { RouteTableId: 'vtb-bp1switch' }, [used]],
    ['name', { RouteTableName: 'vtb-bp1switch' }, [used]],
    ['border routers', { RouterType: 'VBR' }, []],
    ['border routers of a VPC', { RouterType: 'VBR', VpcId: used }, [used]],
    ['tables of one’s own', { RouteTableType: 'Custom' }, []],
    ['tag', { 'Tag.1.Key': 'team' }, []],
  ])('filters by %s', async (_name, filter, expected) => {
    expect(await ids(filter)).toEqual(expected)
  })
})
