import { describe, expect, test } from 'vitest'

import { manyIds, refusal, STRANGER, unknown, like } from '../../kit/tencent/test-support/test-room.ts'
import {
  cvmRoom,
  MALFORMED_INSTANCE,
  seededInstance,
  seededKeyPair,
  tooMany,
} from '../test-support/cvm-room.ts'

const room = cvmRoom(
  'keyPairs:\n' +
    seededKeyPair('skey-aaaaaaaa', 'a', 1) +
    'instances:\n' +
    seededInstance('ins-web00001', 'name: web-1, zone: ap-guangzhou-3, keyPairs: [a]') +
    seededInstance('ins-web00002', 'name: web-2, zone: ap-guangzhou-4, state: stopped') +
    seededInstance('ins-db000001', 'name: db-1, zone: ap-guangzhou-3, os: windows') +
    seededInstance('ins-frozen01', 'name: ice, state: freezing') +
    '  - { dialect: tencent-cvm, account: acme, region: ap-beijing, id: ins-beijing1, name: north }\n',
)

async function ids(params: object, options = {}): Promise<string[]> {
  const { InstanceSet } = await room.ok('DescribeInstances', { ...params }, options)
  return (InstanceSet as { InstanceId: string }[]).map(({ InstanceId }) => InstanceId).toSorted()
}

function filtered(Name: string, ...Values: string[]): Promise<string[]> {
  return ids({ Filters: [{ Name, Values }] })
}

describe('parsing', () => {
  test.each([
    [{ Id: 'x' }, unknown('Id')],
    [{ InstanceIds: ['ins-1122'] }, MALFORMED_INSTANCE],
    [{ InstanceIds: manyIds('ins-', 101) }, tooMany('InstanceIds')],
    [{ Limit: 101 }, refusal('InvalidParameterValue', /`Limit`/)],
    [{ Offset: -1 }, refusal('InvalidParameterValue', /`Offset`/)],
    [{ Filters: [{ Name: 'colour', Values: ['red'] }] }, refusal('InvalidFilter', /`colour`/)],
    [
      { Filters: [{ Name: 'instance-id', Values: ['1', '2', '3', '4', '5', '6'] }] },
      refusal('InvalidFilterValue.LimitExceeded', /more than 5/),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DescribeInstances', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    [
      { InstanceIds: ['ins-web00001'], Filters: [{ Name: 'zone', Values: ['ap-guangzhou-3'] }] },
      refusal('InvalidParameter', 'The parameters `InstanceIds` and `Filters` cannot be given together.'),
    ],
    [
      { Filters: [{ Name: 'zone', Values: ['ap-beijing-3'] }] },
      refusal('InvalidZone.MismatchRegion', /`ap-beijing-3`/),
    ],
    [
      { Filters: [{ Name: 'creation-start-time', Values: ['yesterday'] }] },
      refusal('InvalidParameterValue.InvalidTimeFormat', /creation-start-time/),
    ],
  ])('%j', async (params, expected) => {
    expect(await room.call('DescribeInstances', params)).toEqual(expected)
  })

  test.each([
    ['instance-id', 'ins-1122', 'InvalidInstanceId.Malformed'],
    ['project-id', 'default', 'InvalidParameterValue'],
    ['host-id', 'host-1122', 'InvalidHostId.Malformed'],
    ['vpc-id', 'vpc-1', 'InvalidParameterValue.VpcIdMalformed'],
    ['subnet-id', 'vpc-12345678', 'InvalidParameterValue.SubnetIdMalformed'],
    ['security-group-id', 'sg-ide32', 'InvalidSgId.Malformed'],
    ['uuid', 'abc', 'InvalidParameterValue.UuidMalformed'],
    ['private-ip-address', '10.0.0', 'InvalidParameterValue.IPAddressMalformed'],
    ['public-ip-address', '::1', 'InvalidParameterValue.IPAddressMalformed'],
    ['ipv6-address', '10.0.0.1', 'InvalidParameterValue.IPv6AddressMalformed'],
  ])('the filter %s with %s', async (Name, value, code) => {
    const Filters = [{ Name, Values: [value] }]
    expect(await room.call('DescribeInstances', { Filters })).toEqual(refusal(code, new RegExp(Name)))
  })
})

