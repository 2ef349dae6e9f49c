import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import EcsModule, * as ecs from '@alicloud/ecs20140526'
import { Config } from '@alicloud/openapi-client'
import { describe, expect, test } from 'vitest'

import { verifyAccount } from '../../src/core/audit/verify.ts'
import { unwrapDefault } from '../clients/unwrap-default.ts'
import { sshKey, sshPassword } from '../ssh-client.ts'
import { cvmClient } from './clouds.ts'
import { ACCOUNT, type ControlledKeyplane, ROOT, startControlled, WORLD_SEED } from './world-server.ts'

// A stand-in that is set back, kept and brought back, and two runs of one seed number, as official clients see them.

function ecsClient(endpoint: string) {
  const credential = { accessKeyId: ROOT.id, accessKeySecret: ROOT.secret }
  return new (unwrapDefault(EcsModule))(
    new Config({ ...credential, endpoint, regionId: 'cn-hangzhou', protocol: 'HTTP' }),
  )
}

/** Creates pairs and instances with two clouds; resolves to everything of them that could differ between runs. */
async function createThings({ endpoint, core }: ControlledKeyplane): Promise<object> {
  const tencent = cvmClient(endpoint)
  const { KeyPair, RequestId } = await tencent.CreateKeyPair({ KeyName: 'made', ProjectId: 0 })
  const run = { Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89', InstanceCount: 2 }
  const { InstanceIdSet } = await tencent.RunInstances(run)
  const ali = ecsClient(endpoint)
  const { body } = await ali.createKeyPair(
    new ecs.CreateKeyPairRequest({ regionId: 'cn-hangzhou', keyPairName: 'made' }),
  )
  const rows = await core.database.machines.findByInstanceId(InstanceIdSet?.[0] ?? '')
  return {
    tencent: {
      id: KeyPair?.KeyId,
      privateKey: KeyPair?.PrivateKey,
      publicKey: KeyPair?.PublicKey,
      RequestId,
    },
    instances: InstanceIdSet,
    addresses: rows.map(({ addressIndex }) => addressIndex),
    alibaba: { id: body?.keyPairId, privateKey: body?.privateKeyBody, requestId: body?.requestId },
  }
}

function hostKey({ sshPort }: ControlledKeyplane): Promise<string> {
  const options = ['StrictHostKeyChecking=accept-new', 'LogLevel=DEBUG1']
  const target = { host: '127.0.0.1', port: sshPort, user: 'root+ins-running0', command: 'true' }
  return sshPassword({ ...target, password: 'S3cret-pw!', options }).then(
    ({ stderr }) => /Server host key: (\S+ \S+)/.exec(stderr)?.[1] ?? '',
  )
}

describe('--seed-number', () => {
  test('two runs give the same ids and key bytes, another number gives others', async () => {
    const run = async (seedNumber: number) => {
      await using keyplane = await startControlled({ seed: WORLD_SEED, seedNumber })
      return { ...(await createThings(keyplane)), hostKey: await hostKey(keyplane) }
    }
    const first = await run(1)
    expect(first).toMatchObject({ hostKey: expect.stringMatching(/SHA256:/) as unknown })
    expect(await run(1)).toEqual(first)
    const other = await run(2)
    expect(other).not.toEqual(first)
    expect(other).not.toMatchObject({ hostKey: first.hostKey })
  })

  test('a second start on the same data gives other ids than the first', async () => {
    const data = mkdtempSync(join(tmpdir(), 'keyplane-world-'))
    try {
      const create = async (KeyName: string) => {
        await using keyplane = await startControlled({ data, seedNumber: 1 })
        const made = await cvmClient(keyplane.endpoint, 'AKIDany', 'keyplane').CreateKeyPair({
          KeyName,
          ProjectId: 0,
        })
        return made.KeyPair?.KeyId
      }
      expect(await create('one')).not.toBe(await create('two'))
    } finally {
      rmSync(data, { recursive: true, force: true })
    }
  })
})

test('ids go on where they were when a snapshot is brought back, and meet none that is there', async () => {
  await using keyplane = await startControlled({ seed: WORLD_SEED, seedNumber: 1 })
  const client = cvmClient(keyplane.endpoint)
  const create = async (KeyName: string) =>
    (await client.CreateKeyPair({ KeyName, ProjectId: 0 })).KeyPair?.KeyId
  const first = await create('first')
  await keyplane.control.snapshots.save({ name: 'one' })
  const second = await create('second')
  await keyplane.control.reset({})
  expect(await create('again')).toBe(first)
  await keyplane.control.snapshots.load({ name: 'one' })
  expect(await create('another')).toBe(second)
})

describe('reset', () => {
  test('leaves a world that is equal to that after a start', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED, seedNumber: 1 })
    const client = cvmClient(keyplane.endpoint)
    const firstList = await client.DescribeInstances({})
    const first = await createThings(keyplane)
    await keyplane.control.clock.set({ mode: 'held', at: '2030-01-01T00:00:00Z' })
    await keyplane.control.faults.add({ on: 'call', fault: { kind: 'cut', when: 'before' }, nth: 1_000 })
    await keyplane.control.holds.hold({ dialect: 'tencent-cvm', account: ACCOUNT, instance: 'ins-running0' })
    await client.StopInstances({ InstanceIds: ['ins-running0'] })

    await keyplane.control.reset({})
    const { clock, holds, faults } = await keyplane.control.show({})
    expect({ clock: clock.mode, holds, faults }).toEqual({ clock: 'real', holds: [], faults: [] })
    const list = await client.DescribeInstances({})
    const timeless = ({ InstanceSet }: typeof list) =>
      InstanceSet?.map(({ InstanceId, InstanceState, LatestOperationState, PublicIpAddresses }) =>
        [InstanceId, InstanceState, LatestOperationState, ...(PublicIpAddresses ?? [])].join(' '),
      ).toSorted()
    expect(timeless(list)).toEqual(timeless(firstList))
    expect((await client.DescribeKeyPairs({})).TotalCount).toBe(0)
    // DescribeInstances and DescribeKeyPairs took request ids in both; the same calls, the same ids.
    await keyplane.control.reset({})
    await client.DescribeInstances({})
    expect(await createThings(keyplane)).toEqual(first)
  })

  test('while others call, again and again, breaks nothing', async () => {
    const failures: unknown[] = []
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const client = cvmClient(keyplane.endpoint)
    const over = new AbortController()
    const call = async (name: string) => {
      for (let made = 0; !over.signal.aborted; made += 1) {
        const wanted = { InstanceIds: ['ins-running0'], KeyIds: ['skey-00000000'], ForceStop: true }
        const calls = [
          () => client.CreateKeyPair({ KeyName: `${name}_${made}`, ProjectId: 0 }),
          () => client.StopInstances({ InstanceIds: ['ins-running0'] }),
          () => client.StartInstances({ InstanceIds: ['ins-running0'] }),
          () => client.AssociateInstancesKeyPairs(wanted),
          () => client.DescribeInstances({}),
        ]
        const next = calls[made % calls.length]
        await next?.().catch((error: unknown) => failures.push(error))
      }
    }
    const callers = ['a', 'b', 'c'].map(call)
    for (let round = 0; round < 10; round += 1) await keyplane.control.reset({})
    over.abort()
    await Promise.all(callers)
    const codes = failures.map((error) => (error as { code?: unknown }).code)
    expect(codes).not.toContain('InternalServerError')
    expect(codes).not.toContain(undefined)
    await keyplane.control.reset({})
    const { InstanceSet } = await client.DescribeInstances({ InstanceIds: ['ins-running0'] })
    expect(InstanceSet).toMatchObject([{ InstanceState: 'RUNNING' }])
    expect((await client.DescribeKeyPairs({})).TotalCount).toBe(0)
  })

  test('of one account leaves the others as they are', async () => {
    await using keyplane = await startControlled({ seed: WORLD_SEED })
    const mine = cvmClient(keyplane.endpoint)
    const others = cvmClient(keyplane.endpoint, 'AKIDother', 'other-secret')
    await mine.CreateKeyPair({ KeyName: 'mine', ProjectId: 0 })
    await others.CreateKeyPair({ KeyName: 'others', ProjectId: 0 })
    await mine.TerminateInstances({ InstanceIds: ['ins-running0'] })
    await expect.poll(async () => (await mine.DescribeInstances({ InstanceIds: [] })).TotalCount).toBe(3)
    await keyplane.control.reset({ account: ACCOUNT })
    expect((await mine.DescribeKeyPairs({})).TotalCount).toBe(0)
    expect((await mine.DescribeInstances({})).TotalCount).toBe(4)
    expect((await others.DescribeKeyPairs({})).TotalCount).toBe(1)
    const login = {
      host: '127.0.0.1',
      port: keyplane.sshPort,
      user: 'root+ins-running0',
      command: 'hostname',
    }
    expect(await sshPassword({ ...login, password: 'S3cret-pw!' })).toMatchObject({ exitCode: 0 })
  })
})

