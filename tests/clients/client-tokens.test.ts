import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import { buildRequestConfigFromMetaPath, Client, Command } from '@volcengine/sdk-core'
import { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { lighthouse } from 'tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'
import { unwrapDefault } from './unwrap-default.ts'

// The stand-in's secret; every cloud's client signs with it.
const KEY = { id: 'AKclienttokens', secret: 'keyplane' }

let keyplane: TestKeyplane

beforeAll(async () => {
  keyplane = await startTestKeyplane()
})
afterAll(() => keyplane[Symbol.asyncDispose]())

function tencentSettings({ endpoint }: TestKeyplane) {
  return {
    credential: { secretId: KEY.id, secretKey: KEY.secret },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint, protocol: 'http://' } },
  }
}

const CVM_INSTANCE = { Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89' }

describe('Tencent', () => {
  test('CVM: a retried RunInstances is answered with the instances of the first', async () => {
    const client = new cvm.v20170312.Client(tencentSettings(keyplane))
    const wanted = { ...CVM_INSTANCE, InstanceCount: 2, ClientToken: 'cvm-1' }
    const answers = await Promise.all([client.RunInstances(wanted), client.RunInstances(wanted)])
    const [first, second] = answers
    expect(first.InstanceIdSet).toHaveLength(2)
    expect(second.InstanceIdSet).toEqual(first.InstanceIdSet)
    expect(second.RequestId).not.toBe(first.RequestId)
    expect((await client.DescribeInstances({})).TotalCount).toBe(2)
  })

  test('Lighthouse: so is a retried CreateInstances', async () => {
    const client = new lighthouse.v20200324.Client(tencentSettings(keyplane))
    const wanted = { BundleId: 'bundle_gen_03', BlueprintId: 'lhbp-mxml4cnq', ClientToken: 'lighthouse-1' }
    const create = () => client.CreateInstances({ ...wanted, InstanceChargePrepaid: { Period: 1 } })
    const first = await create()
    const second = await create()
    expect(second.InstanceIdSet).toEqual(first.InstanceIdSet)
    expect(second.RequestId).not.toBe(first.RequestId)
    expect((await client.DescribeInstances({})).TotalCount).toBe(1)
  })

  test('CVM: the answer outlives the server', async () => {
    const data = mkdtempSync(join(tmpdir(), 'keyplane-tokens-'))
    const run = async () => {
      await using server = await startTestKeyplane({ data })
      const client = new cvm.v20170312.Client(tencentSettings(server))
      const { InstanceIdSet } = await client.RunInstances({ ...CVM_INSTANCE, ClientToken: 'cvm-2' })
      return InstanceIdSet
    }
    try {
      expect(await run()).toEqual(await run())
    } finally {
      rmSync(data, { recursive: true, force: true })
    }
  })
})

describe('Alibaba', () => {
  const regionId = 'cn-hangzhou'

  function ecsClient() {
    const settings = { endpoint: keyplane.endpoint, regionId, protocol: 'HTTP' }
    return new (unwrapDefault(EcsModule))(
      new Config({ accessKeyId: KEY.id, accessKeySecret: KEY.secret, ...settings }),
    )
  }

  test('RunInstances and DeleteInstances act once for a token', async () => {
    const client = ecsClient()
    const instance = {
      regionId,
      imageId: 'ubuntu_22_04_x64_20G_alibase_20240819.vhd',
      securityGroupId: 'sg-1',
    }
    const run = async (more = {}) => {
      const wanted = { ...instance, instanceType: 'ecs.g6.large', clientToken: 'TF-RunInstances-1', ...more }
      const { body } = await client.runInstances(new ecs.RunInstancesRequest(wanted))
      return { ids: body?.instanceIdSets?.instanceIdSet ?? [], requestId: body?.requestId }
    }
    const first = await run()
    const second = await run()
    expect(first.ids).toHaveLength(1)
    expect(second.ids).toEqual(first.ids)
    expect(second.requestId).not.toBe(first.requestId)
    await expect(run({ amount: 2 })).rejects.toMatchObject({ code: 'IdempotentParameterMismatch' })

    const deletion = { regionId, instanceId: first.ids, force: true, clientToken: 'delete-1' }
    const remove = () => client.deleteInstances(new ecs.DeleteInstancesRequest(deletion))
    // An instance that is being created cannot be deleted: that refusal does not use the token up.
    await expect
      .poll(
        () =>
          remove().then(
            () => 'deleted',
            () => 'refused',
          ),
        { timeout: 10_000 },
      )
      .toBe('deleted')
    await expect(remove()).resolves.toMatchObject({ statusCode: 200 })
  })
})

describe('Volcengine', () => {
  class EcsCommand extends Command<Record<string, unknown>, unknown> {
    constructor(action: string, input: Readonly<Record<string, unknown>>) {
      super({ ...input })
      this.requestConfig = buildRequestConfigFromMetaPath(`/${action}/2020-04-01/ecs/get/text_plain/`)
    }
  }

  async function ask(action: string, input: Readonly<Record<string, unknown>>): Promise<unknown> {
    const client = new Client({
      ...{ host: keyplane.endpoint, protocol: 'http', region: 'cn-beijing' },
      ...{ accessKeyId: KEY.id, secretAccessKey: KEY.secret },
    })
    try {
      return await client.send(new EcsCommand(action, input))
    } finally {
      client.destroy()
    }
  }

  test('a retried CreateKeyPair gives the pair again, without its private key', async () => {
    const wanted = { KeyPairName: 'made', ClientToken: '6F9619FF-8B86-D011-B42D-00C04FC964FF' }
    const first = await ask('CreateKeyPair', wanted)
    expect(first).toMatchObject({ Result: { PrivateKey: expect.stringContaining('BEGIN RSA') as unknown } })
    const { Result: created } = first as { Result: Record<string, unknown> }
    const { PrivateKey: _, ...kept } = created
    expect(await ask('CreateKeyPair', wanted)).toMatchObject({ Result: kept })
    expect(await ask('CreateKeyPair', wanted)).not.toHaveProperty('Result.PrivateKey')
    const error = { Code: 'IdempotentParameterMismatch' }
    await expect(ask('CreateKeyPair', { ...wanted, KeyPairName: 'other' })).rejects.toMatchObject({
      data: { ResponseMetadata: { Error: error } },
    })
  })
})
