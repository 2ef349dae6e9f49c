import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import { Service } from '@volcengine/openapi'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { createOwnApiClient, type OwnApiClient } from '../../src/own-api/client.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { unwrapDefault } from './unwrap-default.ts'

// An empty server that knows nobody: accounts come into being by its own API, and the clouds' official clients meet
// each change with their next call.

const ADMIN = 'the-administrators-token'
const ACCOUNT = '1000000001'
const ROOT = { account: ACCOUNT, user: 'root' }
const ALICE = { account: ACCOUNT, user: 'alice' }
const READ = {
  version: '2.0',
  statement: [{ effect: 'allow', action: 'cvm:DescribeKeyPairs', resource: '*' }],
}

interface Credentials {
  readonly id: string
  readonly secret: string
}

let keyplane: TestKeyplane
let admin: OwnApiClient
beforeAll(async () => {
  keyplane = await startTestKeyplane({ adminToken: ADMIN, mode: 'strict', rates: 'off' })
  admin = createOwnApiClient({ url: keyplane.api, token: ADMIN })
  await admin.accounts.create({ id: ACCOUNT, name: 'acme' })
  await admin.users.create({ account: ACCOUNT, name: 'alice' })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function tencent({ id, secret }: Credentials) {
  return new cvm.v20170312.Client({
    credential: { secretId: id, secretKey: secret },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint: keyplane.endpoint, protocol: 'http://' } },
  })
}

function alibaba({ id, secret }: Credentials) {
  const Client = unwrapDefault(EcsModule)
  const place = { endpoint: keyplane.endpoint, regionId: 'cn-hangzhou', protocol: 'HTTP' }
  return new Client(new Config({ accessKeyId: id, accessKeySecret: secret, ...place }))
}

function volcengine({ id, secret }: Credentials) {
  const service = new Service({
    ...{ host: keyplane.endpoint, protocol: 'http:', region: 'cn-beijing', serviceName: 'ecs' },
    ...{ defaultVersion: '2020-04-01', accessKeyId: id, secretKey: secret },
  })
  return (action: string): Promise<unknown> => service.createAPI(action)({})
}

describe('an access key', () => {
  test('signs from its creation on, in the form of each cloud', async () => {
    const made = (form: 'tencent' | 'alibaba' | 'volcengine') => admin.accessKeys.create({ ...ROOT, form })
    expect(await tencent(await made('tencent')).DescribeKeyPairs({})).toMatchObject({ TotalCount: 0 })
    const request = new ecs.DescribeKeyPairsRequest({ regionId: 'cn-hangzhou' })
    const { body } = await alibaba(await made('alibaba')).describeKeyPairs(request)
    expect(body).toMatchObject({ totalCount: 0 })
    const answer = await volcengine(await made('volcengine'))('DescribeKeyPairs')
    expect(answer).not.toHaveProperty('ResponseMetadata.Error')
  })

  test('is refused at the next call when it was disabled, and taken when it was enabled', async () => {
    const key = await admin.accessKeys.create(ROOT)
    const client = tencent(key)
    await client.DescribeKeyPairs({})
    const { id } = key
    await admin.accessKeys.update({ ...ROOT, id, isDisabled: true })
    await expect(client.DescribeKeyPairs({})).rejects.toMatchObject({
      code: expect.stringMatching(/^AuthFailure/),
    })
    await admin.accessKeys.update({ ...ROOT, id, isDisabled: false })
    await client.DescribeKeyPairs({})
  })

  test('is refused at the next call when it, or its user, was deleted', async () => {
    await admin.users.create({ account: ACCOUNT, name: 'bob' })
    const own = await admin.accessKeys.create({ account: ACCOUNT, user: 'bob' })
    const key = await admin.accessKeys.create(ROOT)
    await tencent(key).DescribeKeyPairs({})
    await expect(tencent(own).DescribeKeyPairs({})).rejects.toMatchObject({ code: 'UnauthorizedOperation' })
    await admin.accessKeys.remove({ ...ROOT, id: key.id })
    await admin.users.remove({ account: ACCOUNT, user: 'bob' })
    const refused = { code: 'AuthFailure.SecretIdNotFound' }
    await expect(tencent(key).DescribeKeyPairs({})).rejects.toMatchObject(refused)
    await expect(tencent(own).DescribeKeyPairs({})).rejects.toMatchObject(refused)
  })
})

test('a policy permits when it was attached, and no longer when it was detached', async () => {
  const client = tencent(await admin.accessKeys.create(ALICE))
  const refused = { code: 'UnauthorizedOperation' }
  const asked = { ...ALICE, dialect: 'tencent-cvm', action: 'DescribeKeyPairs', region: 'ap-guangzhou' }
  await expect(client.DescribeKeyPairs({})).rejects.toMatchObject(refused)
  expect(await admin.policies.check(asked)).toMatchObject({ decision: 'deny' })
  const { id } = await admin.policies.attach({ ...ALICE, dialect: 'tencent-cvm', document: READ })
  await client.DescribeKeyPairs({})
  expect(await admin.policies.check(asked)).toMatchObject({ decision: 'allow' })
  await expect(client.CreateKeyPair({ KeyName: 'k', ProjectId: 0 })).rejects.toMatchObject(refused)
  await admin.policies.detach({ ...ALICE, policy: id })
  await expect(client.DescribeKeyPairs({})).rejects.toMatchObject(refused)
})

test('what an account asks of its users counts from the next call on', async () => {
  const client = tencent(await admin.accessKeys.create(ROOT))
  const stop = () => client.StopInstances({ InstanceIds: ['ins-00000000'] })
  await expect(stop()).rejects.toMatchObject({ code: 'InvalidInstanceId.NotFound' })
  await admin.accounts.update({ account: ACCOUNT, requireMfa: ['StopInstances'] })
  await expect(stop()).rejects.toMatchObject({ code: 'UnauthorizedOperation.MFANotFound' })
  await admin.accounts.update({ account: ACCOUNT, requireMfa: [] })
  await expect(stop()).rejects.toMatchObject({ code: 'InvalidInstanceId.NotFound' })
})

test('an account goes when its key pairs are gone, and its keys with it', async () => {
  const { id: account } = await admin.accounts.create({ name: 'for a day' })
  const client = tencent(await admin.accessKeys.create({ account, user: 'root' }))
  const { KeyPair } = await client.CreateKeyPair({ KeyName: 'k', ProjectId: 0 })
  await expect(admin.accounts.remove({ account })).rejects.toMatchObject({ status: 409 })
  await client.DeleteKeyPairs({ KeyIds: [KeyPair?.KeyId ?? ''] })
  await admin.accounts.remove({ account })
  await expect(client.DescribeKeyPairs({})).rejects.toMatchObject({ code: 'AuthFailure.SecretIdNotFound' })
})
