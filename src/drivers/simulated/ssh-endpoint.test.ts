import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { type Socket, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa, execaSync } from 'execa'
import ssh2, { type PublicKeyAuthMethod } from 'ssh2'
import { encrypt } from 'unixcrypt'
import { describe, expect, it, vi } from 'vitest'

import { inOwnHome, isolatedSshOptions, sshKey, sshPassword } from '../../../tests/ssh-client.ts'
import { type Clock, systemClock } from '../../core/clock.ts'
import type { AccessState } from '../../core/machines/access-state.ts'
import type { Driver, Machine } from '../../core/machines/driver.ts'
import type { MachineRecord, MachineStore } from '../../core/machines/store.ts'
import { addressOf } from './address.ts'
import { simulatedDriver } from './driver.ts'
import { publicHostKey } from './host-key.ts'
import { type SshEndpoint, openSshEndpoint } from './ssh-endpoint.ts'

vi.setConfig({ testTimeout: 30_000 })

const signal = new AbortController().signal
const HOST_KEY_SEED = Buffer.alloc(32, 9)
const PASSWORD = 'S3cret-pw!'
const HASH = encrypt(PASSWORD)
const SHARED = '127.0.0.1'

function mapStore(): MachineStore {
  const rows = new Map<string, MachineRecord>()
  const all = () => [...rows.values()]
  return {
    find: async (id) => rows.get(id),
    findByAddressIndex: async (index) => all().find(({ addressIndex }) => addressIndex === index),
    listOf: async () => [],
    findByInstanceId: async (id) => all().filter(({ instanceId }) => instanceId === id),
    async insert(machine) {
      const row = { ...machine, addressIndex: rows.size }
      rows.set(machine.machineId, row)
      return row
    },
    async replace(id, previous, record) {
      const row = rows.get(id)
      if (row?.record !== previous) return false
      rows.set(id, { ...row, record })
      return true
    },
    remove: async (id) => void rows.delete(id),
  }
}

/** What the client does with a packet, as far as a test looks at it. */
interface PacketHandlers {
  USERAUTH_PK_OK: (from: unknown, algorithm: string, key: unknown) => void
}

/** A clock that a test moves by hand. */
function heldClock(): Clock & { advance(ms: number): void } {
  let nowMs = 0
  const waiting = new Set<{ atMs: number; wake: () => void }>()
  return {
    now: () => nowMs,
    wakeAt(atMs, wake) {
      const entry = { atMs, wake }
      waiting.add(entry)
      return { [Symbol.dispose]: () => void waiting.delete(entry) }
    },
    advance(ms) {
      nowMs += ms
      for (const entry of waiting) {
        if (entry.atMs > nowMs) continue
        waiting.delete(entry)
        entry.wake()
      }
    },
  }
}

interface World extends AsyncDisposable {
  readonly endpoint: SshEndpoint
  readonly driver: Driver
  readonly port: number
  readonly errors: unknown[]
  /** A running machine with this access; its address is `addressOf` of its place in order. */
  machine(id: string, access?: Partial<AccessState>, more?: Partial<Machine>): Promise<Machine>
}

async function openWorld(machines = mapStore(), clock: Clock = systemClock()): Promise<World> {
  const errors: unknown[] = []
  const log = { error: (facts: object) => void errors.push(facts), warn() {}, info() {} }
  const listen = { host: '0.0.0.0', port: 0 }
  const endpoint = await openSshEndpoint({ listen, machines, clock, hostKeySeed: HOST_KEY_SEED, log })
  const driver = simulatedDriver({ machines, transitionMs: 0, sessions: endpoint })
  return {
    endpoint,
    driver,
    errors,
    port: endpoint.address.port,
    async machine(id, access = {}, more = {}) {
      const machine = { id, instanceId: `i-${id}`, loginUser: 'root', ...more }
      await driver.start(machine, signal)
      const desired = { version: 1, publicKeys: [], allowsPassword: false, ...access }
      await driver.applyAccess(machine, desired, signal)
      return machine
    },
    [Symbol.asyncDispose]: () => endpoint[Symbol.asyncDispose](),
  }
}

