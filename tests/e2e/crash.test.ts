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

type Api = ReturnType<typeof cvmClient>

const ID = 'ins-running0'

async function describeOne(api: Api) {
  return (await api.DescribeInstances({ InstanceIds: [ID] })).InstanceSet?.[0]
}

async function untilState(api: Api, InstanceState: string, LatestOperationState: string): Promise<void> {
  await expect
    .poll(() => describeOne(api), { timeout: 10_000, interval: 10 })
    .toMatchObject({ InstanceState, LatestOperationState })
}

/** Kills the server while the instance is in this state, and hands a fresh one to `prove`. */
async function killIn(
  state: string,
  parts: {
    data: string
    begin: (api: Api) => Promise<unknown>
    prove: (api: Api, sshPort: number) => Promise<void>
  },
): Promise<void> {
  const crashed = await start(parts.data)
  const api = cvmClient(new URL(crashed.api).host)
  await parts.begin(api)
  await untilState(api, state, 'OPERATING')
  await crashed.stop('SIGKILL')
  const restarted = await start(parts.data)
  try {
    await parts.prove(cvmClient(new URL(restarted.api).host), restarted.sshPort)
  } finally {
    await restarted.stop()
  }
}

const PASSWORDS = { seeded: 'S3cret-pw!', fresh: 'Fresh-pw-1!', rescue: 'Rescue-pw-1!' }

/** Of all passwords that ever were, this one alone logs in. */
async function onlyPassword(wanted: keyof typeof PASSWORDS, api: Api, port: number): Promise<void> {
  const target = { host: '127.0.0.1', port, user: await loginUser(api), command: 'echo in' }
  for (const [name, password] of Object.entries(PASSWORDS)) {
    const { stdout } = await sshPassword({ ...target, password })
    expect([name, stdout]).toEqual([name, name === wanted ? 'in\n' : ''])
  }
}

describe('kill -9 during a bind', () => {
  it.each([
    ['before its first step', 'STOPPING'],
    ['between its steps', 'STARTING'],
  ])('%s: after a restart the operation finishes and the key opens', async (_name, state) => {
    expect.hasAssertions()
    let pair: { KeyId?: string; PrivateKey?: string } = {}
    let requestId: string | undefined
    await killIn(state, {
      data: join(folder, state),
      async begin(api) {
        const { KeyPair } = await api.CreateKeyPair({ KeyName: 'survivor', ProjectId: 0 })
        pair = KeyPair ?? {}
        const bind = { InstanceIds: [ID], KeyIds: [pair.KeyId ?? ''], ForceStop: true }
        requestId = (await api.AssociateInstancesKeyPairs(bind)).RequestId
      },
      async prove(api, port) {
        await untilState(api, 'RUNNING', 'SUCCESS')
        expect((await describeOne(api))?.LatestOperationRequestId).toBe(requestId)
        const target = { host: '127.0.0.1', port, user: await loginUser(api), command: 'echo in' }
        const entered = await sshKey({ ...target, privateKey: pair.PrivateKey ?? '' })
        expect(entered).toMatchObject({ stdout: 'in\n' })
        const refused = await sshPassword({ ...target, password: PASSWORDS.seeded })
        expect(refused.stderr).toContain('Permission denied')
      },
    })
  })
})

describe('kill -9 while a system changes', () => {
  it.each(['STOPPING', 'STOPPED', 'STARTING'])('reinstalled, %s: it ends with the new one', async (state) => {
    expect.hasAssertions()
    await killIn(state, {
      data: join(folder, `reset-${state}`),
      begin: (api) => api.ResetInstance({ InstanceId: ID, LoginSettings: { Password: PASSWORDS.fresh } }),
      async prove(api, port) {
        await untilState(api, 'RUNNING', 'SUCCESS')
        await onlyPassword('fresh', api, port)
      },
    })
  })

  it('into rescue: it ends there', async () => {
    expect.hasAssertions()
    await killIn('ENTER_RESCUE_MODE', {
      data: join(folder, 'rescue'),
      begin: (api) => api.EnterRescueMode({ InstanceId: ID, Password: PASSWORDS.rescue, ForceStop: true }),
      async prove(api, port) {
        await untilState(api, 'RESCUE_MODE', 'SUCCESS')
        await onlyPassword('rescue', api, port)
      },
    })
  })

  it('out of rescue: it runs its own system', async () => {
    expect.hasAssertions()
    await killIn('EXIT_RESCUE_MODE', {
      data: join(folder, 'exit'),
      async begin(api) {
        await api.EnterRescueMode({ InstanceId: ID, Password: PASSWORDS.rescue, ForceStop: true })
        await untilState(api, 'RESCUE_MODE', 'SUCCESS')
        await api.ExitRescueMode({ InstanceId: ID })
      },
      async prove(api, port) {
        await untilState(api, 'RUNNING', 'SUCCESS')
        await onlyPassword('seeded', api, port)
      },
    })
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

async function loginUser(api: Api): Promise<string> {
  return `${(await describeOne(api))?.DefaultLoginUser}+${ID}`
}
