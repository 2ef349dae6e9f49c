import { describe, expect, test } from 'vitest'

import { missing, refusal } from '../../../kit/tencent/test-support/test-room.ts'
import { cvmRoom, seededInstance } from '../../test-support/cvm-room.ts'

const room = cvmRoom(`instances:\n${seededInstance('ins-default1')}`)
const OWN = { VpcId: 'vpc-aaaaaaaa', SubnetId: 'subnet-aaaaaaaa' }

/** An instance in a network of its own. */
async function runThere(more: object = {}): Promise<string> {
  const { InstanceIdSet } = await room.ok('RunInstances', {
    ...{ Placement: { Zone: 'ap-guangzhou-4' }, ImageId: 'img-eb30mz89', InstanceType: 'S5.MEDIUM2' },
    ...{ VirtualPrivateCloud: OWN, SecurityGroupIds: ['sg-aaaaaaaa'] },
    ...more,
  })
  const [id = ''] = InstanceIdSet as string[]
  await room.settled(id)
  return id
}

async function list(action: string, set: string, params: object = {}) {
  const answer = await room.ok(action, { ...params })
  return { ...answer, rows: answer[set] as Record<string, unknown>[] }
}

const vpcs = (params?: object) => list('DescribeVpcs', 'VpcSet', params)
const subnets = (params?: object) => list('DescribeSubnets', 'SubnetSet', params)
const groups = (params?: object) => list('DescribeSecurityGroups', 'SecurityGroupSet', params)
const where = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] })

describe('networks', () => {
  test('the default one is there from the start, others while an instance is in them', async () => {
    expect((await vpcs()).rows).toEqual([
      expect.objectContaining({
        ...{ VpcId: 'vpc-default1', VpcName: 'Default-VPC', IsDefault: true, CidrBlock: '10.64.0.0/10' },
        ...{ CreatedTime: '2020-01-01 00:00:00', TagSet: [], DnsServerSet: ['183.60.83.19', '183.60.82.98'] },
      }),
    ])
    const id = await runThere()
    const { rows, TotalCount } = { TotalCount: 0, ...(await vpcs()) }
    expect(TotalCount).toBe(2)
    expect(rows[1]).toMatchObject({ VpcId: 'vpc-aaaaaaaa', VpcName: 'vpc-aaaaaaaa', IsDefault: false })
    expect((await subnets(where('vpc-id', 'vpc-aaaaaaaa'))).rows).toMatchObject([
      {
        ...{ SubnetId: 'subnet-aaaaaaaa', VpcId: 'vpc-aaaaaaaa', Zone: 'ap-guangzhou-4', IsDefault: false },
        ...{ TotalIpAddressCount: 4_194_301, AvailableIpAddressCount: 4_194_300, IsCdcSubnet: 0 },
      },
    ])
    expect((await groups()).rows).toMatchObject([
      { SecurityGroupId: 'sg-default1', SecurityGroupName: 'default', ProjectId: '0', IsDefault: true },
      { SecurityGroupId: 'sg-aaaaaaaa', SecurityGroupName: 'sg-aaaaaaaa', IsDefault: false, TagSet: [] },
    ])
    await room.ok('TerminateInstances', { InstanceIds: [id] })
    await expect
      .poll(async () => {
        room.clock.advance(100)
        return (await vpcs()).rows.length
      })
      .toBe(1)
  })

  test('DEFAULT stands for the default network', async () => {
    const id = await runThere({ VirtualPrivateCloud: { VpcId: 'DEFAULT', SubnetId: 'DEFAULT' } })
    expect(await room.instance(id)).toMatchObject({
      VirtualPrivateCloud: { VpcId: 'vpc-default1', SubnetId: 'subnet-default1' },
    })
    const { rows } = await subnets({ SubnetIds: ['subnet-default1'] })
    expect(rows).toMatchObject([{ AvailableIpAddressCount: 4_194_299, Zone: 'ap-guangzhou-3' }])
  })

  test.each([
    [vpcs, 'vpc-id', 'vpc-default1', 'vpc-bbbbbbbb'],
    [vpcs, 'vpc-name', 'Default', 'default'],
    [vpcs, 'is-default', 'TRUE', 'false'],
    [vpcs, 'cidr-block', '10.64.0.0/10', '10.0.0.0/8'],
    [subnets, 'subnet-id', 'subnet-default1', 'subnet-bbbbbbbb'],
    [subnets, 'subnet-name', 'Default', 'default'],
    [subnets, 'zone', 'ap-guangzhou-3', 'ap-guangzhou-7'],
    [subnets, 'is-default', 'true', 'false'],
    [subnets, 'cidr-block', '10.64.0.0/10', '10.0.0.0/8'],
    [subnets, 'is-remote-vpc-snat', 'false', 'true'],
    [subnets, 'is-cdc-subnet', '0', '1'],
    [groups, 'security-group-id', 'sg-default1', 'sg-bbbbbbbb'],
    [groups, 'security-group-name', 'default', 'def'],
    [groups, 'project-id', '0', '7'],
  ])('%o: %s finds with %s and not with %s', async (listed, name, right, wrong) => {
    expect((await listed(where(name, right))).rows[0]).toMatchObject({ IsDefault: true })
    expect((await listed(where(name, wrong))).rows).toEqual([])
    expect((await listed(where('tag:team', 'a'))).rows).toEqual([])
  })

  test('pages by number, subnets also by token', async () => {
    await runThere({ VirtualPrivateCloud: { VpcId: 'vpc-cccccccc', SubnetId: 'subnet-cccccccc' } })
    const everything = (await subnets()).rows.map(({ SubnetId }) => SubnetId)
    expect(everything.length).toBeGreaterThan(1)
    const second = await subnets({ Offset: '1', Limit: '1' })
    expect(second.rows.map(({ SubnetId }) => SubnetId)).toEqual(everything.slice(1, 2))
    const found: unknown[] = []
    let NextToken = ''
    do {
      const page = { NextToken: '', ...(await subnets({ MaxResults: 1, NextToken })) }
      found.push(...page.rows.map(({ SubnetId }) => SubnetId))
      NextToken = page.NextToken
    } while (NextToken !== '')
    expect(found).toEqual(everything)
    const newest = await groups({ OrderField: 'CreatedTime', OrderDirection: 'DESC' })
    expect(newest.rows.at(-1)).toMatchObject({ IsDefault: true })
  })
})