interface KeyPair {
  readonly privateKey: string
  readonly publicKey: string
}

const KEY_TYPES = {
  ed25519: ['-t', 'ed25519'],
  rsa: ['-t', 'rsa', '-b', '2048'],
  'ecdsa-256': ['-t', 'ecdsa', '-b', '256'],
  'ecdsa-384': ['-t', 'ecdsa', '-b', '384'],
  'ecdsa-521': ['-t', 'ecdsa', '-b', '521'],
}

/** Made by OpenSSH: one in a few hundred ed25519 pairs that ssh2 makes lacks a leading zero byte. */
function keyPair(type: keyof typeof KEY_TYPES = 'ed25519'): KeyPair {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-key-'))
  try {
    const file = join(folder, 'key')
    execaSync('ssh-keygen', ['-q', ...KEY_TYPES[type], '-N', '', '-C', '', '-f', file])
    return {
      privateKey: readFileSync(file, 'utf8'),
      publicKey: readFileSync(`${file}.pub`, 'utf8').trim(),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const KEY = keyPair()
const withKey: Partial<AccessState> = { publicKeys: [KEY.publicKey] }
const withPassword: Partial<AccessState> = { allowsPassword: true, passwordHash: HASH }
const viaKey = { host: addressOf(0), user: 'root', privateKey: KEY.privateKey }
const viaPassword = { host: addressOf(0), user: 'root', password: PASSWORD }

/** Runs a command as root on the first machine; throws with the client's words when that fails. */
async function run(world: World, command: string, stdin?: string): Promise<string> {
  const input = stdin === undefined ? {} : { stdin }
  const result = await sshKey({ ...viaKey, port: world.port, command, ...input })
  if (result.exitCode !== 0) throw new Error(`${command}: ${result.exitCode} ${result.stderr}`)
  return result.stdout
}

describe('login by key', () => {
  it.each(['ed25519', 'rsa', 'ecdsa-256', 'ecdsa-384', 'ecdsa-521'] as const)(
    'opens a session with an %s key',
    async (type) => {
      await using world = await openWorld()
      const { privateKey, publicKey } = keyPair(type)
      await world.machine('m', { publicKeys: [publicKey] })
      const command = 'echo hello; whoami; hostname; id -un'
      const result = await sshKey({ host: addressOf(0), port: world.port, user: 'root', privateKey, command })
      expect(result).toEqual({ exitCode: 0, stdout: 'hello\nroot\ni-m\nroot\n', stderr: '' })
    },
  )

  it.each([
    ['rsa-sha2-256', 0],
    ['ssh-rsa', 255],
  ])('with an RSA key and %s signatures ends with %d', async (algorithm, exitCode) => {
    await using world = await openWorld()
    const { privateKey, publicKey } = keyPair('rsa')
    await world.machine('m', { publicKeys: [publicKey] })
    const options = [`PubkeyAcceptedAlgorithms=${algorithm}`]
    const result = await sshKey({ ...viaKey, privateKey, port: world.port, options, command: 'true' })
    expect(result.exitCode).toBe(exitCode)
  })

  it('answers a question about an RSA key with the algorithm of the question, which old Go clients compare', async () => {
    await using world = await openWorld()
    const { privateKey, publicKey } = keyPair('rsa')
    await world.machine('m', { publicKeys: [publicKey] })
    const client = new ssh2.Client()
    const answered = new Promise<unknown>((resolve, reject) => {
      client.on('handshake', () => {
        // The client tells nobody what it was answered: the packet is looked at on its way in.
        const { _protocol: protocol } = client as unknown as { _protocol: { _handlers: PacketHandlers } }
        const { _handlers: handlers } = protocol
        const proceed = handlers.USERAUTH_PK_OK
        handlers.USERAUTH_PK_OK = (from, algorithm, key) => {
          resolve(algorithm)
          proceed(from, algorithm, key)
        }
      })
      client.on('error', reject)
    })
    const ready = new Promise<void>((resolve) => client.on('ready', () => resolve()))
    client.connect({ host: addressOf(0), port: world.port, username: 'root', privateKey })
    expect(await answered).toMatch(/^rsa-sha2-(?:256|512)$/)
    await ready
    client.end()
  })

  it('finds the machine by its own address, or by the user name on any other', async () => {
    await using world = await openWorld()
    await world.machine('a', withKey)
    await world.machine('b', withKey, { loginUser: 'ubuntu' })
    const { privateKey } = KEY
    const command = 'hostname; whoami; pwd'
    const forms = [
      { host: addressOf(0), user: 'root' },
      { host: addressOf(1), user: 'ubuntu' },
      { host: SHARED, user: 'root+i-a' },
      { host: SHARED, user: 'ubuntu+i-b' },
    ]
    const results = await Promise.all(
      forms.map((form) => sshKey({ ...form, port: world.port, privateKey, command })),
    )
    expect(results.map(({ stdout }) => stdout)).toEqual([
      'i-a\nroot\n/root\n',
      'i-b\nubuntu\n/home/ubuntu\n',
      'i-a\nroot\n/root\n',
      'i-b\nubuntu\n/home/ubuntu\n',
    ])
  })

  it.each([
    ['a key that is not bound', { ...viaKey, privateKey: keyPair().privateKey }],
    ['another user', { ...viaKey, user: 'ubuntu' }],
    ['an instance that does not exist', { ...viaKey, host: SHARED, user: 'root+i-none' }],
    ['no instance', { ...viaKey, host: SHARED, user: 'root' }],
    ['an instance of another login user', { ...viaKey, host: SHARED, user: 'ubuntu+i-m' }],
  ])('is refused to %s', async (_name, target) => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const result = await sshKey({ ...target, port: world.port, command: 'true' })
    expect(result).toMatchObject({ exitCode: 255, stdout: '' })
    expect(result.stderr).toContain('Permission denied (publickey).')
  })

  it('is refused where two machines show the same instance id', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey, { instanceId: 'i-same' })
    await world.machine('n', withKey, { instanceId: 'i-same' })
    const result = await sshKey({
      ...viaKey,
      host: SHARED,
      user: 'root+i-same',
      port: world.port,
      command: 'true',
    })
    expect(result.stderr).toContain('Permission denied (publickey).')
    expect((await sshKey({ ...viaKey, port: world.port, command: 'hostname' })).stdout).toBe('i-same\n')
  })

  it('ends with the binding, and with the line inside the machine', async () => {
    await using world = await openWorld()
    const machine = await world.machine('m', withKey)
    const other = keyPair()
    await run(world, `echo '${other.publicKey}' >> .ssh/authorized_keys`)
    await world.driver.applyAccess(machine, { version: 2, publicKeys: [], allowsPassword: false }, signal)
    const refused = await sshKey({ ...viaKey, port: world.port, command: 'true' })
    expect(refused.stderr).toContain('Permission denied (publickey).')
    const byHand = { ...viaKey, privateKey: other.privateKey, port: world.port }
    const removed = await sshKey({ ...byHand, command: 'rm .ssh/authorized_keys' })
    expect(removed, removed.stderr + other.publicKey).toMatchObject({ exitCode: 0 })
    expect((await sshKey({ ...byHand, command: 'true' })).stderr).toContain('Permission denied (publickey).')
  })

  it('refuses a signature that is not the key’s', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    expect(await offer(world, { publicHalf: KEY, signingHalf: KEY })).toBe('let in')
    expect(await offer(world, { publicHalf: KEY, signingHalf: keyPair() })).toContain(
      'authentication methods failed',
    )
  })
})

