import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { heldClock } from '../../../../tests/held-clock.ts'
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

const LINUX = 'aliyun_3_x64_20G_alibase_20240819.vhd'
const WINDOWS = 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ keyPairs: [{ name: 'k1' }, { name: 'beijing', region: 'cn-beijing' }] })
})
afterAll(() => world[Symbol.asyncDispose]())

function run(params = {}) {
  return world.call('RunInstances', {
    RegionId: REGION,
    ImageId: LINUX,
    InstanceType: 'ecs.g6.large',
    SecurityGroupId: 'sg-bp15ed6xe1yxeycg7o****',
    ...params,
  })
}

async function runIds(params = {}): Promise<string[]> {
  const { body } = await run(params)
  // The shape is asserted in `behaviour`.
  return (body['InstanceIdSets'] as { InstanceIdSet: string[] }).InstanceIdSet
}

async function runOne(params = {}): Promise<string> {
  const [id] = await runIds(params)
  return String(id)
}

function malformed(name: string) {
  return [400, `Invalid${name}.Malformed`, `The specified parameter "${name}" is not valid.`]
}

function notFound(name: string) {
  return [404, `Invalid${name}.NotFound`, `The specified ${name} does not exist.`]
}

describe('parsing', () => {
  it.each(['RegionId', 'ImageId', 'InstanceType', 'SecurityGroupId'])(
    'refuses a call without %s',
    async (name) => {
      // What is missing is complained about before what is wrong.
      expect(refusal(await run({ [name]: '', Description: 'x' }))).toEqual(missing(name))
    },
  )

  it('takes security groups as a list or with a network interface', async () => {
    for (const name of [
      'SecurityGroupIds.1',
      'NetworkInterface.1.SecurityGroupId',
      'NetworkInterface.1.SecurityGroupIds.1',
    ]) {
      const id = await runOne({ SecurityGroupId: '', [name]: 'sg-2' })
      expect(await world.show(id)).toMatchObject({ SecurityGroupIds: { SecurityGroupId: ['sg-2'] } })
    }
  })

  it.each([
    [{ Amount: '0' }, [403, 'InvalidParam.Amount', 'The specified parameter Amount is not valid.']],
    [{ Amount: '101' }, [403, 'InvalidParam.Amount', 'The specified parameter Amount is not valid.']],
    [{ MinAmount: '2' }, [403, 'InvalidParam.Amount', 'The specified parameter Amount is not valid.']],
    [{ Amount: 'x' }, invalid('Amount')],
    [{ Password: 'weak' }, malformed('Password')],
    [{ Password: 'Passw0rd!', PasswordInherit: 'true' }, malformed('Password')],
    [{ InstanceName: '1' }, malformed('InstanceName')],
    [{ InstanceName: 'web[1,9]' }, malformed('InstanceName')],
    [{ InstanceName: 'web[1,3' }, malformed('InstanceName')],
    [{ HostName: 'web[1,7]' }, malformed('HostName')],
    [{ HttpPutResponseHopLimit: '0' }, invalid('HttpPutResponseHopLimit')],
    [{ SpotPriceLimit: 'x' }, invalid('SpotPriceLimit')],
    [{ HostName: '-' }, malformed('HostName')],
    [{ HostName: 'web', 'HostNames.1': 'web' }, malformed('HostName')],
    [{ Description: 'x' }, malformed('Description')],
    [{ UserData: '§' }, malformed('UserData')],
    [{ UserData: Buffer.alloc(32 * 1024 + 1).toString('base64') }, malformed('UserData')],
    [{ ClientToken: 'x'.repeat(65) }, invalid('ClientToken')],
    [{ InstanceChargeType: 'Free' }, invalid('InstanceChargeType')],
    [{ InternetMaxBandwidthOut: '101' }, invalid('InternetMaxBandwidthOut')],
    [{ SecurityGroupId: 'x' }, notFound('SecurityGroupId')],
    [{ VSwitchId: 'x' }, notFound('VSwitchId')],
  ])('refuses %j', async (params, expected) => {
    expect(refusal(await run(params))).toEqual(expected)
  })
})

const UNKNOWN_TYPE = [
  403,
  'InvalidInstanceType.ValueNotSupported',
  'The specified InstanceType beyond the permitted range.',
]

