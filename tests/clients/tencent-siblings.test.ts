import { api } from 'tencentcloud-sdk-nodejs/tencentcloud/services/api/index.js'
import { cam } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cam/index.js'
import { cdb } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cdb/index.js'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { vpc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vpc/index.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'

// What Terraform's data sources and Packer read beside the instances, as they ask for it.

const SIGNER = { secretId: 'AKIDacmeroot', secretKey: 'acme-root-secret' }
const ACCOUNT = '1000000001'
const SEED = `
accounts:
  - id: "${ACCOUNT}"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${SIGNER.secretId}, secret: ${SIGNER.secretKey} }] }]
instances:
  - { dialect: tencent-cvm, account: acme, region: ap-guangzhou, id: ins-network1 }
`

let keyplane: TestKeyplane
beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED, transitionMs: 50 })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function settings() {
  const httpProfile = { endpoint: keyplane.endpoint, protocol: 'http://' }
  return { credential: SIGNER, region: 'ap-guangzhou', profile: { httpProfile } }
}

describe('what is on offer', () => {
  test('data tencentcloud_instance_types: types of a zone with every field it sets', async () => {
    const client = new cvm.v20170312.Client(settings())
    const Filters = [{ Name: 'zone', Values: ['ap-guangzhou-3'] }]
    const { InstanceTypeQuotaSet } = await client.DescribeZoneInstanceConfigInfos({ Filters })
    expect(InstanceTypeQuotaSet).toContainEqual(
      expect.objectContaining({
        ...{ Zone: 'ap-guangzhou-3', InstanceType: 'S5.MEDIUM4', InstanceChargeType: 'POSTPAID_BY_HOUR' },
        ...{
          Cpu: 2,
          Memory: 4,
          Gpu: 0,
          Fpga: 0,
          InstanceFamily: 'S5',
          Status: 'SELL',
          LocalDiskTypeList: [],
        },
      }),
    )
    const { InstanceFamilyConfigSet } = await client.DescribeInstanceFamilyConfigs()
    expect(InstanceFamilyConfigSet).toContainEqual({
      InstanceFamily: 'S5',
      InstanceFamilyName: 'Standard S5',
    })
  })

  test('data tencentcloud_availability_zones_by_product', async () => {
    const { ZoneSet, TotalCount } = await new api.v20201106.Client(settings()).DescribeZones({
      Product: 'cvm',
    })
    expect(TotalCount).toBe(4)
    expect(ZoneSet[0]).toMatchObject({ Zone: 'ap-guangzhou-3', ZoneState: 'AVAILABLE', ZoneId: '100003' })
  })
})

describe('who asks', () => {
  test('data tencentcloud_user_info: the account itself, which is none of its own users', async () => {
    const client = new cam.v20190116.Client(settings())
    const { Uin, OwnerUin, AppId } = await client.GetUserAppId()
    expect([Uin, OwnerUin, typeof AppId]).toEqual([ACCOUNT, ACCOUNT, 'number'])
    const users = await client.DescribeSubAccounts({ FilterSubAccountUin: [Number(Uin)] })
    expect(users.SubAccounts).toEqual([])
  })
})

describe('networks', () => {
  test('data tencentcloud_vpc_instances: the networks, and then the subnets of each', async () => {
    const client = new vpc.v20170312.Client(settings())
    const page = { Offset: '0', Limit: '100' }
    const { VpcSet = [], TotalCount } = await client.DescribeVpcs(page)
    expect(TotalCount).toBe(1)
    const VpcId = VpcSet[0]?.VpcId ?? ''
    const instances = await new cvm.v20170312.Client(settings()).DescribeInstances({})
    const cloud = instances.InstanceSet?.[0]?.VirtualPrivateCloud
    expect(cloud?.VpcId).toBe(VpcId)
    const Filters = [{ Name: 'vpc-id', Values: [VpcId] }]
    const { SubnetSet } = await client.DescribeSubnets({ Filters, ...page })
    expect(SubnetSet).toMatchObject([{ VpcId, SubnetId: cloud?.SubnetId, Zone: 'ap-guangzhou-3' }])
    // Packer, of a network that is given to it.
    expect((await client.DescribeVpcs({ VpcIds: [VpcId] })).TotalCount).toBe(1)
    await expect(client.DescribeVpcs({ VpcIds: ['vpc-notthere'] })).rejects.toMatchObject({
      code: 'ResourceNotFound',
    })
  })

  test('data tencentcloud_security_groups: each with its instances and its rules', async () => {
    const client = new vpc.v20170312.Client(settings())
    const { SecurityGroupSet = [] } = await client.DescribeSecurityGroups({ Offset: '0', Limit: '100' })
    const SecurityGroupIds = SecurityGroupSet.map(({ SecurityGroupId }) => SecurityGroupId)
    expect(SecurityGroupIds).toEqual(['sg-default1'])
    const counted = await client.DescribeSecurityGroupAssociationStatistics({ SecurityGroupIds })
    expect(counted.SecurityGroupAssociationStatisticsSet).toMatchObject([
      { SecurityGroupId: 'sg-default1', CVM: 0, ENI: 0, CDB: 0, CLB: 0 },
    ])
    const rules = await client.DescribeSecurityGroupPolicies({ SecurityGroupId: 'sg-default1' })
    expect(rules.SecurityGroupPolicySet).toMatchObject({
      Ingress: [{ Protocol: 'ALL', Port: 'ALL', CidrBlock: '0.0.0.0/0', Action: 'ACCEPT' }],
      Egress: [{ Action: 'ACCEPT' }],
    })
  })
})

test('a service that is not here is refused by its own name', async () => {
  const { port } = new URL(keyplane.api)
  const client = new cdb.v20170320.Client({
    ...settings(),
    // Sent here as through a proxy: the request line and the host are those of the service.
    profile: { httpProfile: { protocol: 'http://', proxy: `http://127.0.0.1:${port}` } },
  })
  await expect(client.DescribeDBInstances({})).rejects.toMatchObject({
    code: 'NoSuchProduct',
    message: 'The product `cdb` does not exist.',
  })
})