/** Offers one public key and signs with another private one. */
async function offer(
  world: World,
  { publicHalf, signingHalf }: { publicHalf: KeyPair; signingHalf: KeyPair },
) {
  const shown = ssh2.utils.parseKey(publicHalf.privateKey)
  const signing = ssh2.utils.parseKey(signingHalf.privateKey)
  if (shown instanceof Error || signing instanceof Error) throw new Error('a made key does not read')
  shown.sign = (data, algorithm) => signing.sign(data, algorithm)
  const method: PublicKeyAuthMethod = { type: 'publickey', username: 'root', key: shown }
  const client = new ssh2.Client()
  const { promise, resolve } = Promise.withResolvers<string>()
  client.on('ready', () => resolve('let in')).on('error', ({ message }) => resolve(message))
  client.connect({
    host: addressOf(0),
    port: world.port,
    username: 'root',
    authHandler: [method],
  })
  const outcome = await promise
  client.end()
  return outcome
}

describe('login by password', () => {
  it.each(['password', 'keyboard-interactive'])('is accepted by %s where it is allowed', async (method) => {
    await using world = await openWorld()
    await world.machine('m', withPassword)
    const options = [`PreferredAuthentications=${method}`]
    const result = await sshPassword({ ...viaPassword, port: world.port, options, command: 'echo in' })
    expect(result).toEqual({ exitCode: 0, stdout: 'in\n', stderr: '' })
  })

  it.each(['password', 'keyboard-interactive'])('is refused by %s with a wrong password', async (method) => {
    await using world = await openWorld()
    await world.machine('m', withPassword)
    const target = { ...viaPassword, password: 'wrong', port: world.port, command: 'true' }
    const result = await sshPassword({ ...target, options: [`PreferredAuthentications=${method}`] })
    expect(result.exitCode).toBe(255)
    expect(result.stderr).toContain('Permission denied (publickey,password,keyboard-interactive).')
  })

  it.each([
    ['it is switched off', { ...withPassword, allowsPassword: false }],
    ['none was ever set', { allowsPassword: true }],
  ])('is not even offered where %s', async (_name, access) => {
    await using world = await openWorld()
    await world.machine('m', access)
    const options = ['PreferredAuthentications=password,keyboard-interactive']
    const result = await sshPassword({ ...viaPassword, port: world.port, options, command: 'true' })
    expect(result.exitCode).toBe(255)
    expect(result.stderr).toContain('Permission denied (publickey).')
  })

  it('is refused from the moment it is switched off', async () => {
    await using world = await openWorld()
    const machine = await world.machine('m', withPassword)
    const target = { ...viaPassword, port: world.port, command: 'true' }
    expect(await sshPassword(target)).toMatchObject({ exitCode: 0 })
    const off = { version: 2, publicKeys: [KEY.publicKey], allowsPassword: false, passwordHash: HASH }
    await world.driver.applyAccess(machine, off, signal)
    expect((await sshPassword(target)).stderr).toContain('Permission denied (publickey).')
    expect(await run(world, 'echo key')).toBe('key\n')
  })

  it('is closed after six wrong tries', async () => {
    await using world = await openWorld()
    await world.machine('m', withPassword)
    const client = new ssh2.Client()
    const { promise, resolve } = Promise.withResolvers<void>()
    let tries = 0
    client.on('error', () => resolve()).on('close', () => resolve())
    client.connect({
      host: addressOf(0),
      port: world.port,
      username: 'root',
      authHandler: (_left, _partial, next) => {
        tries += 1
        next({ type: 'password', username: 'root', password: 'wrong' })
      },
    })
    await promise
    expect(tries).toBeGreaterThanOrEqual(6)
    expect(tries).toBeLessThanOrEqual(7)
  })
})

