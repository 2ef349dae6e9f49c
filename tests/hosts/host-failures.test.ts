import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

import { createOwnApiClient } from '../../src/own-api/client.ts'
import {
  ACCOUNT,
  ADMIN_TOKEN,
  APP_PASSWORD,
  type CloudOfHosts,
  startCloudOfHosts,
} from '../real-hosts/cloud-of-hosts.ts'
import { ACCESS_KEYS, HOST_CLOUDS, type HostCloud, type Shown } from '../real-hosts/clouds-over-hosts.ts'
import { noRealHosts, type RealHost } from '../real-sshd.ts'
import { sshKey, sshPassword } from '../ssh-client.ts'

const PATIENCE = { timeout: 60_000, interval: 100 }

interface HostFault {
  readonly name: string
  break(host: RealHost): Promise<void>
  mend(host: RealHost): Promise<void>
  /** What CVM says of it. */
  readonly words: RegExp
  /** Lighthouse looks at the machine first and refuses the call. Source: docs/differences.md, "A machine that fails". */
  readonly lighthouseCode?: string
}

const FOLDER = '/home/app/.ssh'
const KEY = '/etc/ssh/ssh_host_ed25519_key'

const FAULTS: readonly HostFault[] = [
  {
    name: 'is off',
    async break(host) {
      // No session lives on through a reboot.
      await host.reboot()
      await host.stopServer()
    },
    mend: (host) => host.startServer(),
    words: /^127\.0\.0\.1:\d+ cannot be reached: /,
    lighthouseCode: 'InternalError.DescribeInstanceStatus',
  },
  {
    name: 'takes no new connection',
    break: (host) => host.stopServer(),
    mend: (host) => host.startServer(),
    words: /^127\.0\.0\.1:\d+ cannot be reached: /,
  },
  {
    name: 'cannot write the keys',
    break: (host) => mustRun(host, `mount --bind ${FOLDER} ${FOLDER} && mount -o remount,ro,bind ${FOLDER}`),
    mend: (host) => mustRun(host, `umount ${FOLDER}`),
    words: /Read-only file system/,
  },
  {
    name: 'shows another host key',
    async break(host) {
      await mustRun(host, `mv ${KEY} /root/kept && ssh-keygen -q -t ed25519 -N '' -f ${KEY}`)
      await host.reboot()
    },
    async mend(host) {
      await mustRun(host, `mv /root/kept ${KEY}`)
      await host.reboot()
    },
    words: /^127\.0\.0\.1:\d+ shows another host key than the pinned one/,
    lighthouseCode: 'FailedOperation.InstanceOperationFailed',
  },
]

describe.skipIf(noRealHosts)(`a real host that fails ${noRealHosts ?? ''}`, () => {
  let world: CloudOfHosts
  beforeAll(async () => {
    world = await startCloudOfHosts(HOST_CLOUDS, ACCESS_KEYS)
  })
  afterAll(() => world[Symbol.asyncDispose]())

  it.concurrent.each(HOST_CLOUDS)(
    '$dialect: told in its words, nothing changed, then mended',
    async (cloud) => {
      const host = hostOf(world, cloud)
      await bindAndProve(world, cloud, 'one')
      const before = await access(host)
      for (const fault of FAULTS) {
        await fault.break(host)
        const isRefused = cloud.dialect === 'tencent-lighthouse' && fault.lighthouseCode !== undefined
        const expected = isRefused ? fault.lighthouseCode : undefined
        expect(await cloud.bind(world.endpoint, 'two'), fault.name).toBe(expected)
        if (!isRefused) await expectFailed(world, cloud, fault)
        await fault.mend(host)
        expect(await access(host), fault.name).toEqual(before)
        await bindAndProve(world, cloud, 'two')
        await bindAndProve(world, cloud, 'one')
      }
      expect(await access(host)).toEqual(before)
      expect(told(world, (await cloud.show(world.endpoint)).whole)).toEqual([])
    },
  )
})

