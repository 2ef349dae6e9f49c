import { randomBytes } from 'node:crypto'
import { type Socket, connect } from 'node:net'

import { describe, expect, it, vi } from 'vitest'

import { mapMachines } from '../../../tests/map-machines.ts'
import { sshKey } from '../../../tests/ssh-client.ts'
import { systemClock } from '../../core/clock.ts'
import { heldClock } from '../../core/held-clock.ts'
import { addressOf } from './address.ts'
import { simulatedDriver } from './driver.ts'
import { publicHostKey } from './host-key.ts'
import { openSshEndpoint } from './ssh-endpoint.ts'
import {
  signal,
  HOST_KEY_SEED,
  SHARED,
  openWorld,
  withKey,
  withPassword,
  viaKey,
  run,
  loggedIn,
  type World,
} from './test-support/ssh-world.ts'

vi.setConfig({ testTimeout: 30_000 })

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
    const machines = mapMachines()
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
    const machines = mapMachines()
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
    const clock = heldClock(0)
    await using world = await openWorld(mapMachines(), clock)
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
    const rest = { machines: mapMachines(), clock: systemClock(), hostKeySeed: HOST_KEY_SEED, log }
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
