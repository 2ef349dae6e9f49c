import { expect, vi } from 'vitest'

import { startTestKeyplane, type TestOptions } from '../../../../tests/start-keyplane.ts'
import { machineIdOf } from '../../../core/instances/instance.ts'
import type { Keyplane } from '../../../keyplane.ts'

type Seeded = Readonly<Record<string, unknown>>
export type Shown = Readonly<Record<string, unknown>>

/** An access key as the calls of a room's tests are signed with. */
export interface Signer {
  readonly accessKeyId: string
  readonly secret: string
}

/** Where the tests of a room play, and how its cloud is called there. */
export interface Room<Call> {
  readonly dialect: string
  /** Account `acme`, with its root user and `alice`, who has no policies. */
  readonly account: string
  readonly root: Signer
  readonly alice: Signer
  /** Another account, and its root user. */
  readonly otherAccount: string
  readonly stranger: Signer
  readonly region: string
  /** Public key of seeded key pairs. */
  readonly publicKey: string
  readonly callOf: (endpoint: string) => Call
  /** What the cloud shows of an instance; empty when it does not. */
  readonly show: (call: Call, instanceId: string) => Promise<Shown>
}

/** Seeded resources; in the room's region and account unless they say otherwise. */
export interface TestResources {
  readonly keyPairs?: readonly Seeded[]
  readonly instances?: readonly Seeded[]
  /** More users of the account. */
  readonly users?: readonly Seeded[]
  /** Roles of the account. */
  readonly roles?: readonly Seeded[]
}

export interface RoomWorld<Call> extends AsyncDisposable {
  readonly endpoint: string
  readonly sshPort: number
  readonly core: Keyplane['core']
  readonly call: Call
  /** What DescribeInstances shows of an instance; empty when it does not. */
  show(instanceId: string): Promise<Shown>
  /** Waits until the instance shows this status; undefined: until it is gone. */
  waitFor(instanceId: string, status: string | undefined): Promise<void>
  /** Who is really let in to the machine now. */
  access(instanceId: string, loginUser?: string): Promise<{ keys: number; password: boolean }>
}

/** A Keyplane of its own with these resources; the caller disposes it. */
export async function startRoomWorld<Call>(
  room: Room<Call>,
  resources: TestResources,
  options: TestOptions,
): Promise<RoomWorld<Call>> {
  const keyplane = await startTestKeyplane({ transitionMs: 5, seed: seedOf(room, resources), ...options })
  const call = room.callOf(keyplane.endpoint)
  const show = (id: string) => room.show(call, id)
  return {
    endpoint: keyplane.endpoint,
    sshPort: keyplane.sshPort,
    core: keyplane.core,
    call,
    show,
    async waitFor(id, status) {
      await vi.waitFor(async () => expect((await show(id))['Status']).toBe(status), { timeout: 20_000 })
    },
    access: (id, loginUser = 'root') => accessOf(keyplane, { ...room, id, loginUser }),
    [Symbol.asyncDispose]: () => keyplane[Symbol.asyncDispose](),
  }
}

/** In JSON, which is YAML. */
function seedOf<Call>(room: Room<Call>, resources: TestResources): string {
  const { keyPairs = [], instances = [], users = [], roles = [] } = resources
  const place = { dialect: room.dialect, account: 'acme', region: room.region }
  return JSON.stringify({
    accounts: [
      {
        ...{ id: room.account, name: 'acme', roles },
        users: [userOf('root', room.root), userOf('alice', room.alice), ...users],
      },
      { id: room.otherAccount, name: 'other', users: [userOf('root', room.stranger)] },
    ],
    keyPairs: keyPairs.map((keyPair) => ({ ...place, publicKey: room.publicKey, ...keyPair })),
    instances: instances.map((instance) => ({ ...place, ...instance })),
  })
}

function userOf(name: string, { accessKeyId, secret }: Signer): Seeded {
  return { name, accessKeys: [{ id: accessKeyId, secret }] }
}

async function accessOf(
  { core }: Pick<Keyplane, 'core'>,
  { id, loginUser, ...room }: { account: string; dialect: string; id: string; loginUser: string },
): Promise<{ keys: number; password: boolean }> {
  const machineId = machineIdOf({ account: room.account, dialect: room.dialect, id })
  const machine = { id: machineId, instanceId: id, loginUser }
  const { access } = await core.drivers.get('simulated').observe(machine, AbortSignal.timeout(5_000))
  return { keys: access?.publicKeys.length ?? 0, password: access?.allowsPassword ?? false }
}