describe('security groups', () => {
  test('count their instances and let everything through', async () => {
    await runThere({ SecurityGroupIds: ['sg-counted1', 'sg-default1'] })
    const SecurityGroupIds = ['sg-counted1', 'sg-default1']
    const counted = await room.ok('DescribeSecurityGroupAssociationStatistics', { SecurityGroupIds })
    expect(counted['SecurityGroupAssociationStatisticsSet']).toEqual(
      SecurityGroupIds.map((SecurityGroupId) => ({
        ...{ SecurityGroupId, CVM: 1, CDB: 0, ENI: 0, SG: 0, CLB: 0, TotalCount: 1 },
        InstanceStatistics: [{ InstanceType: 'CVM', InstanceCount: 1 }],
      })),
    )
    const params = { SecurityGroupId: 'sg-counted1' }
    const { SecurityGroupPolicySet } = await room.ok('DescribeSecurityGroupPolicies', params)
    const rule = {
      Protocol: 'ALL',
      Port: 'ALL',
      CidrBlock: '0.0.0.0/0',
      Action: 'ACCEPT',
      SecurityGroupId: '',
    }
    expect(SecurityGroupPolicySet).toMatchObject({ Version: '0', Ingress: [rule], Egress: [rule] })
  })
})

describe('refusals', () => {
  const noSuch = (id: string) => refusal('ResourceNotFound', `The resource \`${id}\` does not exist.`)
  test.each([
    ['DescribeVpcs', { VpcIds: ['vpc-bbbbbbbb'] }, noSuch('vpc-bbbbbbbb')],
    ['DescribeVpcs', { VpcIds: ['vpc-1'] }, refusal('InvalidParameterValue.Malformed', /`vpc-1`/)],
    [
      'DescribeVpcs',
      { VpcIds: ['vpc-default1'], ...where('is-default', 'true') },
      refusal('InvalidParameter.Coexist', /./),
    ],
    ['DescribeVpcs', where('colour', 'red'), refusal('InvalidParameter.FilterInvalidKey', /`colour`/)],
    ['DescribeVpcs', { Limit: '101' }, refusal('InvalidParameterValue.Range', /`Limit`/)],
    ['DescribeSubnets', { SubnetIds: ['subnet-bbbbbbbb'] }, noSuch('subnet-bbbbbbbb')],
    ['DescribeSubnets', { NextToken: 'x' }, refusal('InvalidParameterValue.Malformed', /`x`/)],
    ['DescribeSubnets', { MaxResults: 0 }, refusal('InvalidParameterValue.Range', /`MaxResults`/)],
    ['DescribeSecurityGroups', { SecurityGroupIds: ['sg-bbbbbbbb'] }, noSuch('sg-bbbbbbbb')],
    ['DescribeSecurityGroupAssociationStatistics', {}, missing('SecurityGroupIds')],
    [
      'DescribeSecurityGroupAssociationStatistics',
      { SecurityGroupIds: ['sg-bbbbbbbb'] },
      noSuch('sg-bbbbbbbb'),
    ],
    ['DescribeSecurityGroupPolicies', { SecurityGroupId: 'sg-bbbbbbbb' }, noSuch('sg-bbbbbbbb')],
  ])('%s %j', async (action, params, expected) => {
    expect(await room.call(action, params)).toEqual(expected)
  })
})
