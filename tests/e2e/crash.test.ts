import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it } from 'vitest'

import { startServer } from '../server-process.ts'
import { sshKey, sshPassword } from '../ssh-client.ts'
import { CVM_SEED, cvmClient } from './clouds.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyplane-crash-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const seed = join(folder, 'seed.yaml')
writeFileSync(seed, CVM_SEED)

/** Steps take long enough to be caught in, by a poll and a signal. */
const TRANSITION_MS = '800'

function start(data: string) {
  const flags = {
    listen: '127.0.0.1:0',
    'ssh-listen': '0.0.0.0:0',
    'transition-ms': TRANSITION_MS,
    data,
    seed,
  }
  return startServer(Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]))
}

describe('kill -9 during a bind', () => {
  it.each([
    ['before its first step', 'STOPPING'],
    ['between its steps', 'STARTING'],
  ])('%s: after a restart the operation finishes and the key opens', async (_name, state) => {
    const data = join(folder, state)
    const crashed = await start(data)
    const api = cvmClient(new URL(crashed.api).host)
    const { KeyPair } = await api.CreateKeyPair({ KeyName: 'survivor', ProjectId: 0 })
    const keyId = KeyPair?.KeyId ?? ''
    const { RequestId } = await api.AssociateInstancesKeyPairs({
      InstanceIds: ['ins-running0'],
      KeyIds: [keyId],
      ForceStop: true,
    })
    const describeOne = async (client: typeof api) =>
      (await client.DescribeInstances({ InstanceIds: ['ins-running0'] })).InstanceSet?.[0]
    await expect
      .poll(() => describeOne(api), { timeout: 10_000, interval: 10 })
      .toMatchObject({ InstanceState: state, LatestOperationState: 'OPERATING' })
    await crashed.stop('SIGKILL')

    const restarted = await start(data)
    try {
      const again = cvmClient(new URL(restarted.api).host)
      await expect
        .poll(() => describeOne(again), { timeout: 10_000 })
        .toMatchObject({
          InstanceState: 'RUNNING',
          LatestOperationState: 'SUCCESS',
          LatestOperationRequestId: RequestId,
        })
      const target = {
        host: '127.0.0.1',
        port: restarted.sshPort,
        user: await loginUser(again),
        command: 'echo in',
      }
      expect(await sshKey({ ...target, privateKey: KeyPair?.PrivateKey ?? '' })).toMatchObject({
        stdout: 'in\n',
      })
      expect((await sshPassword({ ...target, password: 'S3cret-pw!' })).stderr).toContain('Permission denied')
    } finally {
      await restarted.stop()
    }
  })
})

describe('kill -9 after a call with a client token', () => {
  it('the call sent again to the restarted server gets the same instances', async () => {
    const data = join(folder, 'client-token')
    const wanted = { Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89', ClientToken: 'once' }
    const crashed = await start(data)
    const { InstanceIdSet } = await cvmClient(new URL(crashed.api).host).RunInstances(wanted)
    await crashed.stop('SIGKILL')

    const restarted = await start(data)
    try {
      const api = cvmClient(new URL(restarted.api).host)
      expect((await api.RunInstances(wanted)).InstanceIdSet).toEqual(InstanceIdSet)
      // Two are seeded.
      expect((await api.DescribeInstances({})).TotalCount).toBe(3)
    } finally {
      await restarted.stop()
    }
  })
})

async function loginUser(api: ReturnType<typeof cvmClient>): Promise<string> {
  const { InstanceSet } = await api.DescribeInstances({ InstanceIds: ['ins-running0'] })
  return `${InstanceSet?.[0]?.DefaultLoginUser}+ins-running0`
}
