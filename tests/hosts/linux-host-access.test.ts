import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, describe, expect, it, vi } from 'vitest'

import { hashPassword } from '../../src/core/instances/password.ts'
import type { AccessState } from '../../src/core/machines/access-state.ts'
import { Secret } from '../../src/core/secret.ts'
import { linuxHostDriver } from '../../src/drivers/linux-host/driver.ts'
import { LINUX_HOST, parseHostRecord } from '../../src/drivers/linux-host/host-record.ts'
import { HostSession } from '../../src/drivers/linux-host/host-session.ts'
import { connectTo } from '../../src/drivers/linux-host/ssh/connect.ts'
import { mapMachines } from '../map-machines.ts'
import { noRealHosts, type RealHostOptions, startRealHost } from '../real-sshd.ts'
import { sshKey, sshPassword } from '../ssh-client.ts'

const folder = mkdtempSync(join(tmpdir(), 'keyplane-access-'))
afterAll(() => rmSync(folder, { recursive: true }))

const signal = new AbortController().signal
const machine = { id: 'machine-1', instanceId: 'i-1', loginUser: 'app' }
const management = makeKey('management')
const bound = makeKey('bound')
const KEY = bound.publicKey.split(' ').slice(0, 2).join(' ')

function makeKey(name: string): { publicKey: string; privateKey: string } {
  const file = join(folder, name)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file])
  return { publicKey: readFileSync(`${file}.pub`, 'utf8'), privateKey: readFileSync(file, 'utf8') }
}

function access(
  version: number,
  publicKeys: readonly string[],
  more: Partial<AccessState> = {},
): AccessState {
  return { version, publicKeys, allowsPassword: false, ...more }
}

/** A host with the users `app` and `other`, both with a password, and a driver that reaches it as root. */
async function enrolled(options: RealHostOptions = {}, settings: object = {}, revertSeconds = 10) {
  const host = await startRealHost({
    ...options,
    users: [
      { name: 'root', authorizedKeys: management.publicKey },
      { name: 'app', password: 'app-secret' },
      { name: 'other', password: 'other-secret' },
    ],
  })
  const machines = mapMachines()
  const managementKey = async () => new Secret(management.privateKey)
  const driver = linuxHostDriver({ machines, managementKey, revertSeconds })
  const way = { address: host.address, port: host.port, user: 'root', hostKeys: [host.hostKey], ...settings }
  const record = driver.newRecord(machine, { isRunning: true, settings: way })
  await machines.insert({ machineId: machine.id, instanceId: machine.instanceId, driver: LINUX_HOST, record })
  const at = { host: host.address, port: host.port }
  return {
    ...{ host, machines, driver, record, managementKey },
    apply: (desired: AccessState) => driver.applyAccess(machine, desired, signal),
    keyFile: () => readFile(host.path('/home/app/.ssh/authorized_keys'), 'latin1').catch(() => undefined),
    logIn: (user: string) => sshKey({ ...at, user, privateKey: bound.privateKey, command: 'echo in' }),
    tryPassword: (user: string, ...methods: readonly string[]) =>
      sshPassword({
        ...{ ...at, user, password: `${user}-secret`, command: 'echo in' },
        options: methods.map((method) => `PreferredAuthentications=${method}`),
      }),
    /** The files of sshd with their content. */
    async settings() {
      const { stdout } = await host.run('cd /etc && head -c 9999 ssh/sshd_config ssh/sshd_config.d/* 2>&1')
      return stdout
    },
    async [Symbol.asyncDispose]() {
      await driver[Symbol.asyncDispose]()
      await host[Symbol.asyncDispose]()
    },
  }
}

const CONFIGS: Readonly<Record<string, RealHostOptions>> = {
  'what Debian ships': {},
  'a drop-in that says yes, as cloud-init writes it': {
    dropIns: { '50-cloud-init.conf': 'PasswordAuthentication yes\n' },
  },
  'no Include and no final line end': { sshdConfig: 'PasswordAuthentication yes\nUsePAM no' },
  'a Match block of its own that says yes': {
    sshdConfig: 'UsePAM no\nMatch User app,other\n  PasswordAuthentication yes\n',
  },
  'keyboard-interactive through PAM': {
    sshdConfig: 'Include /etc/ssh/sshd_config.d/*.conf\nUsePAM yes\nKbdInteractiveAuthentication yes\n',
  },
}

