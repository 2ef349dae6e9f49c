import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { heldClock } from '../../../../tests/held-clock.ts'
import {
  ALICE,
  anyText,
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
const GIVEN = { RegionId: REGION, ImageId: LINUX, InstanceType: 'ecs.g6.large', SecurityGroupId: 'sg-1' }

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ keyPairs: [{ name: 'k1' }] })
})
afterAll(() => world[Symbol.asyncDispose]())

function create(params: Record<string, string> = {}, how = {}) {
  return world.call('CreateInstance', { ...GIVEN, ...params }, how)
}

async function createOne(params: Record<string, string> = {}): Promise<string> {
  const { body } = await create(params)
  const id = String(body['InstanceId'])
  await world.waitFor(id, 'Stopped')
  return id
}

function malformed(name: string) {
  return [400, `Invalid${name}.Malformed`, `The specified parameter "${name}" is not valid.`]
}

describe('parsing', () => {
  it.each(['RegionId', 'ImageId', 'InstanceType', 'SecurityGroupId'])('wants %s', async (name) => {
    expect(refusal(await create({ [name]: '' }))).toEqual(missing(name))
  })

  it.each([
    [{ InstanceName: 'web[1,3]' }, malformed('InstanceName')],
    [{ HostName: 'web[1,3]' }, malformed('HostName')],
    [{ Password: 'weak' }, malformed('Password')],
    [{ Password: 'Passw0rd!', PasswordInherit: 'true' }, malformed('Password')],
    [{ HttpPutResponseHopLimit: '65' }, [400, 'InvalidParameter', anyText()]],
  ])('refuses %j', async (params, expected) => {
    expect(refusal(await create(params))).toEqual(expected)
  })
})

describe('refusals', () => {
  const unknownPair = 'The specified parameter KeyPairName does not exist in our records.'
  it.each([
    [{ KeyPairName: 'nobody' }, [404, 'InvalidKeyPairName.NotFound', unknownPair]],
    [{ KeyPairName: 'nobody', DryRun: 'true' }, [404, 'InvalidKeyPairName.NotFound', unknownPair]],
    [{ DryRun: 'true' }, REFUSALS.dryRun],
    [{ RegionId: 'nowhere' }, REFUSALS.region],
    [{ ImageId: 'no image' }, [404, 'InvalidImageId.NotFound', 'The specified ImageId does not exist.']],
    [{ ImageId: WINDOWS, HostName: '12345' }, malformed('HostName')],
    [{ ImageId: WINDOWS, HostName: 'a.b' }, malformed('HostName')],
    [{ ImageId: WINDOWS, KeyPairName: 'k1' }, [403, 'DependencyViolation.WindowsInstance', anyText()]],
  ])('refuses %j', async (params, expected) => {
    expect(refusal(await create(params))).toEqual(expected)
  })

  it('refuses a user without policies', async () => {
    expect(refusal(await create({}, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('answers with the id of one instance that is Stopped and can be started at once', async () => {
    const clock = heldClock(Date.now())
    await using slow = await startWorld({}, { transitionMs: 1_000, clock })
    const { status, body } = await slow.call('CreateInstance', { ...GIVEN, Password: 'Passw0rd!' })
    expect([status, body]).toEqual([
      200,
      { RequestId: anyText(), InstanceId: textLike(/^i-bp1[0-9a-z]{17}$/) },
    ])
    const id = String(body['InstanceId'])
    expect(await slow.show(id)).toMatchObject({ Status: 'Stopped', StoppedMode: 'KeepCharging' })
    expect((await slow.call('StartInstance', { InstanceId: id })).status).toBe(200)
    expect(await slow.show(id)).toMatchObject({ Status: 'Starting' })
    clock.advance(1_000)
    await slow.waitFor(id, 'Running')
    expect(await slow.access(id)).toEqual({ keys: 0, password: true })
  })

  it('has key pair or password in force at the first start', async () => {
    const [withPair, withPassword] = [
      await createOne({ KeyPairName: 'k1', Password: 'Passw0rd!' }),
      await createOne({ Password: 'Passw0rd!' }),
    ]
    expect(await world.show(withPair)).toMatchObject({ KeyPairName: 'k1', Status: 'Stopped' })
    for (const id of [withPair, withPassword]) {
      expect((await world.call('StartInstance', { InstanceId: id })).status).toBe(200)
      await world.waitFor(id, 'Running')
    }
    expect(await world.access(withPair)).toEqual({ keys: 1, password: false })
    expect(await world.access(withPassword)).toEqual({ keys: 0, password: true })
  })

  it('echoes what it was given, and has no public address', async () => {
    const id = await createOne({
      ...{ InstanceName: 'web', HostName: 'web.internal', Description: 'front end', ZoneId: 'cn-hangzhou-g' },
      ...{ InternetMaxBandwidthOut: '10', VSwitchId: 'vsw-1', ResourceGroupId: 'rg-one' },
      ...{ DeletionProtection: 'true', HttpPutResponseHopLimit: '2', SpotPriceLimit: '0.5' },
      ...{ 'Tag.1.Key': 'team', PrivateIpAddress: '172.16.0.1' },
    })
    expect(await world.show(id)).toMatchObject({
      ...{ InstanceName: 'web', HostName: 'web.internal', Description: 'front end', ZoneId: 'cn-hangzhou-g' },
      ...{ InternetMaxBandwidthOut: 10, PublicIpAddress: { IpAddress: [] }, ResourceGroupId: 'rg-one' },
      ...{ DeletionProtection: true, SpotPriceLimit: 0.5, MetadataOptions: { HttpPutResponseHopLimit: 2 } },
      Tags: { Tag: [{ TagKey: 'team', TagValue: '' }] },
      VpcAttributes: { VSwitchId: 'vsw-1' },
    })
    expect(refusal(await world.call('DeleteInstance', { InstanceId: id })).slice(0, 2)).toEqual([
      403,
      'InvalidOperation.DeletionProtection',
    ])
  })

  it('creates once for one client token', async () => {
    const ids = []
    for (const _ of [1, 2]) ids.push((await create({ ClientToken: 'once' })).body['InstanceId'])
    expect(ids[0]).toBe(ids[1])
    expect(refusal(await create({ ClientToken: 'once', Description: 'other' })).slice(0, 2)).toEqual([
      400,
      'IdempotentParameterMismatch',
    ])
  })

  it('answers XML', async () => {
    const { text } = await create({}, { form: 'v1-get', format: 'XML' })
    expect(text).toMatch(
      /^<\?xml version='1\.0' encoding='UTF-8'\?><CreateInstanceResponse><RequestId>[0-9A-F-]{36}<\/RequestId><InstanceId>i-bp1[0-9a-z]{17}<\/InstanceId><\/CreateInstanceResponse>$/,
    )
  })
})