/** The bindings are what they were, the instance is free and runs, and who fails says so where its page has a place. */
async function expectFailed(
  world: CloudOfHosts,
  cloud: HostCloud,
  { name, words }: HostFault,
): Promise<void> {
  const isTencent = cloud.dialect.startsWith('tencent')
  const operation = isTencent ? ({ operation: 'FAILED' } as const) : {}
  const { message, whole } = await shows(world, cloud, { pairs: ['one'], isRunning: true, ...operation })
  expect(message ?? 'no place for it', name).toMatch(cloud.dialect === 'tencent-cvm' ? words : /^no place/)
  const [reason] = failuresOf(world, cloud).slice(-1)
  expect(reason, name).toMatch(words)
  expect(told(world, whole)).toEqual([])
}

/** Binds one pair, however long an earlier operation is still being undone, and logs in with its private key. */
async function bindAndProve(world: CloudOfHosts, cloud: HostCloud, pair: 'one' | 'two'): Promise<void> {
  const target = targetOf(hostOf(world, cloud))
  await vi.waitFor(async () => expect(await cloud.bind(world.endpoint, pair)).toBeUndefined(), PATIENCE)
  const { privateKey } = world.keys[pair]
  await vi.waitFor(
    async () => expect((await sshKey({ ...target, privateKey })).stdout).toBe('in\n'),
    PATIENCE,
  )
  // The key works a moment before its operation has ended, which whatever befalls the host now would make fail.
  await untilSucceeded(world, cloud)
  await shows(world, cloud, { pairs: [pair] })
  const refused = await sshPassword({ ...target, password: APP_PASSWORD })
  expect(refused.stderr).toContain('Permission denied')
}

async function untilSucceeded({ server }: CloudOfHosts, { dialect, instanceId }: HostCloud): Promise<void> {
  const ownApi = createOwnApiClient({ url: server.api, token: ADMIN_TOKEN })
  await vi.waitFor(async () => {
    const { latestOperation } = await ownApi.instances.show({ dialect, account: ACCOUNT, id: instanceId })
    expect(latestOperation?.outcome).toBe('succeeded')
  }, PATIENCE)
}

/** Waits until the cloud shows this, and resolves to all that it then shows. Not by `expect.poll`: tests run side by side. */
function shows({ endpoint }: CloudOfHosts, cloud: HostCloud, wanted: Partial<Shown>): Promise<Shown> {
  return vi.waitFor(async () => {
    const shown = await cloud.show(endpoint)
    expect(shown).toMatchObject(wanted)
    return shown
  }, PATIENCE)
}

function hostOf({ hosts }: CloudOfHosts, { instanceId }: HostCloud): RealHost {
  const host = hosts.get(instanceId)
  if (host === undefined) throw new Error(`there is no host for ${instanceId}`)
  return host
}

function targetOf({ address, port, hostKey }: RealHost) {
  const knownHosts = `[${address}]:${port} ${hostKey}\n`
  return { host: address, port, user: 'app', command: 'echo in', knownHosts }
}

/** The bytes of the key file and of sshd's settings. */
async function access(host: RealHost): Promise<{ keys: string; settings: string }> {
  const { stdout } = await host.run('cd /etc/ssh && head -c 9999 sshd_config sshd_config.d/*')
  return { keys: (await host.read(`${FOLDER}/authorized_keys`)).toString('latin1'), settings: stdout }
}

/** The secrets that an answer or the log of the server has told. */
function told({ server, secrets }: CloudOfHosts, answer: string): readonly string[] {
  return secrets.filter((secret) => `${server.log()}\n${answer}`.includes(secret))
}

/** Why operations on the cloud's instance failed, in the words of the log. */
function failuresOf({ server }: CloudOfHosts, { instanceId }: HostCloud): readonly string[] {
  const lines = server
    .log()
    .split('\n')
    .filter((line) => line.startsWith('{'))
  // The server's own log lines.
  const rows = lines.map((line) => JSON.parse(line) as { readonly instance?: string; readonly msg: string })
  const failures = rows.filter(
    ({ instance, msg }) => instance === instanceId && msg.includes('failed and is undone'),
  )
  return failures.map(({ msg }) => msg.slice(msg.indexOf(': ') + 2))
}

async function mustRun(host: RealHost, script: string): Promise<void> {
  const { exitCode, stderr } = await host.run(script)
  if (exitCode !== 0) throw new Error(`the host could not: ${script}\n${stderr}`)
}
