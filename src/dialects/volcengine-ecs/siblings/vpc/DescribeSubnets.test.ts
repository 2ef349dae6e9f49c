import { describe, expect, test } from 'vitest'

import type { Params } from '../../test-support/signed-call.ts'
import { like, rowsOf } from '../../test-support/test-world.ts'
import { describeVpcList, VPC } from '../../test-support/vpc-list.ts'

const SEEDED = 'subnet-ybdefault0000subnet1'
const used = 'subnet-used cn-beijing-b'
const seeded = `${SEEDED} cn-beijing-c`

const world = describeVpcList({
  action: 'DescribeSubnets',
  ids: ['SubnetIds', 'subnet'],
  resources: { instances: [{ id: 'i-seeded', zone: 'cn-beijing-c' }] },
  shown: (reply) => {
    const rows = rowsOf(reply, 'Subnets')
    return rows.map(({ SubnetId, ZoneId }) => `${String(SubnetId)} ${String(ZoneId)}`).toSorted()
  },
  filters: [
    ['nothing', {}, [used, seeded].toSorted()],
    ['an id', { 'SubnetIds.1': 'subnet-used' }, [used]],
    [
      'ids counted from 0',
      { 'SubnetIds.0': 'subnet-used', 'SubnetIds.1': SEEDED },
      [used, seeded].toSorted(),
    ],
    ['an id nobody has used', { 'SubnetIds.1': 'subnet-new' }, ['subnet-new cn-beijing-a']],
    ['what is no id', { 'SubnetIds.1': 'mars' }, []],
    ['the VPC', { VpcId: 'vpc-used' }, [used]],
    ['the zone', { ZoneId: 'cn-beijing-c' }, [seeded]],
    ['the name', { SubnetName: 'subnet-used' }, [used]],
    ['a project', { ProjectName: 'web' }, []],
  ],
})

const ask = (params: Params) => world().call('DescribeSubnets', params, VPC)

describe('parsing', () => {
  test('pages by number', async () => {
    const second = await ask({ PageNumber: '2', PageSize: '1' })
    expect(second.result).toMatchObject({ TotalCount: 2, PageNumber: 2, PageSize: 1 })
    expect(rowsOf(second, 'Subnets')).toHaveLength(1)
  })
})

describe('behaviour', () => {
  test('shows what Terraform reads before it runs an instance', async () => {
    const { result } = await ask({ 'SubnetIds.1': 'subnet-used' })
    expect(result).toEqual({
      Subnets: [
        {
          SubnetId: 'subnet-used',
          SubnetName: 'subnet-used',
          VpcId: 'vpc-used',
          ZoneId: 'cn-beijing-b',
          Status: 'Available',
          CidrBlock: '10.64.0.0/10',
          Description: '',
          ProjectName: 'default',
          IsDefault: false,
        },
      ],
      ...{ TotalCount: 1, PageNumber: 1, PageSize: 20, NextToken: '' },
      RequestId: like(/^\d{14}/),
    })
  })
})
