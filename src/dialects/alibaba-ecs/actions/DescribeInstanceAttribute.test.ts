import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { USER_SECRET, userWith } from '../../kit/policies/test-support/seeded-users.ts'
import {
  ALICE,
  anyText,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  STRANGER,
  type TestWorld,
  textLike,
} from '../test-support/test-world.ts'

const READS_BEIJING = {
  Version: '1',
  Statement: [{ Effect: 'Allow', Action: 'ecs:*', Resource: 'acs:ecs:cn-beijing:*:instance/*' }],
}

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [{ name: 'k1' }],
    instances: [
      { id: 'i-1', zone: 'cn-hangzhou-g', name: 'web', keyPairs: ['k1'] },
      { id: 'i-beijing', region: 'cn-beijing', state: 'banned' },
    ],
    users: [userWith('bob', 'alibaba-ecs', [READS_BEIJING])],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function read(InstanceId: string, how = {}) {
  return world.call('DescribeInstanceAttribute', { InstanceId }, how)
}

describe('parsing', () => {
  it('wants an instance', async () => {
    expect(refusal(await read(''))).toEqual(missing('InstanceId'))
  })
})

describe('refusals', () => {
  it("refuses an unknown instance and another account's", async () => {
    expect(refusal(await read('i-unknown'))).toEqual(REFUSALS.instance)
    expect(refusal(await read('i-1', STRANGER))).toEqual(REFUSALS.instance)
  })

  it('judges by the region of the instance', async () => {
    const bob = { accessKeyId: 'AKbob', secret: USER_SECRET }
    expect(refusal(await read('i-1', ALICE))).toEqual(REFUSALS.forbidden)
    expect(refusal(await read('i-1', bob))).toEqual(REFUSALS.forbidden)
    expect((await read('i-beijing', bob)).status).toBe(200)
  })
})

describe('behaviour', () => {
  it('tells all but the key pair and the system', async () => {
    const { body } = await read('i-1')
    expect(body).toEqual({
      ...{
        RequestId: anyText(),
        InstanceId: 'i-1',
        InstanceName: 'web',
        HostName: anyText(),
        Description: '',
      },
      ...{ RegionId: REGION, ZoneId: 'cn-hangzhou-g', ClusterId: '', Status: 'Running', VlanId: '' },
      ...{ ImageId: anyText(), InstanceType: 'ecs.g6.large', Cpu: 2, Memory: 8192, IoOptimized: 'optimized' },
      ...{ InstanceNetworkType: 'vpc', InstanceChargeType: 'PostPaid', InternetChargeType: 'PayByTraffic' },
      ...{ InternetMaxBandwidthIn: 200, InternetMaxBandwidthOut: 5, CreditSpecification: '' },
      ...{ CreationTime: textLike(/^\d{4}-\d\d-\d\dT\d\d:\d\dZ$/), ExpiredTime: '2099-12-31T15:59Z' },
      ...{ SerialNumber: anyText(), StoppedMode: 'Not-applicable' },
      ...{ EnableJumboFrame: false, EnableNetworkEncryption: false },
      SecurityGroupIds: { SecurityGroupId: ['sg-bp1defaultsecuritygroup'] },
      PublicIpAddress: { IpAddress: [anyText()] },
      InnerIpAddress: { IpAddress: [] },
      EipAddress: { AllocationId: '', Bandwidth: 0, InternetChargeType: '', IpAddress: '' },
      VpcAttributes: {
        ...{ VpcId: '', VSwitchId: '', NatIpAddress: '' },
        PrivateIpAddress: { IpAddress: [anyText()] },
      },
      OperationLocks: { LockReason: [] },
      DedicatedHostAttribute: { DedicatedHostId: '', DedicatedHostName: '' },
      NetworkOptions: { EnableJumboFrame: false, EnableNetworkEncryption: false, BandwidthWeighting: '' },
      SecurityOptions: { EnableSecureBoot: false },
    })
  })

  it('finds an instance in any region, and shows its lock', async () => {
    expect((await read('i-beijing')).body).toMatchObject({
      RegionId: 'cn-beijing',
      OperationLocks: { LockReason: [{ LockReason: 'security' }] },
    })
  })

  it('shows what ModifyInstanceAttribute changed', async () => {
    const changes = {
      EnableJumboFrame: 'true',
      'SecurityGroupIds.1': 'sg-2',
      CreditSpecification: 'Unlimited',
    }
    await world.call('ModifyInstanceAttribute', { InstanceId: 'i-1', ...changes })
    expect((await read('i-1')).body).toMatchObject({
      EnableJumboFrame: true,
      CreditSpecification: 'Unlimited',
      SecurityGroupIds: { SecurityGroupId: ['sg-2'] },
    })
  })

  it('answers XML', async () => {
    const { text } = await read('i-beijing', { form: 'v1-form', format: 'XML' })
    expect(text).toContain('<DescribeInstanceAttributeResponse><RequestId>')
    expect(text).toContain('<LockReason><LockReason>security</LockReason></LockReason>')
    expect(text).toContain('<InnerIpAddress/>')
  })
})