describe('power', () => {
  it('closes the door of a machine that is off', async () => {
    await using world = await openWorld()
    const machine = await world.machine('m', { ...withKey, ...withPassword })
    await world.driver.stop(machine, { force: false }, signal)
    const atAddress = await sshKey({ ...viaKey, port: world.port, command: 'true' })
    expect(atAddress.exitCode).toBe(255)
    expect(atAddress.stderr).toMatch(/Connection (?:reset|closed)/)
    const byName = await sshKey({
      ...viaKey,
      host: SHARED,
      user: 'root+i-m',
      port: world.port,
      command: 'true',
    })
    expect(byName.exitCode).toBe(255)
    expect(byName.stderr).toMatch(/disconnect|closed|Permission denied \(publickey\)/)
    await world.driver.start(machine, signal)
    expect(await run(world, 'echo up')).toBe('up\n')
  })

  it.each(['stop', 'reboot', 'remove'] as const)(
    'ends the sessions that are open at a %s',
    async (change) => {
      await using world = await openWorld()
      const machine = await world.machine('m', withKey)
      const client = await loggedIn(world)
      const closed = new Promise<void>((resolve) => client.on('close', () => resolve()))
      if (change === 'stop') await world.driver.stop(machine, { force: true }, signal)
      else await world.driver[change](machine, signal)
      await closed
      const { exitCode } = await sshKey({ ...viaKey, port: world.port, command: 'true' })
      expect(exitCode).toBe(change === 'reboot' ? 0 : 255)
    },
  )

  it('ends a session whose machine was rebooted by another process', async () => {
    const machines = mapStore()
    await using world = await openWorld(machines)
    const machine = await world.machine('m', withKey)
    const client = await loggedIn(world)
    const elsewhere = simulatedDriver({ machines, transitionMs: 0, sessions: { cut() {} } })
    await elsewhere.reboot(machine, signal)
    const closed = new Promise<void>((resolve) => client.on('close', () => resolve()))
    client.exec('echo still here > f', () => {})
    await closed
    await expect(run(world, 'cat f')).rejects.toThrow('No such file')
  })
})

