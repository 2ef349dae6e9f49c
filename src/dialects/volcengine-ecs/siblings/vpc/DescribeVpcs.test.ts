import { describe, expect, test } from 'vitest'

import type { Params } from '../../test-support/signed-call.ts'
import { like, rowsOf } from '../../test-support/test-world.ts'
import { describeVpcList, VPC } from '../../test-support/vpc-list.ts'

const DEFAULT = 'vpc-ybdefault0000000vpc01'

const world = describeVpcList({
  action: 'DescribeVpcs',
  ids: ['VpcIds', 'vpc'],
  instance: { 'NetworkInterfaces.1.SecurityGroupIds.1': 'sg-used' },
  shown: (reply) => rowsOf(reply, 'Vpcs').map(({ VpcId }) => String(VpcId)),
  filters: [
    ['nothing', {}, [DEFAULT, 'vpc-used']],
    ['an id', { 'VpcIds.1': 'vpc-used' }, ['vpc-used']],
    ['an id nobody has used', { 'VpcIds.1': 'vpc-new' }, ['vpc-new']],
    ['what is no id', { 'VpcIds.1': 'mars' }, []],
    ['the name', { VpcName: 'vpc-used' }, ['vpc-used']],
    ['default', { IsDefault: 'true' }, [DEFAULT]],
    ['a project', { ProjectName: 'web' }, []],
    ['a tag', { 'TagFilters.1.Key': 'a' }, []],
    ['a page', { PageNumber: '2', PageSize: '1' }, ['vpc-used']],
  ],
})

const ask = (params: Params) => world().call('DescribeVpcs', params, VPC)

describe('behaviour', () => {
  test('shows a VPC with what is in it', async () => {
    const { result } = await ask({ 'VpcIds.1': 'vpc-used' })
    expect(result).toEqual({
      Vpcs: [
        {
          ...{ VpcId: 'vpc-used', VpcName: 'vpc-used', AccountId: '2100000000', ProjectName: 'default' },
          ...{ Status: 'Available', CidrBlock: '10.64.0.0/10', SecondaryCidrBlocks: [], UserCidrBlocks: [] },
          ...{ Description: '', DnsServers: [], IsDefault: false, SubnetIds: ['subnet-used'] },
          ...{ SecurityGroupIds: ['sg-used'], RouteTableIds: ['vtb-used'], NatGatewayIds: [] },
          ...{ NetworkAclNum: '0', AssociateCens: [], Tags: [] },
          ...{ CreationTime: like(/\+08:00$/), UpdateTime: like(/\+08:00$/) },
        },
      ],
      ...{ TotalCount: 1, PageNumber: 1, PageSize: 20, NextToken: '' },
      RequestId: like(/^\d{14}/),
    })
  })

  test('has the default one in every region, with the subnet that DescribeSubnets shows', async () => {
    const { result } = await world().call('DescribeVpcs', {}, { ...VPC, region: 'cn-datong' })
    const SubnetId = 'subnet-ybdefault0000subnet1'
    expect(result).toMatchObject({ Vpcs: [{ VpcId: DEFAULT, IsDefault: true, SubnetIds: [SubnetId] }] })
    const subnets = await world().call(
      'DescribeSubnets',
      { IsDefault: 'true' },
      { ...VPC, region: 'cn-datong' },
    )
    expect(subnets.result).toMatchObject({ Subnets: [{ SubnetId, VpcId: DEFAULT, ZoneId: 'cn-datong-a' }] })
  })

  test('keeps an instance that is made in the default subnet', async () => {
    const here = { region: 'cn-shanghai' }
    await world().call('CreateKeyPair', { KeyPairName: 'there' }, here)
    const made = await world().call(
      'RunInstances',
      {
        ...{ ImageId: 'image-ybubuntu2404lts0x640', InstanceType: 'ecs.g3i.large', KeyPairName: 'there' },
        ...{ InstanceName: 'web', 'Volumes.1.VolumeType': 'ESSD_PL0', ZoneId: 'cn-shanghai-a' },
        'NetworkInterfaces.1.SubnetId': 'subnet-ybdefault0000subnet1',
        'NetworkInterfaces.1.SecurityGroupIds.1': 'sg-ybdefault00000000sg01',
      },
      here,
    )
    expect(rowsOf(made, 'InstanceIds')).toHaveLength(1)
    const { result } = await world().call('DescribeVpcs', {}, { ...VPC, ...here })
    expect(result).toMatchObject({
      TotalCount: 1,
      Vpcs: [{ VpcId: DEFAULT, CreationTime: '2020-01-01T08:00:00+08:00' }],
    })
    const groups = await world().call('DescribeSecurityGroups', {}, { ...VPC, ...here })
    expect(groups.result).toMatchObject({
      TotalCount: 1,
      SecurityGroups: [{ VpcId: DEFAULT, CreationTime: '2020-01-01T08:00:00+08:00' }],
    })
  })
})
