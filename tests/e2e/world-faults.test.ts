import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import PopClient from '@alicloud/pop-core'
import { Service } from '@volcengine/openapi'
import { lighthouse } from 'tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js'
import { sts } from 'tencentcloud-sdk-nodejs/tencentcloud/services/sts/index.js'
import { describe, expect, test } from 'vitest'

import { resultOf } from '../clients/role-clouds.ts'
import { unwrapDefault } from '../clients/unwrap-default.ts'
import { sshPassword } from '../ssh-client.ts'
import { cvmClient } from './clouds.ts'
import { ACCOUNT, type ControlledKeyplane, ROOT, startControlled, WORLD_SEED } from './world-server.ts'

// What a stand-in is told to let go wrong, as the official clients meet it.

const NODE = { maxRetries: 0 }

function tencent(endpoint: string) {
  return {
    credential: { secretId: ROOT.id, secretKey: ROOT.secret },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint, protocol: 'http://' } },
  }
}

function ecsClient(endpoint: string) {
  const credential = { accessKeyId: ROOT.id, accessKeySecret: ROOT.secret }
  return new (unwrapDefault(EcsModule))(
    new Config({ ...credential, ...NODE, endpoint, regionId: 'cn-hangzhou', protocol: 'HTTP' }),
  )
}

function volcengine(endpoint: string): Service {
  return new Service({
    ...{ host: endpoint, protocol: 'http:', region: 'cn-beijing', serviceName: 'ecs' },
    ...{ defaultVersion: '2020-04-01', accessKeyId: ROOT.id, secretKey: ROOT.secret },
  })
}

function inject(keyplane: ControlledKeyplane, code: string, action: string, more: object = {}) {
  return keyplane.control.faults.add({
    ...{ on: 'call', match: { action }, times: 1 },
    fault: { kind: 'error', code, ...more },
  })
}

describe('an error code in the envelope of each dialect', () => {
  test('Tencent CVM and Lighthouse: HTTP 200, with the sentence of the code', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const { endpoint } = keyplane
    await inject(keyplane, 'InternalServerError', 'DescribeKeyPairs')
    await expect(cvmClient(endpoint).DescribeKeyPairs({})).rejects.toMatchObject({
      ...{ code: 'InternalServerError', message: 'Internal error.' },
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
    })
    // Once, then never again.
    await expect(cvmClient(endpoint).DescribeKeyPairs({})).resolves.toMatchObject({ TotalCount: 0 })

    const light = new lighthouse.v20200324.Client(tencent(endpoint))
    await inject(keyplane, 'UnsupportedOperation.LatestOperationUnfinished', 'DescribeRegions')
    await expect(light.DescribeRegions(null)).rejects.toMatchObject({
      code: 'UnsupportedOperation.LatestOperationUnfinished',
    })
  })

  test('Alibaba: the status of the code too', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    await inject(keyplane, 'ServiceUnavailable', 'DescribeKeyPairs')
    const describe = () =>
      ecsClient(keyplane.endpoint).describeKeyPairs(
        new ecs.DescribeKeyPairsRequest({ regionId: 'cn-hangzhou' }),
      )
    await expect(describe()).rejects.toMatchObject({
      ...{ code: 'ServiceUnavailable', statusCode: 503 },
      message: expect.stringContaining(
        'The request has failed due to a temporary failure of the server.',
      ) as unknown,
      data: expect.objectContaining({
        RequestId: expect.stringMatching(/^[0-9A-F-]{36}$/) as unknown,
      }) as unknown,
    })
    await expect(describe()).resolves.toMatchObject({ statusCode: 200 })
  })

  test('Volcengine: a code that it does not know goes out with the status and sentence that were given', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const ask = async () => volcengine(keyplane.endpoint).createAPI('DescribeKeyPairs')({})
    await inject(keyplane, 'FlowLimitExceeded', 'DescribeKeyPairs')
    expect(await ask()).toMatchObject({
      ResponseMetadata: { Error: { Code: 'FlowLimitExceeded', CodeN: 100018 } },
    })
    await inject(keyplane, 'Invented.Code', 'DescribeKeyPairs', { status: 418, message: 'as I like' })
    expect(await ask()).toMatchObject({
      ResponseMetadata: {
        Error: { Code: 'Invented.Code', Message: 'as I like' },
        Action: 'DescribeKeyPairs',
      },
    })
    expect(resultOf(await ask())).toMatchObject({ KeyPairs: [] })
  })

  test('sibling services answer in the same envelope', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const { endpoint } = keyplane
    await inject(keyplane, 'InternalError.Invented', 'GetCallerIdentity', { message: 'broken' })
    const tencentSts = new sts.v20180813.Client(tencent(endpoint))
    await expect(tencentSts.GetCallerIdentity(null)).rejects.toMatchObject({ code: 'InternalError.Invented' })

    await inject(keyplane, 'InternalError', 'GetCallerIdentity')
    const keys = { accessKeyId: ROOT.id, accessKeySecret: ROOT.secret }
    const aliSts = new PopClient({ ...keys, endpoint: `http://${endpoint}`, apiVersion: '2015-04-01' })
    await expect(aliSts.request('GetCallerIdentity', {}, { method: 'POST' })).rejects.toMatchObject({
      code: 'InternalError',
    })
  })
})

