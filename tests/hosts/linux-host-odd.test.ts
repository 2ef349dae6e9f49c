import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'
import { afterAll, describe, expect, it, vi } from 'vitest'

import { type DrivenHost, driveHost } from '../real-hosts/driven-host.ts'
import { type NewKey, newKey } from '../real-hosts/new-key.ts'
import { lackOf, noRealHosts, type RealHost, type RealHostOptions, startRealHost } from '../real-sshd.ts'
import { sshKey } from '../ssh-client.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyplane-odd-'))
afterAll(() => rmSync(folder, { recursive: true }))

const management = newKey()
const [one, two] = [newKey(), newKey()]
const ADMIN = `${management.publicKey} management\n`

type Driving = Partial<Parameters<typeof driveHost>[1]>

interface OddHost extends AsyncDisposable {
  readonly host: RealHost
  readonly driven: DrivenHost
  bind(version: number, ...keys: readonly NewKey[]): Promise<void>
}

/** A host with a user `app`; the driver logs in as root unless told otherwise. */
async function oddHost(options: RealHostOptions = {}, driving: Driving = {}): Promise<OddHost> {
  const users = options.users ?? [{ name: 'root', authorizedKeys: ADMIN }, { name: 'app' }]
  const host = await startRealHost({ ...options, users })
  const managementKey = management.privateKey
  const all = { settings: { user: 'root' }, managementKey, loginUser: 'app', ...driving }
  const driven = await driveHost(host, all)
  return {
    ...{ host, driven },
    async bind(version, ...keys) {
      const state = { version, publicKeys: keys.map(({ publicKey }) => publicKey), allowsPassword: false }
      expect(await driven.apply(state)).toMatchObject({ version })
    },
    async [Symbol.asyncDispose]() {
      await driven[Symbol.asyncDispose]()
      await host[Symbol.asyncDispose]()
    },
  }
}

async function whoIsIn({ address, port }: RealHost, user = 'app'): Promise<{ one: boolean; two: boolean }> {
  const target = { host: address, port, user, command: 'id -un' }
  const isIn = async ({ privateKey }: NewKey) =>
    (await sshKey({ ...target, privateKey })).stdout === `${user}\n`
  return { one: await isIn(one), two: await isIn(two) }
}

/** Puts one key in the place of another, and takes that away. */
async function expectToBind(odd: OddHost, user = 'app'): Promise<void> {
  await odd.bind(1, one)
  expect(await whoIsIn(odd.host, user)).toEqual({ one: true, two: false })
  await odd.bind(2, two)
  expect(await whoIsIn(odd.host, user)).toEqual({ one: false, two: true })
  await odd.bind(3)
  expect(await whoIsIn(odd.host, user)).toEqual({ one: false, two: false })
}

/** Notes the queue of atd after every call. */
const AT = '#!/bin/sh\n/usr/bin/at "$@"; code=$?\n/usr/bin/atq >>/root/queued\nexit "$code"\n'

/** Gives sshd its pid file back when a script waits for it. */
const SLEEP = '#!/bin/sh\n[ "$1" != 1 ] || mv /run/sshd.gone /run/sshd.pid\nexec /bin/sleep "$@"\n'

const obstacle = noRealHosts ?? lackOf('csh', 'fish')

