import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'
import { afterAll, describe, expect, it } from 'vitest'

import { newKey } from '../real-hosts/new-key.ts'
import { noRealHosts, type RealHost, startRealHost } from '../real-sshd.ts'
import { startTestKeyplane, type TestKeyplane } from '../start-keyplane.ts'

const MAIN = join(import.meta.dirname, '..', '..', 'src', 'main.ts')
const TOKEN = 'a-token-of-a-test'
const FOREIGN =
  '# mine\r\nno-pty ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBBbM7BWoHTXWqtFrXPj6I7a8zSzUPHXdXkVUQ4FNzrw bob'

const folder = mkdtempSync(join(tmpdir(), 'keyplane-enrolment-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const identity = keyPair('admin')
const user = keyPair('user')

function keyPair(name: string) {
  const { privateKey, publicKey } = newKey()
  const file = join(folder, name)
  writeFileSync(file, privateKey, { mode: 0o600 })
  return { file, publicKey }
}

const SEED = `
accounts: [{ id: '1000000001', name: acme, users: [{ name: root }] }]
keyPairs: [{ dialect: tencent-cvm, account: acme, region: ap-guangzhou, name: demo, publicKey: '${user.publicKey}' }]
`

function startServer(mode: 'stand-in' | 'strict' = 'stand-in'): Promise<TestKeyplane> {
  return startTestKeyplane({ seed: SEED, adminToken: TOKEN, mode })
}

async function run({ api }: TestKeyplane, ...args: readonly string[]) {
  const env = { KEYPLANE_URL: api, KEYPLANE_ADMIN_TOKEN: TOKEN }
  const { exitCode, stdout, stderr } = await execa('node', [MAIN, ...args], {
    env,
    reject: false,
    cwd: folder,
  })
  return { exitCode, stdout, stderr }
}

function startHost(name = 'root', sudo?: 'without-password'): Promise<RealHost> {
  const authorizedKeys = `${identity.publicKey}\n${FOREIGN}`
  return startRealHost({ users: [{ name, authorizedKeys, ...(sudo && { sudo }) }] })
}

const addressOf = ({ address, port }: RealHost, name = 'root') => `${name}@${address}:${port}`
const OF_ACME = ['--account', '1000000001', '--region', 'ap-guangzhou']

/** Enrols a host with everything accepted; its id. */
async function enrol(server: TestKeyplane, target: string, ...more: readonly string[]): Promise<string> {
  const login = ['--identity', identity.file, '--install-key', '--accept-new']
  const added = await run(server, 'host', 'add', target, ...OF_ACME, ...login, ...more)
  expect(added.stderr).toBe('')
  return /enrolled as (ins-[0-9a-z]{8})$/.exec(added.stdout)?.[1] ?? added.stdout
}

async function letsIn({ address, port }: RealHost, keyFile: string, name = 'root'): Promise<boolean> {
  const options = ['-F', 'none', '-o', 'BatchMode=yes', '-o', 'StrictHostKeyChecking=no']
  const files = ['-o', 'UserKnownHostsFile=/dev/null', '-o', 'IdentitiesOnly=yes', '-i', keyFile]
  const args = [...options, ...files, '-p', String(port), `${name}@${address}`, 'true']
  return (await execa('ssh', args, { reject: false })).exitCode === 0
}

describe.skipIf(noRealHosts)(`enrolling a real host ${noRealHosts ?? ''}`, () => {
  it('shows the host key first, and logs in nowhere before it is confirmed', async () => {
    await using server = await startServer()
    await using host = await startHost()
    const login = ['--identity', identity.file]
    const asked = await run(server, 'host', 'add', addressOf(host), ...OF_ACME, ...login)
    expect(asked.exitCode).toBe(1)
    const [fingerprint = ''] = /SHA256:\S{43}/.exec(asked.stderr) ?? []
    expect(asked.stderr).toContain('confirm it with --fingerprint or --accept-new')
    expect(host.log()).not.toContain('Accepted publickey')

    const other = `SHA256:${'A'.repeat(43)}`
    const wrong = await run(
      server,
      'host',
      'add',
      addressOf(host),
      ...OF_ACME,
      ...login,
      '--fingerprint',
      other,
    )
    expect(wrong).toMatchObject({ exitCode: 1, stdout: '' })
    expect(wrong.stderr).toContain(`shows the host key ${fingerprint}, expected was ${other}`)
    expect(host.log()).not.toContain('Accepted publickey')

    const right = ['--fingerprint', fingerprint, '--dry-run']
    const looked = await run(server, 'host', 'add', addressOf(host), ...OF_ACME, ...login, ...right)
    expect(looked).toMatchObject({ exitCode: 0, stderr: '' })
    expect(looked.stdout).toMatch(/^ssh server +ok +OpenSSH 9/m)
    expect(looked.stdout).toMatch(/^password login +ok +answered now: password; written as a drop-in/m)
    expect((await run(server, 'host', 'list', '--json')).stdout).toBe('{"items":[]}')
    expect((await host.read('/root/.ssh/authorized_keys')).toString()).toBe(
      `${identity.publicKey}\n${FOREIGN}`,
    )
  })

  it.each([['root', undefined] as const, ['deploy', 'without-password'] as const])(
    'binds, checks and enforces as %s',
    async (name, sudo) => {
      await using server = await startServer()
      await using host = await startHost(name, sudo)
      const file = host.users.get(name)?.keyFile ?? ''
      const id = await enrol(server, addressOf(host, name))
      expect((await host.read(file)).toString('latin1')).toMatch(
        /bob\nssh-ed25519 \S+ keyplane-management\n$/,
      )
      expect(await run(server, 'host', 'check', id)).toMatchObject({ exitCode: 0, stderr: '' })

      const bound = await run(server, 'bind', '--key', 'demo', '--hosts', id)
      expect(bound).toMatchObject({ exitCode: 0, stderr: '', stdout: `1/1  ${id}  ${host.address}  bound` })
      expect(await letsIn(host, user.file, name)).toBe(true)
      const enrolled = await host.read(file)
      expect(enrolled.toString('latin1').startsWith(`${identity.publicKey}\n${FOREIGN}\n`)).toBe(true)

      const withoutOurs = enrolled
        .toString('latin1')
        .split('\n')
        .filter((line) => !line.includes('keyplane:'))
      await host.run('cat >"$1"', { args: [file], input: withoutOurs.join('\n') })
      const drifted = await run(server, 'host', 'check', id, '--json')
      expect(drifted.exitCode).toBe(1)
      expect(JSON.parse(drifted.stdout)).toMatchObject({
        id,
        state: 'drifted',
        keys: { ours: [], extra: [] },
      })
      expect(await letsIn(host, user.file, name)).toBe(false)
      const enforced = await run(server, 'host', 'check', '--all', '--mode', 'enforce')
      expect(enforced).toMatchObject({ exitCode: 0, stderr: '' })
      expect(await letsIn(host, user.file, name)).toBe(true)
      expect(await run(server, 'host', 'check', id)).toMatchObject({ exitCode: 0 })
    },
  )

  it('adopts what was taken away by hand', async () => {
    await using server = await startServer()
    await using host = await startHost()
    const id = await enrol(server, addressOf(host))
    await run(server, 'bind', '--key', 'demo', '--hosts', id)
    await host.run("sed -i '/keyplane:/d' /root/.ssh/authorized_keys")
    expect((await run(server, 'host', 'check', id, '--mode', 'adopt')).stdout).toContain('drifted, adopted')
    expect(await run(server, 'host', 'check', id)).toMatchObject({ exitCode: 0 })
    expect(await letsIn(host, user.file)).toBe(false)
    const { items } = JSON.parse((await run(server, 'host', 'list', '--json')).stdout) as {
      items: readonly { keyPairIds: readonly string[] }[]
    }
    expect(items[0]?.keyPairIds).toEqual([])
  })

  it('tells a host that does not answer, and each host for itself', async () => {
    await using server = await startServer()
    await using alive = await startHost()
    await using dead = await startHost()
    const [first, second] = [await enrol(server, addressOf(alive)), await enrol(server, addressOf(dead))]
    await dead.reboot()
    await dead.stopServer()
    const bound = await run(server, 'host', 'check', '--all', '--json')
    expect(bound.exitCode).toBe(1)
    const states = bound.stdout.split('\n').map((line) => JSON.parse(line) as { id: string; state: string })
    expect(new Map(states.map(({ id, state }) => [id, state]))).toEqual(
      new Map([
        [first, 'in-sync'],
        [second, 'unreachable'],
      ]),
    )
  })

  it('goes through a jump host, and rotates the management key on both', async () => {
    await using server = await startServer()
    await using jump = await startHost('jumper')
    await using host = await startHost()
    await enrol(server, addressOf(jump, 'jumper'))
    const id = await enrol(server, addressOf(host), '--jump', addressOf(jump, 'jumper'))
    const before = (await run(server, 'host', 'key')).stdout
    const rotated = await run(server, 'host', 'key', '--rotate')
    expect(rotated.exitCode, rotated.stderr).toBe(0)
    expect(rotated.stdout).not.toBe(before)
    for (const file of [
      host.path('/root/.ssh/authorized_keys'),
      jump.path('/home/jumper/.ssh/authorized_keys'),
    ]) {
      const { stdout } = await execa('cat', [file])
      expect(stdout).toContain(rotated.stdout)
      expect(stdout).not.toContain(before)
      expect(stdout.startsWith(`${identity.publicKey}\n# mine`)).toBe(true)
    }
    expect(await run(server, 'host', 'check', id)).toMatchObject({ exitCode: 0 })
  })

  it('takes in a host that only serves files', async () => {
    await using server = await startServer()
    const authorizedKeys = `${identity.publicKey}\n${FOREIGN}`
    await using host = await startRealHost({
      sshdConfig: 'Subsystem sftp internal-sftp\nMatch User files\n    ForceCommand internal-sftp\n',
      users: [{ name: 'files', authorizedKeys }],
    })
    const login = ['--identity', identity.file, '--accept-new']
    const added = await run(server, 'host', 'add', addressOf(host, 'files'), ...OF_ACME, ...login)
    expect(added.stdout).toMatch(/^commands +limited +the login runs no commands/m)
    expect(added.stdout).toMatch(
      /^key file +ok +\/home\/files\/.ssh\/authorized_keys, 2 keys in it that stay/m,
    )
    const id = /enrolled as (ins-[0-9a-z]{8})$/.exec(added.stdout)?.[1] ?? added.stdout
    expect((await run(server, 'bind', '--key', 'demo', '--hosts', id)).exitCode).toBe(0)
    const text = async () => (await host.read('/home/files/.ssh/authorized_keys')).toString()
    expect(await text()).toMatch(/^ssh-ed25519 \S+ keyplane:/m)
    expect((await text()).startsWith(authorizedKeys)).toBe(true)
    const checked = await run(server, 'host', 'check', id)
    expect([checked.exitCode, checked.stdout]).toEqual([0, expect.stringContaining('in-sync')])
    expect((await run(server, 'host', 'remove', id)).exitCode).toBe(0)
    expect((await text()).trimEnd()).toBe(authorizedKeys)
  })

  it('lets its management key in to such a host by SFTP, and replaces it there', async () => {
    await using server = await startServer()
    await using host = await startRealHost({
      sshdConfig: 'Subsystem sftp internal-sftp\nMatch User files\n    ForceCommand internal-sftp\n',
      users: [{ name: 'files', authorizedKeys: `${identity.publicKey}\n${FOREIGN}` }],
    })
    const id = await enrol(server, addressOf(host, 'files'))
    const text = async () => (await host.read('/home/files/.ssh/authorized_keys')).toString()
    const before = (await run(server, 'host', 'key')).stdout
    expect(await text()).toBe(`${identity.publicKey}\n${FOREIGN}\n${before}\n`)
    const rotated = await run(server, 'host', 'key', '--rotate')
    expect(rotated.exitCode, rotated.stderr).toBe(0)
    expect(await text()).toBe(`${identity.publicKey}\n${FOREIGN}\n${rotated.stdout}\n`)
    expect(await run(server, 'host', 'check', id)).toMatchObject({ exitCode: 0 })
  })

  it('keeps a host out that shows another key file than the one that sshd reads', async () => {
    await using server = await startServer()
    const forced = 'Subsystem sftp internal-sftp\nMatch User files\n    ForceCommand internal-sftp\n'
    await using host = await startRealHost({
      sshdConfig: `AuthorizedKeysFile /etc/keys/%u\n${forced}`,
      users: [{ name: 'files' }],
      files: { '/etc/keys/files': `${identity.publicKey}\n` },
    })
    const login = ['--identity', identity.file, '--accept-new']
    const added = await run(server, 'host', 'add', addressOf(host, 'files'), ...OF_ACME, ...login)
    expect(added.exitCode).not.toBe(0)
    expect(added.stdout).toMatch(/^key login +FAILS +the key that logs in is not in the key file/m)
  })

  it('lets a host go', async () => {
    await using server = await startServer()
    await using host = await startHost()
    const id = await enrol(server, addressOf(host))
    await run(server, 'bind', '--key', 'demo', '--hosts', id)
    expect(await run(server, 'host', 'remove', id)).toMatchObject({ exitCode: 0, stdout: `removed ${id}` })
    expect(await run(server, 'host', 'check', id)).toMatchObject({
      exitCode: 2,
      stderr: `keyplane: there is no host "${id}"`,
    })
    expect(await letsIn(host, user.file)).toBe(false)
  })
})

describe('the commands of hosts', () => {
  it.each([
    [['host', 'check'], 'name hosts, or all of them by --all'],
    [['host', 'add', 'no host', ...OF_ACME], '"no host" must be USER@HOST or USER@HOST:PORT'],
    [['host', 'add', 'a@127.0.0.1', '--account', '2'], 'account: there is no account 2'],
    [['bind', '--key', 'demo', '--hosts', ','], '--hosts names no host'],
    [['bind', '--key', 'demo', '--hosts', 'ins-00000000'], 'there is no host "ins-00000000"'],
  ])('%j is a mistake of usage', async (args, message) => {
    await using server = await startServer('strict')
    expect(await run(server, ...args)).toEqual({ exitCode: 2, stdout: '', stderr: `keyplane: ${message}` })
  })
})
