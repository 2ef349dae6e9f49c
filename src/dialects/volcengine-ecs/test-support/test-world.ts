import { expect, vi } from 'vitest'

import { startTestKeyplane, type TestOptions } from '../../../../tests/start-keyplane.ts'
import { machineIdOf } from '../../../core/instances/instance.ts'
import type { Keyplane } from '../../../keyplane.ts'
import { ACCESS_KEY, type CallOptions, type Params, REGION, type Reply, signedCall } from './signed-call.ts'

const ACCOUNT = '2100000000'
/** A user without policies. */
export const ALICE = { accessKeyId: 'AKLTalice', secret: 'alice-secret' }
/** Another account's root user. */
export const STRANGER = { accessKeyId: 'AKLTstranger', secret: 'stranger-secret' }

/** With its check value. Source: spec/volcengine.md §3.4. */
export const ED25519_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f'
export const ED25519_FINGERPRINT = '0fa20ad7383e6545086b63841cffdcba'
export const PASSWORD = 'S3cret-pw!'

function accountsOf(users: readonly Seeded[], roles: readonly Seeded[]): string {
  return `
accounts:
  - id: "${ACCOUNT}"
    name: acme
    users:
      - name: root
        accessKeys: [{ id: ${ACCESS_KEY.id}, secret: ${ACCESS_KEY.secret} }]
      - name: alice
        accessKeys: [{ id: ${ALICE.accessKeyId}, secret: ${ALICE.secret} }]
${users.map((user) => `      - ${JSON.stringify(user)}\n`).join('')}    roles: ${JSON.stringify(roles)}
  - id: "2100000001"
    name: other
    users:
      - name: root
        accessKeys: [{ id: ${STRANGER.accessKeyId}, secret: ${STRANGER.secret} }]
`
}

/** Seeded resources; in `cn-beijing` of the account unless they say otherwise. */
export interface TestResources {
  readonly keyPairs?: readonly Seeded[]
  readonly instances?: readonly Seeded[]
  /** More users of the account. */
  readonly users?: readonly Seeded[]
  /** Roles of the account. */
  readonly roles?: readonly Seeded[]
}

type Seeded = Readonly<Record<string, unknown>>
export type Shown = Readonly<Record<string, unknown>>

export interface TestWorld extends AsyncDisposable {
  readonly endpoint: string
  readonly sshPort: number
  readonly core: Keyplane['core']
  call(action: string, params?: Params, options?: CallOptions): Promise<Reply>
  /** What DescribeInstances shows of an instance; empty when it does not. */
  show(instanceId: string): Promise<Shown>
  /** Waits until the instance shows this status; undefined: until it is gone. */
  waitFor(instanceId: string, status: string | undefined): Promise<void>
  /** Who is really let in to the machine now. */
  access(instanceId: string): Promise<{ keys: number; password: boolean }>
}

/** A Keyplane of its own with these resources; the caller disposes it. */
export async function startWorld(
  { keyPairs = [], instances = [], users = [], roles = [] }: TestResources = {},
  options: TestOptions = {},
): Promise<TestWorld> {
  const place = { dialect: 'volcengine-ecs', account: 'acme', region: REGION }
  const resources = {
    keyPairs: keyPairs.map((keyPair) => ({ ...place, publicKey: ED25519_KEY, ...keyPair })),
    instances: instances.map((instance) => ({ ...place, ...instance })),
  }
  const entries = Object.entries(resources).map(([name, rows]) => `${name}: ${JSON.stringify(rows)}\n`)
  const keyplane = await startTestKeyplane({
    transitionMs: 5,
    seed: `${accountsOf(users, roles)}${entries.join('')}`,
    ...options,
  })
  const call: TestWorld['call'] = (action, params = {}, how) =>
    signedCall(keyplane.endpoint, action, params, how)
  const show = (id: string) => showInstance(call, id)
  return {
    endpoint: keyplane.endpoint,
    sshPort: keyplane.sshPort,
    core: keyplane.core,
    call,
    show,
    async waitFor(id, status) {
      await vi.waitFor(async () => expect((await show(id))['Status']).toBe(status), { timeout: 20_000 })
    },
    access: (id) => accessOf(keyplane, id),
    [Symbol.asyncDispose]: () => keyplane[Symbol.asyncDispose](),
  }
}