/** An open connection to the first machine, without any session yet. */
function loggedIn(world: World): Promise<InstanceType<typeof ssh2.Client>> {
  const client = new ssh2.Client()
  const { promise, resolve, reject } = Promise.withResolvers<InstanceType<typeof ssh2.Client>>()
  client.on('ready', () => resolve(client)).on('error', reject)
  client.connect({ host: addressOf(0), port: world.port, username: 'root', privateKey: KEY.privateKey })
  return promise
}

describe('host keys', () => {
  it('differ between machines and the shared address, and are those told beforehand', async () => {
    await using world = await openWorld()
    await world.machine('a', withKey)
    await world.machine('b', withKey)
    const owners = [{ machineId: 'a' }, { machineId: 'b' }, 'shared'] as const
    const keys = owners.map((owner) => publicHostKey(HOST_KEY_SEED, owner))
    expect(new Set(keys).size).toBe(3)
    const hosts = [addressOf(0), addressOf(1), SHARED]
    const users = ['root', 'root', 'root+i-b']
    const knownHosts = hosts.map((host, place) => `[${host}]:${world.port} ${keys[place]}\n`).join('')
    const logins = hosts.map((host, place) =>
      sshKey({
        ...viaKey,
        host,
        user: users[place] ?? '',
        port: world.port,
        knownHosts,
        command: 'hostname',
      }),
    )
    expect((await Promise.all(logins)).map(({ stdout }) => stdout)).toEqual(['i-a\n', 'i-b\n', 'i-b\n'])
    const swapped = `[${addressOf(0)}]:${world.port} ${keys[1]}\n`
    const refused = await sshKey({ ...viaKey, port: world.port, knownHosts: swapped, command: 'true' })
    expect(refused.stderr).toContain('Host key verification failed.')
  })

  it('stay the same over a restart', async () => {
    const machines = mapStore()
    const hostKey = publicHostKey(HOST_KEY_SEED, { machineId: 'm' })
    for (const round of [1, 2]) {
      await using world = await openWorld(machines)
      if (round === 1) await world.machine('m', withKey)
      const knownHosts = `[${addressOf(0)}]:${world.port} ${hostKey}\n`
      const result = await sshKey({ ...viaKey, port: world.port, knownHosts, command: 'echo same' })
      expect(result.stdout).toBe('same\n')
    }
  })
})