describe.skipIf(noRealHosts)(`access to a real host ${noRealHosts ?? ''}`, () => {
  it.each(Object.entries(CONFIGS))(
    'refuses the password of a user with a key, of nobody else, and gives it back byte by byte: %s',
    async (_name, options) => {
      await using test = await enrolled(options)
      const before = await test.settings()
      expect((await test.tryPassword('app')).stdout).toBe('in\n')

      await test.apply(access(1, [KEY]))
      expect((await test.logIn('app')).stdout).toBe('in\n')
      expect((await test.tryPassword('app')).exitCode).toBe(255)
      expect((await test.tryPassword('app', 'keyboard-interactive')).exitCode).toBe(255)
      expect((await test.tryPassword('other')).stdout).toBe('in\n')

      await test.apply(access(2, []))
      expect(await test.settings()).toBe(before)
      expect((await test.tryPassword('app')).stdout).toBe('in\n')
      expect((await test.logIn('app')).exitCode).toBe(255)
    },
  )

  it('sets a password once, for a change of password, and answers it where the host itself would not', async () => {
    await using test = await enrolled({ sshdConfig: 'UsePAM no\nPasswordAuthentication no\n' })
    const shadow = async () => (await test.host.run('grep ^app: /etc/shadow | cut -d: -f2')).stdout
    const first = await shadow()
    await test.apply(access(1, [KEY]))
    expect(await shadow()).toBe(first)
    const hash = await hashPassword('app-secret')
    await test.apply(access(2, [], { allowsPassword: true, passwordHash: hash }))
    expect(await shadow()).toBe(`${hash}\n`)
    expect((await test.tryPassword('app')).stdout).toBe('in\n')
    await test.host.run('printf "app:changed by hand\n" | chpasswd')
    const byHand = await shadow()
    await test.apply(access(3, [KEY], { passwordHash: hash }))
    expect(await shadow()).toBe(byHand)
  })

  it('answers a first password where the server only seems to: keyboard-interactive with nothing behind it', async () => {
    await using test = await enrolled({
      sshdConfig: 'UsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication yes\n',
    })
    const passwordHash = await hashPassword('app-secret')
    await test.apply(access(1, [], { allowsPassword: true, passwordHash }))
    expect((await test.tryPassword('app')).stdout).toBe('in\n')
  })

  it('leaves the password to PAM alone again where only PAM asked for it', async () => {
    const sshdConfig = 'UsePAM yes\nPasswordAuthentication no\nKbdInteractiveAuthentication yes\n'
    await using test = await enrolled({ sshdConfig })
    const before = await test.settings()
    await test.apply(access(1, [KEY]))
    expect((await test.tryPassword('app', 'keyboard-interactive')).exitCode).toBe(255)
    await test.apply(access(2, [], { allowsPassword: true }))
    expect(await test.settings()).toBe(before)
    expect((await test.tryPassword('app', 'keyboard-interactive')).stdout).toBe('in\n')
  })

  it('keeps the emergency key whatever is bound and unbound', async () => {
    const emergency = makeKey('emergency').publicKey.split(' ').slice(0, 2).join(' ')
    await using test = await enrolled({}, { breakGlassKeys: [emergency] })
    await test.apply(access(1, [KEY]))
    await test.apply(access(2, []))
    expect(await test.keyFile()).toContain(emergency)
    expect((await test.driver.observe(machine, signal)).access?.publicKeys).toEqual([])
  })

  it('is taken back by the host alone when nobody settles it, but not what others added meanwhile', async () => {
    await using test = await enrolled({ dropIns: { '10-own.conf': 'MaxAuthTries 5\n' } })
    await test.apply(access(1, [KEY]))
    const [before, settings] = [await test.keyFile(), await test.settings()]
    const target = { host: parseHostRecord(test.record, 'test'), user: 'app', signal }
    const way = { ...target.host, login: { kind: 'management' } as const }
    const { managementKey } = test
    const connection = await connectTo([way], { managementKey, timeoutMs: 10_000 }, signal)
    const session = new HostSession(connection, target)
    const report = await session.inspect()
    const [keys, setting] = [report.keyFiles[0], report.settingFiles.find(({ kind }) => kind === 'drop-in')]
    if (!keys || !setting) throw new Error('the host has no such files')
    const change = {
      version: 7,
      keyFiles: [{ path: keys.path, before: keys.content, after: Buffer.from('nobody\n') }],
      settingFiles: [{ path: setting.path, before: setting.content, after: undefined }],
      wants: 'any',
      passwordHash: undefined,
    } as const
    expect(await session.commit(change, report, 1_000)).toMatchObject({ kind: 'armed' })
    expect(await test.keyFile()).toBe('nobody\n')
    await test.host.run('echo "# added" >>/home/app/.ssh/authorized_keys')
    connection.destroy()
    await test.host.stopServer()

    await vi.waitFor(async () => expect(await test.keyFile()).toBe(`${before}# added\n`), 10_000)
    await vi.waitFor(async () => expect(await test.settings()).toBe(settings), 10_000)
    await test.host.startServer()
    await vi.waitFor(
      async () => expect((await test.driver.observe(machine, signal)).access).toMatchObject({ version: 1 }),
      10_000,
    )
    expect(await test.apply(access(2, [KEY]))).toMatchObject({ version: 2 })
  })

  it('changes nothing where sshd does not take its settings, and says why', async () => {
    await using test = await enrolled()
    await test.apply(access(1, []))
    await test.host.run('echo "Nonsense yes" >/etc/ssh/sshd_config.d/99-broken.conf')
    const settings = await test.settings()
    await expect(test.apply(access(2, [KEY]))).rejects.toThrow('Nonsense')
    expect(await test.settings()).toBe(settings)
    expect(await test.keyFile()).toBeUndefined()
  })

  it('refuses to shut out a user whom sshd lets in by no key', async () => {
    await using test = await enrolled({
      sshdConfig: 'UsePAM no\nPubkeyAuthentication yes\nMatch User app\n PubkeyAuthentication no\n',
    })
    await expect(test.apply(access(1, [KEY]))).rejects.toThrow('PubkeyAuthentication no')
    expect(await test.keyFile()).toBeUndefined()
  })

  it('does not follow a link of the user to a file of root', async () => {
    await using test = await enrolled({ sshdConfig: 'UsePAM no\nAuthorizedKeysFile .ssh/authorized_keys\n' })
    await test.host.run(
      'mkdir /home/app/.ssh && ln -s /root/.ssh/authorized_keys /home/app/.ssh/ && chown -R app /home/app/.ssh',
    )
    const before = await test.host.read('/root/.ssh/authorized_keys')
    await expect(test.apply(access(1, [KEY]))).rejects.toThrow('link')
    expect(await test.host.read('/root/.ssh/authorized_keys')).toEqual(before)
  })

  it('writes to the place that sshd reads: tokens, several files, owner, mode and target of a link kept', async () => {
    const sshdConfig = 'UsePAM no\nAuthorizedKeysFile /srv/none/%u %h/keys/%u.%%.%U .ssh/authorized_keys\n'
    await using test = await enrolled({ sshdConfig })
    await test.host.run(
      'usermod -aG users app && mkdir -p /root/.ssh /home/app/keys /home/app/real && echo "# here" >/home/app/real/k && chmod 640 /home/app/real/k && ln -s ../real/k "/home/app/keys/app.%.$(id -u app)" && chown -R app:users /home/app/keys /home/app/real',
    )
    await test.apply(access(1, [KEY]))
    const found = await test.host.run(
      'cat /home/app/real/k; stat -c "%U %G %a" /home/app/real/k; ls -A /home/app/real; test -L /home/app/keys/app.*',
    )
    expect(found.stdout).toMatch(
      new RegExp(`^# here\n${KEY.replaceAll('+', '\\+')} keyplane:\\S+\napp users 640\nk\n$`),
    )
    expect(found.exitCode).toBe(0)
    expect((await test.logIn('app')).stdout).toBe('in\n')
  })

  it('binds keys through dropbear', async () => {
    await using test = await enrolled({ server: 'dropbear' }, { server: 'dropbear', managesPassword: false })
    expect(await test.apply(access(1, [KEY]))).toMatchObject({ version: 1 })
    expect((await test.logIn('app')).stdout).toBe('in\n')
    expect((await test.driver.observe(machine, signal)).access).toEqual(
      access(1, [KEY], { allowsPassword: true }),
    )
    await test.apply(access(2, []))
    expect((await test.logIn('app')).exitCode).toBe(255)
  })

  it('sends nothing to a host with another key than the pinned one', async () => {
    const other = makeKey('other-host').publicKey.split(' ').slice(0, 2).join(' ')
    await using test = await enrolled({}, { hostKeys: [other] })
    await expect(test.apply(access(1, [KEY]))).rejects.toThrow('another host key')
    await expect(test.driver.observe(machine, signal)).rejects.toThrow('another host key')
  })

  it('tells a host that is down from one that cannot be operated', async () => {
    await using test = await enrolled()
    await test.host.stopServer()
    expect(await test.driver.observe(machine, signal)).toEqual({ isReachable: false, foreignKeys: [] })
    await expect(test.apply(access(1, [KEY]))).rejects.toThrow('cannot be reached')
  })
})