describe('which calls are hit', () => {
  test('the nth of one account and one action; what was hit is counted and measured', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const rule = await keyplane.control.faults.add({
      ...{ on: 'call', nth: 2, fault: { kind: 'error', code: 'InternalServerError' } },
      match: { dialect: 'tencent-cvm', action: 'DescribeKeyPairs', account: ACCOUNT },
    })
    const mine = cvmClient(keyplane.endpoint)
    const others = cvmClient(keyplane.endpoint, 'AKIDother', 'other-secret')
    await others.DescribeKeyPairs({})
    await mine.DescribeInstances({})
    await mine.DescribeKeyPairs({})
    await others.DescribeKeyPairs({})
    await expect(mine.DescribeKeyPairs({})).rejects.toMatchObject({ code: 'InternalServerError' })
    await mine.DescribeKeyPairs({})
    const { items } = await keyplane.control.faults.list({})
    expect(items).toEqual([{ ...rule, matched: 3, injected: 1 }])
    const metrics = await (await fetch(`${keyplane.api}/metrics`)).text()
    expect(metrics).toContain(
      'keyplane_faults_injected_total{rule="fault-1",on="call",fault="error",dialect="tencent-cvm",name="DescribeKeyPairs"} 1',
    )
    expect(metrics).toContain('keyplane_fault_rule_matches{rule="fault-1",on="call",fault="error"} 3')
    await keyplane.control.faults.remove({ id: rule.id })
    await expect(keyplane.control.faults.remove({ id: rule.id })).rejects.toMatchObject({ status: 404 })
  })

  test('a share of them, the same ones in every run with a seed number', async () => {
    const run = async (seedNumber: number) => {
      await using keyplane = await startControlled({ seed: WORLD_SEED, seedNumber })
      const fault = { kind: 'error', code: 'InternalServerError' } as const
      await keyplane.control.faults.add({ on: 'call', rate: 0.5, fault })
      const client = cvmClient(keyplane.endpoint)
      let outcomes = ''
      for (let made = 0; made < 24; made += 1) {
        outcomes += await client.DescribeKeyPairs({}).then(
          () => '.',
          () => 'x',
        )
      }
      return outcomes
    }
    const first = await run(7)
    expect(first).toMatch(/x/)
    expect(first).toMatch(/\./)
    expect(await run(7)).toBe(first)
    expect(await run(8)).not.toBe(first)
  })

  test('what could never hit is refused', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const fault = { kind: 'delay', delayMs: 1 } as const
    const add = keyplane.control.faults.add
    await expect(add({ on: 'call', fault, match: { action: 'DescribeKeyPears' } })).rejects.toMatchObject({
      ...{ status: 400, message: 'match.action: there is no action "DescribeKeyPears"' },
    })
    await expect(add({ on: 'call', fault, match: { dialect: 'aws' } })).rejects.toMatchObject({ status: 400 })
    await expect(add({ on: 'call', fault, rate: 2 })).rejects.toMatchObject({ status: 400 })
  })
})