describe('commands', () => {
  it('pass on exit code, output and error output apart', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const result = await sshKey({ ...viaKey, port: world.port, command: 'echo out; echo err >&2; exit 7' })
    expect(result).toEqual({ exitCode: 7, stdout: 'out\n', stderr: 'err\n' })
  })

  it('read standard input to its end', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const text = 'grüße\n'.repeat(50_000)
    expect(await run(world, 'cat > copy; wc -c < copy', text)).toBe(`${Buffer.byteLength(text)}\n`)
    expect(await run(world, 'cat copy')).toBe(text)
    expect(await run(world, 'bash -s one', 'echo $1\n')).toBe('one\n')
    expect(await run(world, "bash -lc 'echo login'")).toBe('login\n')
    expect(await run(world, 'bash -s', 'for i in 1 2; do\n  echo $i\ndone\n')).toBe('1\n2\n')
  })

  it('do not wait for input that they do not read', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    await inOwnHome(async (home) => {
      await writeFile(join(home, 'key'), KEY.privateKey, { mode: 0o600 })
      const options = [...isolatedSshOptions(home), '-o', 'StrictHostKeyChecking=no', '-i', join(home, 'key')]
      const args = [...options, '-p', String(world.port), `root@${addressOf(0)}`, 'cat /etc/hostname']
      // Standard input is a pipe that nobody closes, as in many programs that call ssh.
      const { stdout } = await execa('ssh', args, { stdin: 'pipe', timeout: 20_000 })
      expect(stdout).toBe('i-m')
    })
  })

  it('see the machine: os-release, host name, home, client variables, but not a client’s PATH', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const options = ['SetEnv=LC_TEST=yes PATH=/evil HOME=/evil']
    const command = 'grep ^ID= /etc/os-release; cat /etc/hostname; echo $HOME $USER $LC_TEST $PATH; uname -n'
    const result = await sshKey({ ...viaKey, port: world.port, options, command })
    expect(result.stdout).toBe('ID=keyplane\ni-m\n/root root yes /usr/local/bin:/usr/bin:/bin\ni-m\n')
  })

  it('leave their files behind, on their own machine only', async () => {
    await using world = await openWorld()
    await world.machine('a', withKey)
    await world.machine('b', withKey)
    await run(world, 'umask 077; mkdir -p d/e; echo one > d/e/f; ln -s d link; rm /etc/hosts')
    expect(await run(world, 'cat link/e/f; stat -c %a d d/e/f; ls /etc')).toBe(
      'one\n700\n600\nhostname\nos-release\npasswd\n',
    )
    const elsewhere = await sshKey({
      ...viaKey,
      host: addressOf(1),
      port: world.port,
      command: 'ls; ls /etc/hosts',
    })
    expect(elsewhere).toEqual({ exitCode: 0, stdout: '/etc/hosts\n', stderr: '' })
  })

  it('fail without effect when the disk is full', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    await run(world, 'cat > big; echo kept > small', 'x'.repeat(900_000))
    const full = await sshKey({
      ...viaKey,
      port: world.port,
      command: 'echo lost > small; cat big big > bigger',
    })
    expect(full.exitCode).toBe(1)
    expect(full.stderr).toContain('No space left on device')
    expect(await run(world, 'cat small; ls; wc -c < big')).toBe('kept\nbig\nsmall\n900000\n')
  })

  it('end when they compute without end', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const result = await sshKey({ ...viaKey, port: world.port, command: 'while true; do :; done' })
    expect(result.exitCode).toBe(126)
    expect(await run(world, 'echo alive')).toBe('alive\n')
  })

  it('of sessions at the same time lose none of each other’s keys', async () => {
    await using world = await openWorld()
    const machine = await world.machine('m', withKey)
    const names = Array.from({ length: 8 }, (_, place) => `key-${place}`)
    const changes = names.map((name) =>
      run(world, `sleep 0.0${name.at(-1)}; echo 'ssh-x ${name}' >> .ssh/authorized_keys`),
    )
    const desired = { version: 2, publicKeys: [KEY.publicKey], allowsPassword: false }
    await Promise.all([...changes, world.driver.applyAccess(machine, desired, signal)])
    const file = await run(world, 'cat .ssh/authorized_keys')
    expect(names.filter((name) => !file.includes(name))).toEqual([])
    expect(file).toContain(KEY.publicKey)
  })
})

