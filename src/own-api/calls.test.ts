import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import { Service } from '@volcengine/openapi'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { unwrapDefault } from '../../tests/clients/unwrap-default.ts'
import { Attempt } from '../dialects/kit/attempt.ts'
import { startTestKeyplane, type TestKeyplane } from '../../tests/start-keyplane.ts'
import { createOwnApiClient, type OwnApiClient } from './client.ts'

const ADMIN = 'the-administrators-token'

let keyplane: TestKeyplane
let api: OwnApiClient
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: ADMIN })
  api = createOwnApiClient({ url: keyplane.api, token: ADMIN })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

interface Signing {
  readonly secretKey?: string
  readonly signMethod?: 'TC3-HMAC-SHA256' | 'HmacSHA256'
  readonly reqMethod?: 'POST' | 'GET'
}

function tencent(
  secretId: string,
  { secretKey = 'keyplane', signMethod = 'TC3-HMAC-SHA256', reqMethod = 'POST' }: Signing = {},
) {
  return new cvm.v20170312.Client({
    credential: { secretId, secretKey },
    region: 'ap-guangzhou',
    profile: { signMethod, httpProfile: { endpoint: keyplane.endpoint, protocol: 'http://', reqMethod } },
  })
}

function alibaba(accessKeyId: string) {
  const Ecs = unwrapDefault(EcsModule)
  return new Ecs(
    new Config({ accessKeyId, accessKeySecret: 'keyplane', endpoint: keyplane.endpoint, protocol: 'http' }),
  )
}

function volcengine(accessKeyId: string) {
  return new Service({
    ...{ host: keyplane.endpoint, protocol: 'http:', region: 'cn-beijing', serviceName: 'ecs' },
    ...{ defaultVersion: '2020-04-01', accessKeyId, secretKey: 'keyplane' },
  })
}

