import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import { Service } from '@volcengine/openapi'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { lighthouse } from 'tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { unwrapDefault } from './unwrap-default.ts'

// A user who may bind one key pair to the instances of her team, as the official clients meet her.

const ROOT = { id: 'AKIDacmeroot', secret: 'acme-root-secret' }
const ALICE = { id: 'AKIDalice', secret: 'alice-secret' }
const PUBLIC_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
const REGIONS = {
  'tencent-cvm': 'ap-guangzhou',
  'tencent-lighthouse': 'ap-guangzhou',
  'alibaba-ecs': 'cn-hangzhou',
  'volcengine-ecs': 'cn-beijing',
} as const

type DialectId = keyof typeof REGIONS

const policies = [
  {
    dialect: 'tencent-cvm',
    document: {
      version: '2.0',
      statement: [
        {
          effect: 'allow',
          action: ['name/cvm:AssociateInstancesKeyPairs', 'cvm:Describe*'],
          resource: ['qcs::cvm:gz::instance/ins-team*', 'qcs::cvm:::keypair/skey-0000team'],
        },
        { effect: 'allow', action: 'cvm:DescribeInstances', resource: '*' },
        {
          effect: 'allow',
          action: 'lighthouse:*',
          resource: ['qcs::lighthouse:::instance/lhins-team*', 'qcs::lighthouse:::keypair/lhkp-0000team'],
        },
        { effect: 'allow', action: 'lighthouse:DescribeInstances', resource: '*' },
      ],
    },
  },
  {
    dialect: 'alibaba-ecs',
    document: {
      Version: '1',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['ecs:AttachKeyPair', 'ecs:DescribeInstances'],
          Resource: ['acs:ecs:cn-hangzhou:*:instance/i-team*', 'acs:ecs:*:*:keypair/team'],
        },
      ],
    },
  },
  {
    dialect: 'volcengine-ecs',
    document: {
      Statement: [
        {
          Effect: 'Allow',
          Action: ['ecs:AttachKeyPair', 'ecs:DescribeInstances'],
          Resource: ['trn:ecs:cn-beijing:1000000001:instance/i-team1,i-team2', 'trn:ecs:*:*:keypair/kp-team'],
        },
      ],
    },
  },
]

function keyPair(dialect: DialectId, id?: string) {
  return { dialect, account: 'acme', region: REGIONS[dialect], id, name: 'team', publicKey: PUBLIC_KEY }
}

function instances(dialect: DialectId, ...ids: readonly string[]) {
  return ids.map((id) => ({ dialect, account: 'acme', region: REGIONS[dialect], id, state: 'stopped' }))
}

const SEED = JSON.stringify({
  accounts: [
    {
      id: '1000000001',
      name: 'acme',
      users: [
        { name: 'root', accessKeys: [ROOT] },
        { name: 'alice', accessKeys: [ALICE], policies },
      ],
    },
  ],
  keyPairs: [
    keyPair('tencent-cvm', 'skey-0000team'),
    keyPair('tencent-lighthouse', 'lhkp-0000team'),
    keyPair('alibaba-ecs'),
    keyPair('volcengine-ecs', 'kp-team'),
  ],
  instances: [
    ...instances('tencent-cvm', 'ins-team0001', 'ins-other001'),
    ...instances('tencent-lighthouse', 'lhins-team0001', 'lhins-other001'),
    ...instances('alibaba-ecs', 'i-team1', 'i-other'),
    ...instances('volcengine-ecs', 'i-team1', 'i-team2', 'i-other'),
  ],
})

let keyplane: TestKeyplane

beforeAll(async () => {
  keyplane = await startTestKeyplane({ seed: SEED, mode: 'strict' })
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function tencentProfile() {
  return {
    credential: { secretId: ALICE.id, secretKey: ALICE.secret },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint: keyplane.endpoint, protocol: 'http://' } },
  }
}