describe('shells', () => {
  it('run the lines they read and exit with the last code', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const stdin =
      'cd /tmp\nx=5\nfor i in 1 2; do\necho $i\ndone\npwd\nfalse\necho $? $x\nfi\nif true; then exit 9; fi\necho no\n'
    const result = await sshKey({ ...viaKey, port: world.port, stdin })
    expect(result).toMatchObject({ exitCode: 9, stdout: '1\n2\n/tmp\n1 5\n' })
    expect(result.stderr).toContain('syntax error')
  })

  it('with a terminal show a prompt, edit the line and end on exit', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const stdin = 'echo wrongX\x7f\x7f\x7f\x7f\x7f\x7fright $TERM\rcd /tmp\rpwd\rexit 4\r'
    const result = await sshKey({ ...viaKey, port: world.port, stdin, options: ['RequestTTY=force'] })
    expect(result.exitCode).toBe(4)
    expect(result.stdout).toContain('root@i-m:~# ')
    expect(result.stdout).toMatch(/\r\nright \w+\r\n/)
    expect(result.stdout).toContain('root@i-m:/tmp# pwd\r\n/tmp\r\n')
  })

  it('with a terminal stop a command on Ctrl-C and end on Ctrl-D', async () => {
    const clock = heldClock()
    await using world = await openWorld(mapStore(), clock)
    await world.machine('m', withKey)
    const client = await loggedIn(world)
    const screen = await new Promise<string>((resolve, reject) => {
      client.shell((error, channel) => {
        if (error) return reject(error)
        let seen = ''
        let step = 0
        const steps = [
          { after: 'i-m:~# ', type: 'sleep 1000\r' },
          { after: 'sleep 1000\r\n', type: '\x03' },
          { after: '^C\r\nroot@i-m:~# ', type: 'echo $?\r' },
          { after: '\r\nroot@i-m:~# ', type: '\x04' },
        ]
        channel.on('data', (chunk: Buffer) => {
          seen += chunk.toString()
          const next = steps[step]
          if (next === undefined || !seen.endsWith(next.after)) return
          step += 1
          channel.write(next.type)
        })
        channel.on('close', () => resolve(seen))
      })
    })
    expect(screen).toContain('^C')
    expect(screen).toMatch(/exit\r\n$/)
    client.end()
  })

  it('refuse other subsystems and forwarding without ending the connection', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const client = await loggedIn(world)
    const netconf = await new Promise((resolve) => client.subsys('netconf', (error) => resolve(error)))
    expect(netconf).toBeInstanceOf(Error)
    const forward = await new Promise((resolve) =>
      client.forwardOut('127.0.0.1', 1, '127.0.0.1', 22, resolve),
    )
    expect(forward).toBeInstanceOf(Error)
    const session = await new Promise((resolve) => client.exec('true', (error) => resolve(error)))
    expect(session).toBeUndefined()
    client.end()
  })
})

describe('ssh-copy-id', () => {
  it('adds a key that works and survives another binding', async () => {
    await using world = await openWorld()
    const machine = await world.machine('m', { ...withKey, ...withPassword })
    const own = keyPair()
    const copied = await inOwnHome(async (home) => {
      await mkdir(join(home, '.ssh'), { mode: 0o700 })
      await writeFile(join(home, 'own'), own.privateKey, { mode: 0o600 })
      await writeFile(join(home, 'own.pub'), `${own.publicKey} me@desk\n`)
      await writeFile(join(home, 'ask-pass'), `#!/bin/sh\necho '${PASSWORD}'\n`, { mode: 0o700 })
      const settings = [
        `UserKnownHostsFile=${home}/known_hosts`,
        'StrictHostKeyChecking=no',
        'IdentityAgent=none',
      ]
      const options = settings.flatMap((setting) => ['-o', setting])
      const args = ['-i', join(home, 'own.pub'), '-p', String(world.port), ...options, `root@${addressOf(0)}`]
      const env = { HOME: home, SSH_ASKPASS: join(home, 'ask-pass'), SSH_ASKPASS_REQUIRE: 'force' }
      return execa('ssh-copy-id', args, { env, reject: false, stdin: 'ignore', timeout: 20_000 })
    })
    expect(copied.stdout).toContain('Number of key(s) added: 1')
    const login = { ...viaKey, privateKey: own.privateKey, port: world.port }
    expect(await sshKey({ ...login, command: 'echo mine' })).toMatchObject({ stdout: 'mine\n' })
    const other = keyPair()
    const desired = { version: 2, publicKeys: [other.publicKey], allowsPassword: false, passwordHash: HASH }
    await world.driver.applyAccess(machine, desired, signal)
    const after = await sshKey({ ...login, command: 'cat .ssh/authorized_keys' })
    expect(after.stdout).toContain(`\n${own.publicKey} me@desk\n`)
    expect(after.stdout).not.toContain(KEY.publicKey)
    expect((await sshKey({ ...viaKey, port: world.port, command: 'true' })).exitCode).toBe(255)
  })
})