describe('calls', () => {
  it('shows what was sent and answered, without secrets', async () => {
    const created = await tencent('AKshown').CreateKeyPair({ KeyName: 'shown', ProjectId: 0 })
    const { items } = await api.calls.list({ action: 'CreateKeyPair', dialect: 'tencent-cvm' })
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({
      ...{ service: 'cvm', region: 'ap-guangzhou', user: 'root', accessKeyId: 'AKshown' },
      ...{ outcome: 'ok', status: 200, requestId: created.RequestId },
    })
    const whole = await api.calls.show({ requestId: created.RequestId ?? '' })
    expect(whole.parameters).toEqual({ read: ['KeyName', 'ProjectId'], ignored: [], unknown: [] })
    expect(whole.request.method).toBe('POST')
    expect(JSON.parse(whole.request.body)).toEqual({ KeyName: 'shown', ProjectId: 0 })
    expect(whole.request.headers['authorization']).toMatch(
      /^TC3-HMAC-SHA256 Credential=AKshown\/.*Signature=[0-9a-f]{8}…$/,
    )
    expect(whole.answer).toMatchObject({ KeyPair: { KeyName: 'shown', PrivateKey: '[secret]' } })
    expect(JSON.stringify(whole)).not.toContain('PRIVATE KEY')
  })

  it('tells refusals and parameters without effect', async () => {
    await expect(
      alibaba('AKrefused').deleteKeyPairs(
        new ecs.DeleteKeyPairsRequest({ regionId: 'cn-hangzhou', keyPairNames: 'not json' }),
      ),
    ).rejects.toThrow('KeyPairNames')
    const { items } = await api.calls.list({ dialect: 'alibaba-ecs', outcome: 'refused' })
    expect(items).toHaveLength(1)
    expect(items[0]?.outcome).toMatch(/^Invalid/)
    expect((await api.calls.list({ outcome: items[0]?.outcome })).items).toEqual(items)
  })

  it('tells how a call was verified, and which step refused it', async () => {
    const verificationOf = async (filters: { dialect: string; action: string }) => {
      const { items } = await api.calls.list({ ...filters, limit: 1 })
      const { verification } = await api.calls.show({ requestId: items[0]?.requestId ?? '' })
      const refusedBy = verification.steps.find(({ state }) => state === 'refused')?.step
      const passed = verification.steps.flatMap(({ step, state }) => (state === 'passed' ? [step] : []))
      return { ...verification, refusedBy, passed }
    }
    const cvm = { dialect: 'tencent-cvm', action: 'DescribeKeyPairs' }
    const lastCall = Date.now()
    await tencent('AKgenuine').DescribeKeyPairs({})
    const genuine = await verificationOf(cvm)
    expect(genuine).toMatchObject({
      ...{ scheme: 'TC3-HMAC-SHA256', place: 'header', accessKeyId: 'AKgenuine', hasToken: false },
      ...{ signedHeaders: ['content-type', 'host'], isGenuine: true, refusedBy: undefined },
    })
    expect(genuine.passed.at(-1)).toBe('run')
    expect(Math.abs(Date.parse(genuine.signedAt ?? '') - lastCall)).toBeLessThan(60_000)
    await expect(tencent('AKgenuine', { secretKey: 'wrong' }).DescribeKeyPairs({})).rejects.toThrow(
      /signature/i,
    )
    expect(await verificationOf(cvm)).toMatchObject({ isGenuine: false, refusedBy: 'signature' })
    await expect(tencent('AKgenuine').DescribeKeyPairs({ Limit: -1 })).rejects.toThrow(/Limit/)
    expect(await verificationOf(cvm)).toMatchObject({ isGenuine: true, refusedBy: 'parameters' })
    await tencent('AKgenuine', { signMethod: 'HmacSHA256', reqMethod: 'GET' }).DescribeKeyPairs({})
    expect(await verificationOf(cvm)).toMatchObject({
      ...{
        scheme: 'HmacSHA256',
        place: 'query',
        accessKeyId: 'AKgenuine',
        signedHeaders: [],
        isGenuine: true,
      },
    })
    const ecsKeys = { dialect: 'alibaba-ecs', action: 'DescribeKeyPairs' }
    await alibaba('AKsigned').describeKeyPairs(new ecs.DescribeKeyPairsRequest({ regionId: 'cn-hangzhou' }))
    expect(await verificationOf(ecsKeys)).toMatchObject({
      ...{ scheme: 'ACS3-HMAC-SHA256', place: 'header', accessKeyId: 'AKsigned', isGenuine: true },
    })
    await fetch(`${keyplane.api}/?Action=DescribeKeyPairs&Version=2014-05-26&RegionId=cn-hangzhou`)
    expect(await verificationOf(ecsKeys)).toMatchObject({
      ...{ scheme: '', place: 'nowhere', isGenuine: null, refusedBy: 'proof', passed: ['read', 'action'] },
    })
    const light = { dialect: 'tencent-lighthouse', action: 'DescribeKeyPairs' }
    await fetch(keyplane.api, {
      ...{ method: 'POST', body: '{}' },
      headers: {
        ...{ 'content-type': 'application/json', 'x-tc-action': 'DescribeKeyPairs', 'x-tc-timestamp': '1' },
        ...{ 'x-tc-version': '2020-03-24', 'x-tc-region': 'ap-guangzhou' },
      },
    })
    expect(await verificationOf(light)).toMatchObject({ isGenuine: null, refusedBy: 'clock' })
    await volcengine('AKvolc').fetchOpenAPI({ Action: 'DescribeKeyPairs', query: { KeyPairNames: '' } })
    expect(await verificationOf({ dialect: 'volcengine-ecs', action: 'DescribeKeyPairs' })).toMatchObject({
      ...{ scheme: 'HMAC-SHA256', place: 'header', accessKeyId: 'AKvolc', isGenuine: true },
    })
  })

  it.each([
    ['tencent-cvm', () => tencent('AKorder').DescribeZones()],
    [
      'alibaba-ecs',
      () => alibaba('AKorder').describeZones(new ecs.DescribeZonesRequest({ regionId: 'cn-hangzhou' })),
    ],
    ['volcengine-ecs', () => volcengine('AKorder').fetchOpenAPI({ Action: 'DescribeZones', query: {} })],
  ])('tells the steps of %s in the order in which they are taken', async (dialect, send) => {
    const begun = vi.spyOn(Attempt.prototype, 'begins')
    await send()
    const taken = begun.mock.calls.map(([step]) => step)
    begun.mockRestore()
    const { items } = await api.calls.list({ dialect, action: 'DescribeZones', limit: 1 })
    const { verification } = await api.calls.show({ requestId: items[0]?.requestId ?? '' })
    const told = verification.steps.map(({ step }) => step)
    // The first step needs no beginning, and faults are met only where there are any.
    expect(['read', ...taken]).toEqual(told.filter((step) => step !== 'faults'))
  })

  it('passes over no password, wherever it is sent', async () => {
    const client = tencent('AKpassword')
    const password = 'Very-S3cret-password'
    const { InstanceIdSet = [] } = await client.RunInstances({
      ...{ Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89' },
      LoginSettings: { Password: password },
    })
    expect(InstanceIdSet).toHaveLength(1)
    const { items } = await api.calls.list({ action: 'RunInstances' })
    const whole = await api.calls.show({ requestId: items[0]?.requestId ?? '' })
    expect(JSON.stringify(whole)).not.toContain(password)
    expect(whole.request.body).toContain('"Password":"[secret]"')
  })

  it('goes through pages, newest first', async () => {
    const client = tencent('AKpages')
    for (let index = 0; index < 5; index += 1) await client.DescribeRegions()
    const first = await api.calls.list({ action: 'DescribeRegions', limit: 2 })
    const second = await api.calls.list({ action: 'DescribeRegions', limit: 2, cursor: first.next })
    const third = await api.calls.list({ action: 'DescribeRegions', limit: 2, cursor: second.next })
    const numbers = [first, second, third].flatMap(({ items }) => items.map(({ number }) => number))
    expect(numbers).toHaveLength(5)
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
    expect(third.next).toBeUndefined()
    await expect(api.calls.list({ cursor: 'x' })).rejects.toMatchObject({ status: 400 })
    await expect(api.calls.show({ requestId: 'none' })).rejects.toMatchObject({ status: 404 })
  })

  it('tells calls as they come', async () => {
    const stop = new AbortController()
    const events = await api.calls.events({ action: 'DescribeZones' }, { signal: stop.signal })
    const client = tencent('AKlive')
    // The server listens when its answer has begun; what is called after that is told.
    await client.DescribeRegions()
    await client.DescribeZones()
    const { value } = await events.next()
    expect(value).toMatchObject({ action: 'DescribeZones', accessKeyId: 'AKlive', outcome: 'ok' })
    stop.abort()
  })
})