describe.skipIf(obstacle)(`odd hosts ${obstacle ?? ''}`, () => {
  it('atd has the way back in its queue while a change is armed, and not afterwards', async () => {
    const options = { hasAtd: true, files: { '/usr/local/bin/at': AT } }
    await using odd = await oddHost(options, { revertSeconds: 90 })
    const { host } = odd
    await host.run('chmod 755 /usr/local/bin/at')
    const queue = async () => (await host.run('atq')).stdout
    await odd.bind(1, one)
    expect((await host.read('/root/queued')).toString()).toMatch(/^\d+\t.* a root\n$/)
    expect(await queue()).toBe('')
    await host.write('/etc/ssh/sshd_config.d/99-broken.conf', 'Banana yes\n')
    await expect(odd.bind(2)).rejects.toThrow('Banana')
    await host.run('rm /etc/ssh/sshd_config.d/99-broken.conf')
    await odd.bind(3, two)
    expect(await queue()).toBe('')
    expect((await host.read('/root/queued')).toString().split('\n').length).toBeGreaterThan(2)
    expect(await whoIsIn(host)).toEqual({ one: false, two: true })
  })

  it.each([['flock'], ['setsid'], ['flock setsid setpriv systemd-run at']])(
    'without %s',
    async (programs) => {
      await using odd = await oddHost()
      const gone = await odd.host.run(
        'for one in $1; do rm -f "/usr/bin/$one" "/bin/$one"; ! command -v "$one" || exit 1; done',
        {
          args: [programs],
        },
      )
      expect(gone).toMatchObject({ exitCode: 0 })
      await expectToBind(odd)
    },
  )

  it('without flock, two users of one host are changed at the same time', async () => {
    await using odd = await oddHost({
      users: [{ name: 'root', authorizedKeys: ADMIN }, { name: 'app' }, { name: 'ben' }],
    })
    await odd.host.run('rm -f /usr/bin/flock')
    const managementKey = management.privateKey
    await using other = await driveHost(odd.host, {
      ...{ settings: { user: 'root' }, managementKey, loginUser: 'ben' },
    })
    const state = { version: 1, publicKeys: [two.publicKey], allowsPassword: false }
    await Promise.all([odd.bind(1, one), other.apply(state)])
    expect(await whoIsIn(odd.host, 'app')).toEqual({ one: true, two: false })
    expect(await whoIsIn(odd.host, 'ben')).toEqual({ one: false, two: true })
    await Promise.all([odd.bind(2), other.apply({ ...state, version: 2, publicKeys: [] })])
    expect(await whoIsIn(odd.host, 'app')).toEqual({ one: false, two: false })
    expect(await whoIsIn(odd.host, 'ben')).toEqual({ one: false, two: false })
  })

  it('waits for an sshd that begins anew, and has no pid file meanwhile', async () => {
    await using odd = await oddHost({ files: { '/usr/local/bin/sleep': SLEEP } })
    await odd.host.run('chmod 755 /usr/local/bin/sleep && mv /run/sshd.pid /run/sshd.gone')
    await odd.bind(1, one)
    expect(await whoIsIn(odd.host)).toEqual({ one: true, two: false })
  })

  it('a user without sudo changes his own keys, and nothing where sshd would have to be told', async () => {
    const authorizedKeys = `# mine\n${ADMIN}`
    const users = [{ name: 'plain', password: 'S3cret-pw!', authorizedKeys }]
    const settings = { user: 'plain', managesPassword: false }
    await using odd = await oddHost({ users }, { settings, loginUser: 'plain' })
    const file = '/home/plain/.ssh/authorized_keys'
    await expectToBind(odd, 'plain')
    expect((await odd.host.read(file)).toString()).toBe(authorizedKeys)
    expect((await odd.host.run('ls -A /var/lib/keyplane /etc/ssh/sshd_config.d')).stdout).not.toContain(
      'keyplane-',
    )

    const managementKey = management.privateKey
    await using strict = await driveHost(odd.host, { settings: { user: 'plain' }, managementKey })
    const state = { version: 1, publicKeys: [one.publicKey], allowsPassword: false }
    await expect(strict.apply(state)).rejects.toThrow(
      /^127\.0\.0\.1: the password setting cannot be changed: \/etc\/ssh\S* cannot be written to$/,
    )
    expect((await odd.host.read(file)).toString()).toBe(authorizedKeys)
  })

  it.each([
    ['/bin/csh', 'own'],
    ['/bin/csh', 'sudo'],
    ['/usr/bin/fish', 'own'],
    ['/usr/bin/fish', 'sudo'],
  ] as const)('whoever logs in has the shell %s, rights: %s', async (shell, rights) => {
    const sudo = rights === 'sudo' ? ({ sudo: 'without-password' } as const) : {}
    const users = [{ name: 'ops', authorizedKeys: ADMIN, shell, ...sudo }]
    const settings = { user: 'ops', rights, managesPassword: rights === 'sudo' }
    await using odd = await oddHost({ users }, { settings, loginUser: 'ops' })
    expect((await odd.host.run('getent passwd ops')).stdout.trim().endsWith(shell)).toBe(true)
    await expectToBind(odd, 'ops')
  })

  it('logs in by an agent, and says so when it has gone', async () => {
    await using agent = await startAgent()
    const login = { kind: 'agent', socket: agent.socket } as const
    await using odd = await oddHost({}, { settings: { user: 'root', login }, managementKey: '' })
    await expectToBind(odd)
    await agent[Symbol.asyncDispose]()
    await odd.driven.moveTo(odd.host.port)
    const state = { version: 4, publicKeys: [one.publicKey], allowsPassword: false }
    await expect(odd.driven.apply(state)).rejects.toThrow(/^127\.0\.0\.1:\d+ /)
    expect(await whoIsIn(odd.host)).toEqual({ one: false, two: false })
  })

  it('goes over two jump hosts, each with its own pinned key', async () => {
    await using near = await startRealHost({ users: [{ name: 'hop', authorizedKeys: ADMIN }] })
    await using far = await startRealHost({ users: [{ name: 'hop', authorizedKeys: ADMIN }] })
    const hop = ({ address, port, hostKey }: RealHost) => ({
      ...{ address, port, user: 'hop', hostKeys: [hostKey] },
      login: { kind: 'management' } as const,
    })
    await using odd = await oddHost({}, { settings: { user: 'root', jump: [hop(near), hop(far)] } })
    await expectToBind(odd)
    for (const jump of [near, far]) expect(jump.log()).toContain('Accepted publickey for hop')

    const crossed = [hop(near), { ...hop(far), hostKeys: [near.hostKey] }]
    const managementKey = management.privateKey
    const settings = { user: 'root', jump: crossed }
    await using wrong = await driveHost(odd.host, { settings, managementKey, loginUser: 'app' })
    const state = { version: 9, publicKeys: [one.publicKey], allowsPassword: false }
    await expect(wrong.apply(state)).rejects.toThrow(`${far.port} shows another host key`)
    expect(await whoIsIn(odd.host)).toEqual({ one: false, two: false })
  })
})

/** An agent of its own that holds the management key. */
async function startAgent(): Promise<AsyncDisposable & { readonly socket: string }> {
  const [socket, file] = [join(folder, 'agent'), join(folder, 'management')]
  writeFileSync(file, management.privateKey, { mode: 0o600 })
  const agent: ChildProcess = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
  const env = { PATH: process.env['PATH'] ?? '', SSH_AUTH_SOCK: socket }
  await vi.waitFor(() => execa('ssh-add', ['-q', file], { env, extendEnv: false }), { timeout: 20_000 })
  return {
    socket,
    async [Symbol.asyncDispose]() {
      if (agent.exitCode !== null || agent.signalCode !== null) return
      const exited = new Promise((resolve) => agent.once('exit', resolve))
      agent.kill()
      await exited
    },
  }
}