describe('the port', () => {
  it('outlives garbage, broken handshakes and clients that go away', async () => {
    await using world = await openWorld()
    await world.machine('m', withKey)
    const hello = Buffer.from('SSH-2.0-test\r\n')
    const payloads = [
      randomBytes(10_000),
      Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
      Buffer.concat([hello, randomBytes(5000)]),
      Buffer.concat([hello, Buffer.from([0xff, 0xff, 0xff, 0xff, 0]), Buffer.alloc(5000)]),
      Buffer.concat([hello, Buffer.from([0, 0, 0, 12, 4, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])]),
      Buffer.from('SSH-1.5-old\r\n'),
      Buffer.alloc(0),
    ]
    const hosts = [addressOf(0), addressOf(77), SHARED]
    await Promise.all(hosts.flatMap((host) => payloads.map((payload) => talk(world, { host, payload }))))
    expect(world.errors).toEqual([])
    expect(await run(world, 'echo alive')).toBe('alive\n')
  })

  it('closes a connection that does not log in within 30 seconds, and no other', async () => {
    const clock = heldClock()
    await using world = await openWorld(mapStore(), clock)
    await world.machine('m', withKey)
    const client = await loggedIn(world)
    const silent = connect({ host: SHARED, port: world.port })
    await new Promise((resolve) => silent.once('data', resolve))
    const closed = new Promise((resolve) => silent.once('close', resolve))
    clock.advance(29_999)
    expect(silent.destroyed).toBe(false)
    clock.advance(1)
    await closed
    const session = await new Promise((resolve) => client.exec('true', (error) => resolve(error)))
    expect(session).toBeUndefined()
    client.end()
  })

  it('takes 50 logins at the same time', async () => {
    await using world = await openWorld()
    await world.machine('a', withKey)
    await world.machine('b', withKey)
    const command = 'hostname'
    const logins = Array.from({ length: 50 }, (_, place) =>
      sshKey({ ...viaKey, host: addressOf(place % 2), port: world.port, command }),
    )
    const outputs = (await Promise.all(logins)).map(({ stdout }) => stdout)
    expect(outputs).toEqual(Array.from({ length: 50 }, (_, place) => (place % 2 === 0 ? 'i-a\n' : 'i-b\n')))
  })

  it('closes every connection when it is disposed', async () => {
    const world = await openWorld()
    await world.machine('m', withKey)
    const client = await loggedIn(world)
    const closed = new Promise<void>((resolve) => client.on('close', () => resolve()))
    await world[Symbol.asyncDispose]()
    await closed
    await expect(loggedIn(world)).rejects.toThrow('ECONNREFUSED')
  })

  it('tells when its address cannot be listened on', async () => {
    await using world = await openWorld()
    const log = { error() {}, warn() {}, info() {} }
    const listen = { host: '0.0.0.0', port: world.port }
    const rest = { machines: mapStore(), clock: systemClock(), hostKeySeed: HOST_KEY_SEED, log }
    await expect(openSshEndpoint({ listen, ...rest })).rejects.toThrow('EADDRINUSE')
  })
})

/** Sends bytes and waits until the other side hangs up, or hangs up itself after having been answered. */
function talk(world: World, { host, payload }: { host: string; payload: Buffer }): Promise<void> {
  const socket: Socket = connect({ host, port: world.port })
  const { promise, resolve } = Promise.withResolvers<void>()
  socket.on('error', () => {})
  socket.once('close', () => resolve())
  socket.on('connect', () => socket.write(payload))
  socket.once('data', () => socket.end())
  return promise
}
