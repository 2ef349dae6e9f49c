import ssh2, { type PublicKeyAuthMethod } from 'ssh2'
import { describe, expect, it, vi } from 'vitest'

import { mapMachines } from '../../../tests/map-machines.ts'
import { sshKey, sshPassword } from '../../../tests/ssh-client.ts'
import { heldClock } from '../../core/held-clock.ts'
import { addressOf } from './address.ts'
import {
  signal,
  HASH,
  SHARED,
  openWorld,
  keyPair,
  KEY,
  withKey,
  withPassword,
  viaKey,
  viaPassword,
  run,
  type World,
  type KeyPair,
} from './test-support/ssh-world.ts'

vi.setConfig({ testTimeout: 30_000 })

/** What the client does with a packet, as far as a test looks at it. */
interface PacketHandlers {
  USERAUTH_PK_OK: (from: unknown, algorithm: string, key: unknown) => void
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

  it('ends at its time, though nobody takes the key away; another end counts at once', async () => {
    const clock = heldClock(0)
    await using world = await openWorld(mapMachines(), clock)
    const bound = (version: number, endsAtMs?: number) => ({
      ...{ version, publicKeys: [KEY.publicKey], allowsPassword: false },
      ...(endsAtMs === undefined ? {} : { expiries: new Map([[KEY.publicKey, endsAtMs]]) }),
    })
    const machine = await world.machine('m', bound(1, 3_600_000))
    clock.advance(3_600_999)
    expect(await run(world, 'cat .ssh/authorized_keys')).toContain(
      'expiry-time="19700101010000Z" ssh-ed25519 ',
    )
    clock.advance(1)
    const refused = { exitCode: 255, stderr: expect.stringContaining('Permission denied (publickey).') }
    const login = () => sshKey({ ...viaKey, port: world.port, command: 'true' })
    expect(await login()).toMatchObject(refused)
    await world.driver.applyAccess(machine, bound(2, 3_602_000), signal)
    expect(await login()).toMatchObject({ exitCode: 0 })
    clock.advance(2_000)
    expect(await login()).toMatchObject(refused)
    await world.driver.applyAccess(machine, bound(3), signal)
    expect(await login()).toMatchObject({ exitCode: 0 })
  })

  it('ends at the time that somebody wrote before a key by hand', async () => {
    const clock = heldClock(0)
    await using world = await openWorld(mapMachines(), clock)
    await world.machine('m', withKey)
    const other = keyPair()
    await run(world, `echo 'expiry-time="197001010010" ${other.publicKey}' >> .ssh/authorized_keys`)
    const byHand = { ...viaKey, privateKey: other.privateKey, port: world.port, command: 'true' }
    expect(await sshKey(byHand)).toMatchObject({ exitCode: 0 })
    clock.advance(601_000)
    expect(await sshKey(byHand)).toMatchObject({ exitCode: 255 })
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