describe('answers that are late or lost', () => {
  const CREATE = { KeyName: 'once', ProjectId: 0 }

  test('a delay is waited for', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    await keyplane.control.faults.add({ on: 'call', fault: { kind: 'delay', delayMs: 300 }, times: 1 })
    const begunAtMs = performance.now()
    await cvmClient(keyplane.endpoint).DescribeKeyPairs({})
    expect(performance.now() - begunAtMs).toBeGreaterThanOrEqual(299)
  })

  test('cut before: nothing was done', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const fault = { kind: 'cut', when: 'before' } as const
    await keyplane.control.faults.add({ on: 'call', fault, match: { action: 'CreateKeyPair' }, times: 1 })
    const client = cvmClient(keyplane.endpoint)
    await expect(client.CreateKeyPair(CREATE)).rejects.toThrow(/socket hang up|ECONNRESET/)
    expect((await client.DescribeKeyPairs({})).TotalCount).toBe(0)
  })

  test('cut after: it was done once, and the same client token gives its answer', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const fault = { kind: 'cut', when: 'after' } as const
    await keyplane.control.faults.add({ on: 'call', fault, match: { action: 'RunInstances' }, times: 1 })
    const client = cvmClient(keyplane.endpoint)
    const wanted = { Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89', ClientToken: 'lost' }
    const before = (await client.DescribeInstances({})).TotalCount ?? 0
    await expect(client.RunInstances(wanted)).rejects.toThrow(/socket hang up|ECONNRESET/)
    const { InstanceIdSet } = await client.RunInstances(wanted)
    const { TotalCount, InstanceSet } = await client.DescribeInstances({})
    expect(TotalCount).toBe(before + 1)
    expect(InstanceSet?.map(({ InstanceId }) => InstanceId)).toContain(InstanceIdSet?.[0])
  })

  test('half an answer: its head is whole, its body is not', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const fault = { kind: 'half-answer' } as const
    await keyplane.control.faults.add({ on: 'call', fault, match: { action: 'CreateKeyPair' }, times: 1 })
    const client = ecsClient(keyplane.endpoint)
    const regionId = 'cn-hangzhou'
    const create = client.createKeyPair(new ecs.CreateKeyPairRequest({ regionId, keyPairName: 'half' }))
    await expect(create).rejects.toThrow(/aborted|closed|terminated|ECONNRESET/i)
    const { body } = await client.describeKeyPairs(new ecs.DescribeKeyPairsRequest({ regionId }))
    expect(body?.totalCount).toBe(1)
  })
})

describe('machines', () => {
  const running = { dialect: 'tencent-cvm', account: ACCOUNT, instance: 'ins-running0' }

  function logIn({ sshPort }: ControlledKeyplane) {
    const user = 'root+ins-running0'
    return sshPassword({
      host: '127.0.0.1',
      port: sshPort,
      user,
      password: 'S3cret-pw!',
      command: 'hostname',
    })
  }

  test('logins are refused, or slow', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const match = { ...running, step: 'login' } as const
    const refused = await keyplane.control.faults.add({ on: 'machine', match, fault: { kind: 'refused' } })
    expect((await logIn(keyplane)).exitCode).toBe(255)
    await keyplane.control.faults.remove({ id: refused.id })
    await keyplane.control.faults.add({ on: 'machine', match, fault: { kind: 'slow', delayMs: 400 } })
    const begunAtMs = performance.now()
    expect(await logIn(keyplane)).toMatchObject({ exitCode: 0 })
    expect(performance.now() - begunAtMs).toBeGreaterThanOrEqual(399)
  })

  test('an operation whose machine refuses fails; one that is half applied is applied whole by its next try', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const client = cvmClient(keyplane.endpoint)
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'half', ProjectId: 0 })
    const wanted = { InstanceIds: ['ins-running0'], KeyIds: [KeyPair?.KeyId ?? ''], ForceStop: true }
    const instance = async () =>
      (await client.DescribeInstances({ InstanceIds: ['ins-running0'] })).InstanceSet?.[0]

    const match = { ...running, step: 'applyAccess' } as const
    const fault = { kind: 'refused' } as const
    await keyplane.control.faults.add({ on: 'machine', match, fault, times: 3 })
    await client.AssociateInstancesKeyPairs(wanted)
    await expect
      .poll(async () => (await instance())?.LatestOperationState, { timeout: 20_000 })
      .toBe('FAILED')
    expect((await instance())?.LoginSettings?.KeyIds ?? []).toEqual([])

    await keyplane.control.faults.add({ on: 'machine', match, fault: { kind: 'half-applied' }, times: 1 })
    await client.AssociateInstancesKeyPairs(wanted)
    await expect
      .poll(async () => (await instance())?.LatestOperationState, { timeout: 20_000 })
      .toBe('SUCCESS')
    expect((await instance())?.LoginSettings?.KeyIds).toEqual(wanted.KeyIds)
    const [, half] = (await keyplane.control.faults.list({})).items
    expect(half).toMatchObject({ matched: 2, injected: 1 })
  })
})

test('in strict mode there is no control of the world', async () => {
  await using keyplane = await startControlled({ seed: WORLD_SEED, mode: 'strict' })
  expect(keyplane.world).toBeUndefined()
  const { control } = keyplane
  const gone = { status: 404, message: 'the world is controlled in stand-in mode only' }
  const fault = { kind: 'cut', when: 'before' } as const
  await expect(control.faults.add({ on: 'call', fault })).rejects.toMatchObject(gone)
  await expect(control.reset({})).rejects.toMatchObject(gone)
  await expect(control.clock.set({ mode: 'held' })).rejects.toMatchObject(gone)
  await expect(control.show({})).rejects.toMatchObject(gone)
  await expect(cvmClient(keyplane.endpoint).DescribeKeyPairs({})).resolves.toMatchObject({ TotalCount: 0 })
})