describe.each(['memory', 'a directory'])('snapshots of data in %s', (where) => {
  const data = () => (where === 'memory' ? where : mkdtempSync(join(tmpdir(), 'keyplane-world-')))

  test('bring back who can log in, and what was being done', async () => {
    const directory = data()
    try {
      await using keyplane = await startControlled({ seed: WORLD_SEED, data: directory })
      const client = cvmClient(keyplane.endpoint)
      const login = {
        host: '127.0.0.1',
        port: keyplane.sshPort,
        user: 'root+ins-running0',
        command: 'hostname',
      }
      const byPassword = async () => (await sshPassword({ ...login, password: 'S3cret-pw!' })).exitCode
      const { KeyPair } = await client.CreateKeyPair({ KeyName: 'kept', ProjectId: 0 })
      const byKey = async () => (await sshKey({ ...login, privateKey: KeyPair?.PrivateKey ?? '' })).exitCode
      const KeyIds = [KeyPair?.KeyId ?? '']
      const state = async () =>
        (await client.DescribeInstances({ InstanceIds: ['ins-running0'] })).InstanceSet?.[0]
      expect([await byPassword(), await byKey()]).toEqual([0, 255])

      await keyplane.control.snapshots.save({ name: 'before' })
      await client.AssociateInstancesKeyPairs({ InstanceIds: ['ins-running0'], KeyIds, ForceStop: true })
      await expect.poll(async () => (await state())?.LatestOperationState).toBe('SUCCESS')
      expect([await byPassword(), await byKey()]).toEqual([255, 0])
      await keyplane.control.snapshots.save({ name: 'after' })

      await keyplane.control.snapshots.load({ name: 'before' })
      expect([await byPassword(), await byKey()]).toEqual([0, 255])
      await keyplane.control.snapshots.load({ name: 'after' })
      expect([await byPassword(), await byKey()]).toEqual([255, 0])
      expect((await state())?.LoginSettings?.KeyIds).toEqual(KeyIds)

      const { items } = await keyplane.control.snapshots.list({})
      expect(items.map(({ name }) => name)).toEqual(['after', 'before'])
      await keyplane.control.snapshots.remove({ name: 'after' })
      const again = keyplane.control.snapshots.load({ name: 'after' })
      await expect(again).rejects.toMatchObject({ status: 404, message: 'there is no snapshot named after' })
      // The world goes on: what is made now has an id that nothing else has.
      await client.CreateKeyPair({ KeyName: 'later', ProjectId: 0 })
    } finally {
      if (directory !== 'memory') rmSync(directory, { recursive: true, force: true })
    }
  })

  test('bring back held time and held operations', async () => {
    const directory = data()
    try {
      await using keyplane = await startControlled({ seed: WORLD_SEED, data: directory })
      const client = cvmClient(keyplane.endpoint)
      const key = { dialect: 'tencent-cvm', account: ACCOUNT, instance: 'ins-running0' }
      await keyplane.control.clock.set({ mode: 'held', at: '2026-12-24T18:00:00Z' })
      await keyplane.control.holds.hold(key)
      await client.StopInstances({ InstanceIds: ['ins-running0'] })
      await keyplane.control.snapshots.save({ name: 'held' })
      await keyplane.control.reset({})
      await keyplane.control.snapshots.load({ name: 'held' })
      const { clock, holds } = await keyplane.control.show({})
      expect({ clock, holds }).toEqual({
        clock: { mode: 'held', now: '2026-12-24T18:00:00.000Z' },
        holds: [{ ...key, action: 'StopInstances' }],
      })
      const stop = client.StopInstances({ InstanceIds: ['ins-running0'] })
      await expect(stop).rejects.toMatchObject({ code: 'UnsupportedOperation.InstanceStateStopping' })
      await keyplane.control.holds.release(key)
      await keyplane.control.clock.advance({ byMs: 60_000 })
      const { InstanceSet } = await client.DescribeInstances({ InstanceIds: ['ins-running0'] })
      expect(InstanceSet?.[0]?.InstanceState).toBe('STOPPED')
    } finally {
      if (directory !== 'memory') rmSync(directory, { recursive: true, force: true })
    }
  })
})