describe('behaviour', () => {
  test('every field that clients read without looking is there', async () => {
    const instance = await room.instance('ins-web00001')
    expect(instance).toEqual({
      InstanceId: 'ins-web00001',
      InstanceName: 'web-1',
      InstanceType: 'S5.MEDIUM2',
      ImageId: 'img-eb30mz89',
      OsName: 'TencentOS Server 3.1 (TK4)',
      Uuid: like(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      Placement: { Zone: 'ap-guangzhou-3', ProjectId: 0, HostId: '', HostIds: [] },
      CPU: 2,
      Memory: 2,
      RestrictState: 'NORMAL',
      InstanceChargeType: 'POSTPAID_BY_HOUR',
      SystemDisk: {
        DiskType: 'CLOUD_PREMIUM',
        DiskId: like(/^disk-[0-9a-z]{8}$/),
        DiskName: '',
        Encrypt: false,
        DiskSize: 50,
      },
      DataDisks: [],
      PrivateIpAddresses: [like(/^10\./)],
      PublicIpAddresses: [like(/^127\.64\./)],
      InternetAccessible: {
        InternetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
        InternetMaxBandwidthOut: 0,
        PublicIpAssigned: false,
      },
      VirtualPrivateCloud: {
        ...{ VpcId: like(/^vpc-[0-9a-z]{8}$/), AsVpcGateway: false },
        SubnetId: like(/^subnet-[0-9a-z]{8}$/),
        PrivateIpAddresses: instance['PrivateIpAddresses'],
      },
      RenewFlag: null,
      CreatedTime: like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      ExpiredTime: null,
      SecurityGroupIds: [],
      LoginSettings: { KeyIds: ['skey-aaaaaaaa'] },
      InstanceState: 'RUNNING',
      StopChargingMode: 'NOT_APPLICABLE',
      LatestOperation: 'RunInstances',
      LatestOperationState: 'SUCCESS',
      LatestOperationRequestId: instance['Uuid'],
      LatestOperationErrorMsg: '',
      Tags: [],
      ...{ DisasterRecoverGroupId: '', DedicatedClusterId: '', HpcClusterId: '', CamRoleName: '' },
      ...{ IPv6Addresses: [], RdmaIpAddresses: [], DisasterRecoverGroupIds: [], PublicIPv6Addresses: [] },
      IsolatedSource: 'NOTISOLATED',
      LicenseType: 'TencentCloud',
      DisableApiTermination: false,
      DefaultLoginUser: 'root',
      DefaultLoginPort: 22,
    })
    expect(await room.instance('ins-db000001')).toMatchObject({
      ...{ DefaultLoginUser: 'Administrator', DefaultLoginPort: 3389, LoginSettings: { KeyIds: [] } },
    })
    expect(await room.instance('ins-frozen01')).toMatchObject({ RestrictState: 'EXPIRED' })
  })

  test('a region, an account; an unknown id is absent', async () => {
    expect(await ids({})).toEqual(['ins-db000001', 'ins-frozen01', 'ins-web00001', 'ins-web00002'])
    expect(await ids({}, { region: 'ap-beijing' })).toEqual(['ins-beijing1'])
    expect(await ids({}, { signer: STRANGER })).toEqual([])
    expect(await ids({ InstanceIds: ['ins-00000000', 'ins-web00002'] })).toEqual(['ins-web00002'])
  })

  test('pages with the count of all', async () => {
    const { TotalCount, InstanceSet } = await room.ok('DescribeInstances', { Offset: 3, Limit: 2 })
    expect(TotalCount).toBe(4)
    expect(InstanceSet).toHaveLength(1)
  })

  test('filters that the database answers', async () => {
    expect(await filtered('instance-name', 'web')).toEqual(['ins-web00001', 'ins-web00002'])
    expect(await filtered('zone', 'ap-guangzhou-4')).toEqual(['ins-web00002'])
    expect(await filtered('instance-state', 'STOPPED')).toEqual(['ins-web00002'])
    expect(await filtered('instance-state', 'NOWHERE')).toEqual([])
    expect(await filtered('instance-id', 'ins-web00002', 'ins-db000001')).toHaveLength(2)
    expect(await filtered('project-id', '0')).toHaveLength(4)
    expect(await filtered('creation-start-time', '2020-01-01 00:00:00')).toHaveLength(4)
    expect(await filtered('creation-end-time', '2020-01-01 00:00:00')).toEqual([])
    const { PublicIpAddresses } = await room.instance('ins-web00001')
    expect(await filtered('public-ip-address', ...(PublicIpAddresses as string[]))).toEqual(['ins-web00001'])
  })

  test('filters over what only this room knows, also with others and paged', async () => {
    const { Uuid, VirtualPrivateCloud } = await room.instance('ins-web00001')
    expect(await filtered('uuid', String(Uuid))).toEqual(['ins-web00001'])
    expect(await filtered('host-id', 'host-12345678')).toEqual([])
    expect(await filtered('instance-charge-type', 'PREPAID')).toEqual([])
    const vpc = { Name: 'vpc-id', Values: [(VirtualPrivateCloud as { VpcId: string }).VpcId] }
    const Filters = [vpc, { Name: 'instance-name', Values: ['web'] }]
    const { TotalCount, InstanceSet } = await room.ok('DescribeInstances', { Filters, Limit: 1 })
    expect(TotalCount).toBe(2)
    expect(InstanceSet).toHaveLength(1)
  })
})