describe('refusals', () => {
  it.each([
    [{ ZoneId: 'cn-beijing-a' }, notFound('ZoneId')],
    [{ ImageId: 'no image' }, notFound('ImageId')],
    [{ InstanceType: 'big' }, UNKNOWN_TYPE],
    [{ InstanceType: 'ecs.g6.9999xlarge' }, UNKNOWN_TYPE],
    [{ InstanceType: `ecs.g6.t${'9'.repeat(99)}xlarge` }, UNKNOWN_TYPE],
    [
      { KeyPairName: 'nobody' },
      [
        404,
        'InvalidKeyPairName.NotFound',
        'The specified parameter KeyPairName does not exist in our records.',
      ],
    ],
    [
      { KeyPairName: 'beijing', DryRun: 'true' },
      [
        404,
        'InvalidKeyPairName.NotFound',
        'The specified parameter KeyPairName does not exist in our records.',
      ],
    ],
    [
      { KeyPairName: 'k1', IoOptimized: 'none' },
      [
        400,
        'InvalidInstanceType.ValueNotSupported',
        'The specified parameter "KeyPairName" only support IoOptimized Instance.',
      ],
    ],
    [
      { KeyPairName: 'k1', ImageId: WINDOWS },
      [
        403,
        'DependencyViolation.WindowsInstance',
        'The instance creating is window, cannot use ssh key pair to login.',
      ],
    ],
    [{ ImageId: WINDOWS, Password: '/Passw0rd!' }, malformed('Password')],
    [{ ImageId: WINDOWS, HostName: 'longer-than-fifteen' }, malformed('HostName')],
    [{ ImageId: WINDOWS, HostName: 'web-server[1,6]' }, malformed('HostName')],
    [{ ImageId: WINDOWS, 'HostNames.1': 'a.b' }, malformed('HostName')],
    [
      { InstanceType: 'ecs.g8y.large' },
      [
        403,
        'ImageNotSupportInstanceType',
        'The specified image does not support the specified instance type.',
      ],
    ],
    [{ RegionId: 'nowhere' }, REFUSALS.region],
    [{ DryRun: 'true' }, REFUSALS.dryRun],
  ])('refuses %j', async (params, expected) => {
    expect(refusal(await run(params))).toEqual(expected)
  })

  it('refuses a user without policies', async () => {
    const params = { RegionId: REGION, ImageId: LINUX, InstanceType: 'ecs.g6.large', SecurityGroupId: 'sg-1' }
    expect(refusal(await world.call('RunInstances', params, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('answers with the ids, which show at once', async () => {
    const { status, body } = await run({ Amount: '2', ClientToken: 'token' })
    expect(status).toBe(200)
    expect(body).toEqual({
      RequestId: anyText(),
      InstanceIdSets: {
        InstanceIdSet: [textLike(/^i-bp1[0-9a-z]{17}$/), textLike(/^i-bp1[0-9a-z]{17}$/)],
      },
    })
  })

  it('goes through Pending and Starting to Running', async () => {
    const clock = heldClock(Date.now())
    await using slow = await startWorld({}, { transitionMs: 1_000, clock })
    const params = {
      ...{ RegionId: REGION, ImageId: LINUX },
      ...{ InstanceType: 'ecs.g6.large', SecurityGroupId: 'sg-1' },
    }
    const { body } = await slow.call('RunInstances', params)
    const id = String((body['InstanceIdSets'] as { InstanceIdSet: string[] }).InstanceIdSet[0])
    expect(await slow.show(id)).toMatchObject({ Status: 'Pending' })
    for (const status of ['Starting', 'Running']) {
      clock.advance(1_000)
      await slow.waitFor(id, status)
    }
  })

  it('has the key pair in force at the first boot, and no password login', async () => {
    const id = await runOne({ KeyPairName: 'k1', Password: 'Passw0rd!' })
    await world.waitFor(id, 'Running')
    expect(await world.show(id)).toMatchObject({ KeyPairName: 'k1', Status: 'Running' })
    expect(await world.access(id)).toEqual({ keys: 1, password: false })
  })

  it('has the password in force without a key pair', async () => {
    const id = await runOne({ Password: 'Passw0rd!' })
    await world.waitFor(id, 'Running')
    expect(await world.access(id)).toEqual({ keys: 0, password: true })
  })

  it('gives Windows the password alone', async () => {
    const id = await runOne({ ImageId: WINDOWS, KeyPairName: 'k1', Password: 'Passw0rd!' })
    expect(await world.show(id)).toMatchObject({ KeyPairName: '', OSType: 'windows' })
  })

  it('echoes what it was given', async () => {
    const id = await runOne({
      ZoneId: 'cn-hangzhou-g',
      InstanceType: 'ecs.g5.large',
      InstanceName: 'web-1',
      HostName: 'web',
      Description: 'front end',
      VSwitchId: 'vsw-bp1s5fnvk4gn2tws0****',
      InternetMaxBandwidthOut: '10',
      InternetChargeType: 'PayByBandwidth',
      ResourceGroupId: 'rg-one',
      'Tag.1.Key': 'team',
      'Tag.1.Value': 'web',
      'ImageOptions.LoginAsNonRoot': 'true',
      IoOptimized: 'none',
      HttpPutResponseHopLimit: '3',
      SpotStrategy: 'SpotWithPriceLimit',
      SpotPriceLimit: '0.25',
      'CpuOptions.Core': '1',
      'CpuOptions.ThreadsPerCore': '1',
      'CpuOptions.TopologyType': 'DiscreteCoreToHTMapping',
      'NetworkOptions.EnableJumboFrame': 'true',
      UserData: Buffer.alloc(32 * 1024, 'x').toString('base64'),
    })
    expect(await world.show(id)).toMatchObject({
      ZoneId: 'cn-hangzhou-g',
      InstanceType: 'ecs.g5.large',
      InstanceTypeFamily: 'ecs.g5',
      Cpu: 2,
      Memory: 8192,
      InstanceName: 'web-1',
      HostName: 'web',
      Description: 'front end',
      IoOptimized: false,
      MetadataOptions: { HttpPutResponseHopLimit: 3 },
      SpotPriceLimit: 0.25,
      CpuOptions: { CoreCount: 1, ThreadsPerCore: 1, TopologyType: 'DiscreteCoreToHTMapping' },
      InternetMaxBandwidthOut: 10,
      InternetChargeType: 'PayByBandwidth',
      ResourceGroupId: 'rg-one',
      PublicIpAddress: { IpAddress: [textLike(/^127\./)] },
      VpcAttributes: { VSwitchId: 'vsw-bp1s5fnvk4gn2tws0****' },
      ImageOptions: { LoginAsNonRoot: true },
      Tags: { Tag: [{ TagKey: 'team', TagValue: 'web' }] },
    })
  })

  it('tells the order of prepaid instances, and of no others', async () => {
    const { body } = await run({ InstanceChargeType: 'PrePaid', Period: '1' })
    expect(body).toMatchObject({ OrderId: expect.stringMatching(/^2\d{14}$/), TradePrice: 0 })
    expect((await run()).body).not.toHaveProperty('OrderId')
  })

  it('names and numbers the instances of a batch', async () => {
    const shown = async (params: object) => {
      const ids = await runIds({ Amount: '2', ...params })
      return Promise.all(ids.map((id) => world.show(id)))
    }
    expect(await shown({ InstanceName: 'web[8,3]-x' })).toMatchObject([
      { InstanceName: 'web008-x' },
      { InstanceName: 'web009-x' },
    ])
    expect(await shown({ InstanceName: 'web[12345,2]' })).toMatchObject([
      { InstanceName: 'web012345' },
      { InstanceName: 'web012346' },
    ])
    expect(await shown({ InstanceName: 'db', HostName: 'db', UniqueSuffix: 'true' })).toMatchObject([
      { InstanceName: 'db001', HostName: 'db001' },
      { InstanceName: 'db002', HostName: 'db002' },
    ])
    expect(await shown({ 'HostNames.1': 'one', 'HostNames.2': 'two' })).toMatchObject([
      { HostName: 'one' },
      { HostName: 'two' },
    ])
    const [first] = await shown({})
    const id = String(first?.['InstanceId'])
    expect(first).toMatchObject({ InstanceName: id, HostName: `iZ${id.slice(2)}Z` })
  })

  it("takes people's own images, as Linux unless their name says otherwise", async () => {
    expect(await world.show(await runOne({ ImageId: 'm-bp1g7004ksh0oeuc****' }))).toMatchObject({
      OSType: 'linux',
    })
    expect(await world.show(await runOne({ ImageId: 'our-win2016' }))).toMatchObject({ OSType: 'windows' })
    const byName = { ImageId: '', ImageFamily: 'acs:alibaba_cloud_linux_3_2104_lts_x64' }
    expect(await world.show(await runOne(byName))).toMatchObject({ ImageId: LINUX })
    const ofFamily = await runOne({ ImageId: '', ImageFamily: 'acs:ubuntu_22_04_x64' })
    expect(await world.show(ofFamily)).toMatchObject({ OSNameEn: 'Ubuntu  22.04 64 bit' })
  })
})