test('the chain of the audit log begins anew with a reset, and comes back whole with a snapshot', async () => {
  await using keyplane = await startControlled({ seed: WORLD_SEED })
  const { core, control } = keyplane
  const client = cvmClient(keyplane.endpoint)
  const chain = async () => {
    await core.auditLog.flush()
    const check = async () => verifyAccount(core.database, ACCOUNT)
    await expect.poll(async () => (await check()).unsealed, { timeout: 20_000 }).toBe(0)
    const { sealed, broken } = await check()
    return { sealed, broken }
  }
  await client.CreateKeyPair({ KeyName: 'one', ProjectId: 0 })
  await client.CreateKeyPair({ KeyName: 'two', ProjectId: 0 })
  expect(await chain()).toEqual({ sealed: 2, broken: undefined })
  await control.snapshots.save({ name: 'two' })
  await control.reset({})
  await client.CreateKeyPair({ KeyName: 'three', ProjectId: 0 })
  expect(await chain()).toEqual({ sealed: 1, broken: undefined })
  await control.snapshots.load({ name: 'two' })
  await client.CreateKeyPair({ KeyName: 'three', ProjectId: 0 })
  expect(await chain()).toEqual({ sealed: 3, broken: undefined })
  await control.reset({ account: ACCOUNT })
  await client.CreateKeyPair({ KeyName: 'one', ProjectId: 0 })
  expect(await chain()).toEqual({ sealed: 4, broken: undefined })
})
