import type { cvm } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cvm/index.js'
import { lighthouse } from 'tencentcloud-sdk-nodejs/tencentcloud/services/lighthouse/index.js'
import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import { describe, expect, test } from 'vitest'

import { standInAccountId } from '../../src/core/accounts/access-keys.ts'
import { unwrapDefault } from '../clients/unwrap-default.ts'
import { clouds } from '../clients/role-clouds.ts'
import { cvmClient } from './clouds.ts'
import { ACCOUNT, ROOT, startControlled, WORLD_SEED } from './world-server.ts'

// Time and operations of a stand-in, held and let go through its own API, as the official clients meet them.

function lighthouseClient(endpoint: string) {
  return new lighthouse.v20200324.Client({
    credential: { secretId: ROOT.id, secretKey: ROOT.secret },
    region: 'ap-guangzhou',
    profile: { httpProfile: { endpoint, protocol: 'http://' } },
  })
}

function ecsClient(endpoint: string) {
  const credential = { accessKeyId: ROOT.id, accessKeySecret: ROOT.secret }
  return new (unwrapDefault(EcsModule))(
    new Config({ ...credential, endpoint, regionId: 'cn-hangzhou', protocol: 'HTTP' }),
  )
}

async function cvmInstance(client: InstanceType<typeof cvm.v20170312.Client>, id: string) {
  const { InstanceSet } = await client.DescribeInstances({ InstanceIds: [id] })
  return InstanceSet?.[0]
}

describe('hold and release', () => {
  test('CVM: an operation that is held refuses the same action and others, each in its words', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const client = cvmClient(keyplane.endpoint)
    const key = { dialect: 'tencent-cvm', account: ACCOUNT, instance: 'ins-stopped0' }
    const { KeyPair } = await client.CreateKeyPair({ KeyName: 'held', ProjectId: 0 })
    const InstanceIds = ['ins-stopped0']
    const bind = () => client.AssociateInstancesKeyPairs({ InstanceIds, KeyIds: [KeyPair?.KeyId ?? ''] })
    expect(await keyplane.control.holds.hold(key)).toEqual(key)
    await bind()
    await expect(bind()).rejects.toMatchObject({ code: 'MutexOperation.TaskRunning' })
    await expect(client.StartInstances({ InstanceIds })).rejects.toMatchObject({
      code: 'OperationDenied.InstanceOperationInProgress',
    })
    expect((await keyplane.control.show({})).holds).toEqual([
      { ...key, action: 'AssociateInstancesKeyPairs' },
    ])

    await keyplane.control.holds.release(key)
    const state = async () => (await cvmInstance(client, 'ins-stopped0'))?.LatestOperationState
    await expect.poll(state).toBe('SUCCESS')
    expect((await keyplane.control.show({})).holds).toEqual([])
    await bind()
  })

  test('an operation that runs stops before its next step, and has time left when it goes on', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED, transitionMs: 30_000 })
    const client = cvmClient(keyplane.endpoint)
    await keyplane.control.clock.set({ mode: 'held' })
    await client.StopInstances({ InstanceIds: ['ins-running0'] })
    const key = { dialect: 'tencent-cvm', account: ACCOUNT, instance: 'ins-running0' }
    expect(await keyplane.control.holds.hold(key)).toEqual({ ...key, action: 'StopInstances' })
    await keyplane.control.clock.advance({ byMs: 3_600_000 })
    expect((await cvmInstance(client, 'ins-running0'))?.InstanceState).toBe('STOPPING')
    await keyplane.control.holds.release(key)
    await keyplane.control.clock.advance({ byMs: 1_000 })
    expect((await cvmInstance(client, 'ins-running0'))?.InstanceState).toBe('STOPPED')
  })

  test('Lighthouse and Alibaba: so do they', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const light = lighthouseClient(keyplane.endpoint)
    const lightKey = { dialect: 'tencent-lighthouse', account: ACCOUNT, instance: 'lhins-running0' }
    const { KeyPair } = await light.CreateKeyPair({ KeyName: 'held' })
    const wanted = { InstanceIds: ['lhins-running0'], KeyIds: [KeyPair?.KeyId ?? ''] }
    await keyplane.control.holds.hold(lightKey)
    await light.AssociateInstancesKeyPairs(wanted)
    await expect(light.AssociateInstancesKeyPairs(wanted)).rejects.toMatchObject({
      code: 'OperationDenied.InstanceOperationInProgress',
    })
    const ali = ecsClient(keyplane.endpoint)
    const aliKey = { dialect: 'alibaba-ecs', account: ACCOUNT, instance: 'i-bp1running' }
    await keyplane.control.holds.hold(aliKey)
    const reboot = () => ali.rebootInstance(new ecs.RebootInstanceRequest({ instanceId: 'i-bp1running' }))
    await reboot()
    await expect(reboot()).rejects.toMatchObject({ code: 'IncorrectInstanceStatus' })
    await keyplane.control.holds.release(aliKey)
    const outcome = () =>
      reboot().then(
        () => 'taken',
        () => 'refused',
      )
    await expect.poll(outcome).toBe('taken')
  })

  test('what the seed file holds open is let go to where its state leads', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const client = cvmClient(keyplane.endpoint)
    const owner = { dialect: 'tencent-cvm', account: ACCOUNT }
    await keyplane.control.holds.release({ ...owner, instance: 'ins-busyyyy0' })
    await client.StopInstances({ InstanceIds: ['ins-busyyyy0'] })
    await keyplane.control.holds.release({ ...owner, instance: 'ins-stoppin0' })
    expect((await cvmInstance(client, 'ins-stoppin0'))?.InstanceState).toBe('STOPPED')
    await client.StartInstances({ InstanceIds: ['ins-stoppin0'] })

    const again = keyplane.control.holds.release({ ...owner, instance: 'ins-stopped0' })
    await expect(again).rejects.toMatchObject({ status: 404, message: 'instance ins-stopped0 is not held' })
    const unknown = keyplane.control.holds.hold({ ...owner, instance: 'ins-nothere0' })
    await expect(unknown).rejects.toMatchObject({ status: 404 })
  })
})

