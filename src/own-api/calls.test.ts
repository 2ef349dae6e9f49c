import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { unwrapDefault } from '../../tests/clients/unwrap-default.ts'
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

function tencent(secretId: string) {
  return new cvm.v20170312.Client({
    credential: { secretId, secretKey: 'keyplane' },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint: keyplane.endpoint, protocol: 'http://' } },
  })
}

function alibaba(accessKeyId: string) {
  const Ecs = unwrapDefault(EcsModule)
  return new Ecs(
    new Config({ accessKeyId, accessKeySecret: 'keyplane', endpoint: keyplane.endpoint, protocol: 'http' }),
  )
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
