import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import { Service } from '@volcengine/openapi'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { lighthouse } from 'tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { heldClock } from '../held-clock.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { unwrapDefault } from './unwrap-default.ts'

// The documented rates, which strict mode brings, as the official clients meet them.

const KEY = { id: 'AKIDacmeroot', secret: 'acme-root-secret' }

const SEED = `
accounts:
  - id: "1000000001"
    name: acme
    users: [{ name: root, accessKeys: [{ id: ${KEY.id}, secret: ${KEY.secret} }] }]
keyPairs:
  - { dialect: volcengine-ecs, account: acme, region: cn-beijing, name: one, publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f" }
instances:
  - { dialect: volcengine-ecs, account: acme, region: cn-beijing, id: i-often }
  - { dialect: volcengine-ecs, account: acme, region: cn-beijing, id: i-seldom }
`

const clock = heldClock(Date.now())
let keyplane: TestKeyplane

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED, mode: 'strict', clock })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function tencentProfile() {
  return {
    credential: { secretId: KEY.id, secretKey: KEY.secret },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint: keyplane.endpoint, protocol: 'http://' } },
  }
}

function tooOften(count: number, limit: number): string {
  return (
    `Your current request times equals to \`${count}\` in a second, which exceeds the frequency limit ` +
    `\`${limit}\` for a second. Please reduce the frequency of calls.`
  )
}

/** Calls so often, one after the other. */
async function repeat(count: number, call: () => Promise<unknown>): Promise<void> {
  for (let made = 0; made < count; made += 1) await call()
}

describe('Tencent', () => {
  test('CVM: ten pairs are listed in a second, the eleventh list is refused, a second later it is not', async () => {
    const client = new cvm.v20170312.Client(tencentProfile())
    const list = () => client.DescribeKeyPairs({})
    await repeat(10, list)
    await expect(list()).rejects.toMatchObject({ code: 'RequestLimitExceeded', message: tooOften(11, 10) })
    clock.advance(1_000)
    expect(await list()).toMatchObject({ TotalCount: 0 })
  })

  test('Lighthouse: twenty unbinds of a second get as far as the key pair, the next does not', async () => {
    const client = new lighthouse.v20200324.Client(tencentProfile())
    const unbind = () =>
      client.DisassociateInstancesKeyPairs({ InstanceIds: ['lhins-00000000'], KeyIds: ['lhkp-00000000'] })
    const unknown = { code: 'ResourceNotFound.KeyIdNotFound' }
    await repeat(20, () => expect(unbind()).rejects.toMatchObject(unknown))
    await expect(unbind()).rejects.toMatchObject({ code: 'RequestLimitExceeded', message: tooOften(21, 20) })
    clock.advance(1_000)
    await expect(unbind()).rejects.toMatchObject(unknown)
  })
})

describe('Alibaba', () => {
  test('a throttled caller is told how long to wait', async () => {
    const Client = unwrapDefault(EcsModule)
    const place = { endpoint: keyplane.endpoint, regionId: 'cn-hangzhou', protocol: 'HTTP' }
    const client = new Client(new Config({ accessKeyId: KEY.id, accessKeySecret: KEY.secret, ...place }))
    const list = () => client.describeKeyPairs(new ecs.DescribeKeyPairsRequest({ regionId: 'cn-hangzhou' }))
    await repeat(20, list)
    await expect(list()).rejects.toMatchObject({
      name: 'ThrottlingError',
      code: 'Throttling.User',
      statusCode: 400,
      retryAfter: 1_000,
    })
    clock.advance(1_000)
    expect((await list()).statusCode).toBe(200)
  })
})

describe('Volcengine', () => {
  function ask(action: string, params: Readonly<Record<string, string>> = {}): Promise<unknown> {
    const service = new Service({
      ...{ host: keyplane.endpoint, protocol: 'http:', region: 'cn-beijing', serviceName: 'ecs' },
      ...{ defaultVersion: '2020-04-01', accessKeyId: KEY.id, secretKey: KEY.secret },
    })
    return service.createAPI(action)(params)
  }

  test('the call after twenty of a second is refused', async () => {
    await repeat(20, () => ask('DescribeRegions'))
    expect(await ask('DescribeRegions')).toMatchObject({
      ResponseMetadata: {
        Error: {
          CodeN: 100018,
          Code: 'FlowLimitExceeded',
          Message:
            'Request was rejected because the request speed of this openAPI is beyond the current flow control limit.',
        },
      },
    })
    clock.advance(1_000)
    expect(await ask('DescribeRegions')).toHaveProperty('Result.Regions')
  })

  test('of a batch only the instance is refused that was bound too often', async () => {
    const often = { KeyPairName: 'one', 'InstanceIds.1': 'i-often' }
    await repeat(5, () => ask('AttachKeyPair', often))
    expect(await ask('AttachKeyPair', { ...often, 'InstanceIds.2': 'i-seldom' })).toMatchObject({
      Result: {
        OperationDetails: [
          {
            InstanceId: 'i-often',
            Error: {
              Code: 'FlowLimitExceeded',
              Message: "You've reach the limit on request rate of resources.",
            },
          },
          { InstanceId: 'i-seldom', Error: null },
        ],
      },
    })
  })
})
