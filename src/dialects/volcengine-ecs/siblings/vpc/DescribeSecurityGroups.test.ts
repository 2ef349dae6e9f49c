import { describe, expect, test } from 'vitest'

import type { Params } from '../../test-support/signed-call.ts'
import { like, rowsOf } from '../../test-support/test-world.ts'
import { describeVpcList, VPC } from '../../test-support/vpc-list.ts'

const DEFAULT = 'sg-ybdefault00000000sg01'

const world = describeVpcList({
  action: 'DescribeSecurityGroups',
  ids: ['SecurityGroupIds', 'sg'],
  instance: { 'NetworkInterfaces.1.SecurityGroupIds.1': 'sg-used' },
  shown: (reply) => rowsOf(reply, 'SecurityGroups').map(({ SecurityGroupId }) => String(SecurityGroupId)),
  filters: [
    ['nothing', {}, [DEFAULT, 'sg-used']],
    ['an id', { 'SecurityGroupIds.1': 'sg-used' }, ['sg-used']],
    ['an id nobody has used', { 'SecurityGroupIds.1': 'sg-new', VpcId: 'vpc-new' }, ['sg-new']],
    ['what is no id', { 'SecurityGroupIds.1': 'mars' }, []],
    ['the VPC', { VpcId: 'vpc-used' }, ['sg-used']],
    ['names', { 'SecurityGroupNames.1': DEFAULT }, [DEFAULT]],
    ['a project', { ProjectName: 'web' }, []],
    ['a tag', { 'TagFilters.1.Key': 'a' }, []],
    ['a page', { PageNumber: '2', PageSize: '1' }, ['sg-used']],
  ],
})

const ask = (params: Params) => world().call('DescribeSecurityGroups', params, VPC)

describe('behaviour', () => {
  test('shows the group of an instance, and the default one', async () => {
    const plain = { Status: 'Available', Description: '', ProjectName: 'default', Tags: [] }
    const { result } = await ask({})
    expect(result).toEqual({
      SecurityGroups: [
        {
          ...{ SecurityGroupId: DEFAULT, SecurityGroupName: DEFAULT, Type: 'default', ...plain },
          ...{ VpcId: 'vpc-ybdefault0000000vpc01', CreationTime: '2020-01-01T08:00:00+08:00' },
        },
        {
          ...{ SecurityGroupId: 'sg-used', SecurityGroupName: 'sg-used', Type: 'normal', ...plain },
          ...{ VpcId: 'vpc-used', CreationTime: like(/\+08:00$/) },
        },
      ],
      ...{ TotalCount: 2, PageNumber: 1, PageSize: 20 },
      RequestId: like(/^\d{14}/),
    })
  })
})
