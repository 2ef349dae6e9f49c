import { isDeepStrictEqual } from 'node:util'

import { type AccessState } from '../../src/core/machines/access-state.ts'
import { type Applied, MachineError } from '../../src/core/machines/driver.ts'
import type { HostSettings } from '../../src/drivers/linux-host/host-record.ts'
import { type RealHost, type RealHostOptions, startRealHost } from '../real-sshd.ts'
import { sshKey } from '../ssh-client.ts'
import { type DrivenHost, driveHost, REVERT_SECONDS } from './driven-host.ts'
import { foreignLines } from './foreign-lines.ts'
import { differences, FIELDS, type HostState, readState, watchIdle } from './host-state.ts'
import { newKey } from './new-key.ts'
import type { RealUser } from './users.ts'

export const KEY_OLD = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIInwd/V48e/MQiVVZTHLeCWNhQOpR/TzrWpxP+3mxD6C'
export const KEY_NEW = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKUmiQ4RPK0tZ8Zk2qm3EKb0D9Qf2zC8m1H6o2gZP5cN'
const MANAGEMENT = newKey()

/** One of the two states a change leads between: one key with password login, another key without. */
export type Side = 'old' | 'new'

/** How a change ended for its caller: it is in force, or refused in plain words. */
export type Outcome = 'applied' | { readonly refused: string }

/** A host between two states that are known byte by byte, and a driver that changes it. */
export interface HostUnderFault extends AsyncDisposable {
  readonly host: RealHost
  readonly user: RealUser
  readonly driven: DrivenHost
  /** The next access state of this side. */
  next(side: Side): AccessState
  /** Applies it; every other error than a `MachineError` is thrown on. */
  apply(side: Side): Promise<Outcome>
  /** Kills everything on the host and lets it come up again, whatever was going on there. */
  reboot(): Promise<void>
  /** Waits until nothing goes on any more on the host; then the side it is on, or how it differs from both. */
  settled(): Promise<string>
  /** The parts of the host's state that are neither of the old nor of the new side; it waits as `settled` does. */
  strays(): Promise<readonly string[]>
  /**
   * Changes to the new side under whatever is wrong now. `wrong` is undefined when that ended as it must: in force when it
   * was told so, else on one of the two sides, and in both cases with the way in open.
   */
  change(): Promise<{ outcome: Outcome; settled: string; wrong: string | undefined }>
  /** Logs in with the management key past the driver; resolves with what went wrong, `''` for nothing. */
  whyLockedOut(): Promise<string>
}

interface Wanted {
  readonly rights?: 'own' | 'sudo'
  readonly host?: RealHostOptions
  readonly settings?: Partial<HostSettings>
}

/** Starts one with 500 foreign lines, on its old side. */
export async function startHostUnderFault(wanted: Wanted = {}): Promise<HostUnderFault> {
  const { rights = 'own' } = wanted
  const name = rights === 'own' ? 'root' : 'keyplane-test-admin'
  const authorizedKeys = Buffer.concat([foreignLines(), Buffer.from(`\n${MANAGEMENT.publicKey} management`)])
  const options = { name, password: 'S3cret-pw!', authorizedKeys }
  const host = await startRealHost({
    // root may use its password too: both users are offered the same.
    dropIns: { '50-cloud-init.conf': 'PasswordAuthentication yes\nPermitRootLogin yes\n' },
    ...wanted.host,
    users: [rights === 'own' ? options : { ...options, sudo: 'without-password' }],
  })
  const user = host.users.get(name)
  if (user === undefined) throw new Error(`the host has no user ${name}`)
  const settings = { user: name, rights, ...wanted.settings }
  const driven = await driveHost(host, { settings, managementKey: MANAGEMENT.privateKey })
  let idle = await watchIdle(host)
  let version = 0
  const next = (side: Side): AccessState => {
    version += 1
    return { version, publicKeys: [side === 'old' ? KEY_OLD : KEY_NEW], allowsPassword: side === 'old' }
  }
  const reach = async (side: Side): Promise<HostState> => {
    await driven.apply(next(side))
    await idle.wait(WAIT_MS)
    return readState(host, user)
  }
  const sides = { old: await reach('old'), new: await reach('new') }
  await reach('old')
  const fault: HostUnderFault = {
    host,
    user,
    driven,
    next,
    apply: (side) => outcome(driven.apply(next(side))),
    async change() {
      const ended = await fault.apply('new')
      const settled = await fault.settled()
      const lockedOut = await fault.whyLockedOut()
      const isRight = ended === 'applied' ? settled === 'new' : settled === 'new' || settled === 'old'
      const wrong = isRight && lockedOut === '' ? undefined : JSON.stringify({ ended, settled, lockedOut })
      return { outcome: ended, settled, wrong }
    },
    async reboot() {
      await host.reboot()
      idle = await watchIdle(host)
    },
    async settled() {
      await idle.wait(WAIT_MS)
      const state = await readState(host, user)
      if (isDeepStrictEqual(state, sides.old)) return 'old'
      if (isDeepStrictEqual(state, sides.new)) return 'new'
      return `not old: ${differences(state, sides.old)}; not new: ${differences(state, sides.new)}`
    },
    async strays() {
      await idle.wait(WAIT_MS)
      const state = await readState(host, user)
      return FIELDS.filter((field) => state[field] !== sides.old[field] && state[field] !== sides.new[field])
    },
    async whyLockedOut() {
      const target = { host: host.address, port: host.port, user: name, command: 'true' }
      const { exitCode, stderr } = await sshKey({ ...target, privateKey: MANAGEMENT.privateKey })
      return exitCode === 0 ? '' : stderr
    },
    async [Symbol.asyncDispose]() {
      await driven[Symbol.asyncDispose]()
      await host[Symbol.asyncDispose]()
    },
  }
  return fault
}

/** The way back has its time, and some more for a machine that is busy with other tests. */
const WAIT_MS = REVERT_SECONDS * 1000 + 15_000

async function outcome(applying: Promise<Applied>): Promise<Outcome> {
  try {
    await applying
    return 'applied'
  } catch (error) {
    if (error instanceof MachineError) return { refused: error.message }
    throw error
  }
}