describe('Tencent', () => {
  test('CVM binds on her instances, and on no others beside them', async () => {
    const client = new cvm.v20170312.Client(tencentProfile())
    const bind = (...InstanceIds: string[]) =>
      client.AssociateInstancesKeyPairs({ InstanceIds, KeyIds: ['skey-0000team'] })
    await expect(bind('ins-team0001', 'ins-other001')).rejects.toMatchObject({
      code: 'UnauthorizedOperation',
      message: expect.stringContaining(
        'you are not authorized to perform operation (cvm:AssociateInstancesKeyPairs)\n' +
          'resource (qcs::cvm:ap-guangzhou:uin/1000000001:instance/ins-other001) has no permission\n',
      ) as unknown,
    })
    await bind('ins-team0001')
    const { InstanceSet } = await client.DescribeInstances({ InstanceIds: ['ins-team0001'] })
    expect(InstanceSet?.[0]?.LoginSettings?.KeyIds).toEqual(['skey-0000team'])
    await expect(client.DescribeKeyPairs({})).rejects.toMatchObject({ code: 'UnauthorizedOperation' })
  })

  test('Lighthouse takes what stands in the same pool', async () => {
    const client = new lighthouse.v20200324.Client(tencentProfile())
    const bind = (...InstanceIds: string[]) =>
      client.AssociateInstancesKeyPairs({ InstanceIds, KeyIds: ['lhkp-0000team'] })
    await expect(bind('lhins-team0001', 'lhins-other001')).rejects.toMatchObject({
      code: 'UnauthorizedOperation.NoPermission',
    })
    await bind('lhins-team0001')
    const { InstanceSet } = await client.DescribeInstances({ InstanceIds: ['lhins-team0001'] })
    expect(InstanceSet?.[0]?.LoginSettings?.KeyIds).toEqual(['lhkp-0000team'])
  })
})

describe('Alibaba', () => {
  test('binds on her instances; a refusal has its details', async () => {
    const Client = unwrapDefault(EcsModule)
    const regionId = 'cn-hangzhou'
    const place = { endpoint: keyplane.endpoint, regionId, protocol: 'HTTP' }
    const client = new Client(new Config({ accessKeyId: ALICE.id, accessKeySecret: ALICE.secret, ...place }))
    const bind = (...ids: string[]) =>
      client.attachKeyPair(
        new ecs.AttachKeyPairRequest({ regionId, keyPairName: 'team', instanceIds: JSON.stringify(ids) }),
      )
    await expect(bind('i-team1', 'i-other')).rejects.toMatchObject({
      code: 'Forbidden.RAM',
      statusCode: 403,
      accessDeniedDetail: {
        AuthAction: 'ecs:AttachKeyPair',
        AuthPrincipalType: 'SubUser',
        AuthPrincipalDisplayName: 'alice',
        NoPermissionType: 'ImplicitDeny',
      },
    })
    expect((await bind('i-team1')).body).toMatchObject({ totalCount: '1', failCount: '0' })
    const one = new ecs.DescribeInstancesRequest({ regionId, instanceIds: '["i-team1"]' })
    const { body } = await client.describeInstances(one)
    expect(body?.instances?.instance?.[0]?.keyPairName).toBe('team')
    const all = new ecs.DescribeInstancesRequest({ regionId })
    await expect(client.describeInstances(all)).rejects.toMatchObject({ code: 'Forbidden.RAM' })
  })
})

describe('Volcengine', () => {
  test('binds on her instances; a refusal names action and resource', async () => {
    const service = new Service({
      ...{ host: keyplane.endpoint, protocol: 'http:', region: 'cn-beijing', serviceName: 'ecs' },
      ...{ defaultVersion: '2020-04-01', accessKeyId: ALICE.id, secretKey: ALICE.secret },
    })
    const ask = (action: string, params: Readonly<Record<string, string>>): Promise<unknown> =>
      service.createAPI(action)(params)
    const both = { KeyPairName: 'team', 'InstanceIds.1': 'i-team2' }
    expect(await ask('AttachKeyPair', { ...both, 'InstanceIds.2': 'i-other' })).toMatchObject({
      ResponseMetadata: {
        Error: {
          CodeN: 100013,
          Code: 'AccessDenied',
          Message:
            'User is not authorized to perform: ecs:AttachKeyPair on resource: trn:ecs:cn-beijing:1000000001:instance/i-other.',
        },
      },
    })
    expect(await ask('AttachKeyPair', both)).toMatchObject({
      Result: { OperationDetails: [{ InstanceId: 'i-team2', Error: null }] },
    })
    expect(await ask('DescribeInstances', { 'InstanceIds.1': 'i-team2' })).toMatchObject({
      Result: { Instances: [{ InstanceId: 'i-team2', KeyPairName: 'team' }] },
    })
    expect(await ask('DescribeInstances', {})).toMatchObject({
      ResponseMetadata: { Error: { Code: 'AccessDenied' } },
    })
  })
})