async function showInstance(call: TestWorld['call'], id: string): Promise<Shown> {
  const reply = await call('DescribeInstances', { 'InstanceIds.1': id })
  return rowsOf(reply, 'Instances')[0] ?? {}
}

/** A list of an answer. */
export function rowsOf({ result }: Reply, name: string): readonly Shown[] {
  // Every list of this API holds objects; a missing one shows as a failed test.
  return result?.[name] as readonly Shown[]
}

async function accessOf({ core }: Pick<Keyplane, 'core'>, id: string) {
  const machineId = machineIdOf({ account: ACCOUNT, dialect: 'volcengine-ecs', id })
  const machine = { id: machineId, instanceId: id, loginUser: 'root' }
  const { access } = await core.drivers.get('simulated').observe(machine, AbortSignal.timeout(5_000))
  return { keys: access?.publicKeys.length ?? 0, password: access?.allowsPassword ?? false }
}

/** Status, code and message of a refusal. */
export function refusal({ status, metadata }: Reply): readonly unknown[] {
  // A refusal without an Error shows as undefined.
  const error = metadata['Error'] as { Code: string; Message: string } | undefined
  return [status, error?.Code, error?.Message]
}

/** The entries of OperationDetails as `[id or name, code of the error or null]`. */
export function details(reply: Reply): readonly (readonly unknown[])[] {
  return rowsOf(reply, 'OperationDetails').map(({ InstanceId, KeyPairName, Error: error }) => [
    InstanceId ?? KeyPairName,
    error,
  ])
}

/** The refusals that many actions share. Source: spec/volcengine.md §1.8, §1.11, §2.10, §3.1. */
export const REFUSALS = {
  status: [
    400,
    'InvalidInstanceStatus',
    'The status of the specified instance does not support this request.',
  ],
  instance: [404, 'InvalidInstance.NotFound', 'The specified instance does not exist.'],
  keyPair: [404, 'InvalidKeyPair.NotFound', 'The specified KeyPair does not exist.'],
  clientToken: [400, 'InvalidClientToken.Malformed', 'The specified ClientToken is malformed.'],
  argument: [400, 'InvalidArgument', 'The specified argument is invalid.'],
  dryRun: [400, 'DryRunOperation', 'Request validation has been passed with DryRun flag set.'],
} as const

/** A refusal as the `Error` of one item. */
export function item([, Code, Message]: readonly unknown[]) {
  return { Code, Message }
}

export function missing(name: string): readonly unknown[] {
  return [400, `MissingParameter.${name}`, `The required parameter ${name} is not supplied.`]
}

export function malformed(name: string): readonly unknown[] {
  return [400, `Invalid${name}.Malformed`, `The specified ${name} is malformed.`]
}

export function tooMany(name: string): readonly unknown[] {
  const message = `You've reached the limit on the number of ${name} that you can set.`
  return [400, `LimitExceeded.Maximum${name}`, message]
}

/** `relative` is the last field of the name of the resource, or `*` for an action that has none. */
export function denied(action: string, relative: string): readonly unknown[] {
  const resource = relative === '*' ? relative : `trn:ecs:${REGION}:${ACCOUNT}:${relative}`
  return [403, 'AccessDenied', `User is not authorized to perform: ecs:${action} on resource: ${resource}.`]
}

/** `InstanceIds.1=…&InstanceIds.2=…` */
export function listed(name: string, values: readonly string[]): Params {
  return Object.fromEntries(values.map((value, index) => [`${name}.${index + 1}`, value]))
}

/** Matches a text; typed, as the matchers of the test runner are not. */
export function like(pattern: RegExp): unknown {
  return expect.stringMatching(pattern)
}