describe('the clock', () => {
  test('a transition takes its time by the held clock, through all its steps', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED, transitionMs: 30_000 })
    const client = cvmClient(keyplane.endpoint)
    const { now } = await keyplane.control.clock.set({ mode: 'held', at: '2026-12-24T18:00:00Z' })
    expect(now).toBe('2026-12-24T18:00:00.000Z')
    await client.CreateKeyPair({ KeyName: 'late', ProjectId: 0 })
    const { KeyPairSet } = await client.DescribeKeyPairs({})
    expect(KeyPairSet?.[0]?.CreatedTime).toBe('2026-12-24T18:00:00Z')
    const KeyIds = [KeyPairSet?.[0]?.KeyId ?? '']
    await client.AssociateInstancesKeyPairs({ InstanceIds: ['ins-running0'], KeyIds, ForceStop: true })
    await keyplane.control.clock.advance({ byMs: 29_000 })
    expect(await cvmInstance(client, 'ins-running0')).toMatchObject({ LatestOperationState: 'OPERATING' })
    // Stopped, written and started again: two steps of half a minute each.
    await keyplane.control.clock.advance({ byMs: 60_000 })
    expect(await cvmInstance(client, 'ins-running0')).toMatchObject({
      ...{ LatestOperationState: 'SUCCESS', InstanceState: 'RUNNING' },
      LoginSettings: { KeyIds },
    })
    expect((await keyplane.control.clock.set({ mode: 'real' })).mode).toBe('real')
    await expect(keyplane.control.clock.advance({ byMs: 1 })).rejects.toMatchObject({ status: 400 })
  })

  test('one call too many is let through when a second was passed', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED, rates: 'documented' })
    const client = cvmClient(keyplane.endpoint)
    await keyplane.control.clock.set({ mode: 'held' })
    const list = () => client.DescribeKeyPairs({})
    for (let made = 0; made < 10; made += 1) await list()
    await expect(list()).rejects.toMatchObject({ code: 'RequestLimitExceeded' })
    await keyplane.control.clock.advance({ byMs: 1_000 })
    await expect(list()).resolves.toMatchObject({ TotalCount: 0 })
  })

  test('a second factor is asked for again when its time has passed, and is fresh after a reset', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const client = cvmClient(keyplane.endpoint)
    const reset = () => client.ResetInstance({ InstanceId: 'ins-nothere0' })
    await keyplane.control.clock.set({ mode: 'held' })
    await expect(reset()).rejects.toMatchObject({ code: 'InvalidInstanceId.NotFound' })
    await keyplane.control.clock.advance({ byMs: 24 * 3_600_000 })
    await expect(reset()).rejects.toMatchObject({ code: 'UnauthorizedOperation.MFAExpired' })
    await keyplane.control.reset({})
    await expect(reset()).rejects.toMatchObject({ code: 'InvalidInstanceId.NotFound' })
  })

  test.each(clouds)(
    '%s: a temporary token expires, while its caller has the time of his machine',
    async (_name, cloud) => {
      await using keyplane = await startControlled({ seed: WORLD_SEED })
      const { endpoint, control } = keyplane
      await control.clock.set({ mode: 'held' })
      // Its account, which nobody described, has every role.
      const anybody = { id: 'AKIDanybody', secret: 'keyplane' }
      const session = await cloud.assume(endpoint, anybody, {
        account: standInAccountId(anybody.id),
        seconds: 900,
      })
      expect(await cloud.list(endpoint, session)).toEqual([])
      await control.clock.advance({ byMs: 900_000 })
      await expect(cloud.list(endpoint, session)).rejects.toMatchObject({ code: cloud.codes.expired })
    },
  )
})
