import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execaSync } from 'execa'
import ssh2 from 'ssh2'
import { encrypt } from 'unixcrypt'

import { mapMachines } from '../../../../tests/map-machines.ts'
import { sshKey } from '../../../../tests/ssh-client.ts'
import { type Clock, systemClock } from '../../../core/clock.ts'
import type { AccessState } from '../../../core/machines/access-state.ts'
import type { Driver, Machine } from '../../../core/machines/driver.ts'
import { addressOf } from '../address.ts'
import { simulatedDriver } from '../driver.ts'
import { type SshEndpoint, openSshEndpoint } from '../ssh-endpoint.ts'

export const signal = new AbortController().signal
export const HOST_KEY_SEED = Buffer.alloc(32, 9)
export const PASSWORD = 'S3cret-pw!'
export const HASH = encrypt(PASSWORD)
export const SHARED = '127.0.0.1'

export interface World extends AsyncDisposable {
  readonly endpoint: SshEndpoint
  readonly driver: Driver
  readonly port: number
  readonly errors: unknown[]
  /** A running machine with this access; its address is `addressOf` of its place in order. */
  machine(id: string, access?: Partial<AccessState>, more?: Partial<Machine>): Promise<Machine>
}

export async function openWorld(machines = mapMachines(), clock: Clock = systemClock()): Promise<World> {
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

export interface KeyPair {
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
export function keyPair(type: keyof typeof KEY_TYPES = 'ed25519'): KeyPair {
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

export const KEY = keyPair()
export const withKey: Partial<AccessState> = { publicKeys: [KEY.publicKey] }
export const withPassword: Partial<AccessState> = { allowsPassword: true, passwordHash: HASH }
export const viaKey = { host: addressOf(0), user: 'root', privateKey: KEY.privateKey }
export const viaPassword = { host: addressOf(0), user: 'root', password: PASSWORD }

/** Runs a command as root on the first machine; throws with the client's words when that fails. */
export async function run(world: World, command: string, stdin?: string): Promise<string> {
  const input = stdin === undefined ? {} : { stdin }
  const result = await sshKey({ ...viaKey, port: world.port, command, ...input })
  if (result.exitCode !== 0) throw new Error(`${command}: ${result.exitCode} ${result.stderr}`)
  return result.stdout
}

/** An open connection to the first machine, without any session yet. */
export function loggedIn(world: World): Promise<InstanceType<typeof ssh2.Client>> {
  const client = new ssh2.Client()
  const { promise, resolve, reject } = Promise.withResolvers<InstanceType<typeof ssh2.Client>>()
  client.on('ready', () => resolve(client)).on('error', reject)
  client.connect({ host: addressOf(0), port: world.port, username: 'root', privateKey: KEY.privateKey })
  return promise
}
