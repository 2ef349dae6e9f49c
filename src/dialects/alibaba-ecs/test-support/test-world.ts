import { expect, vi } from 'vitest'

import { startTestKeyplane, type TestOptions } from '../../../../tests/start-keyplane.ts'
import { machineIdOf } from '../../../core/instances/instance.ts'
import type { Keyplane } from '../../../keyplane.ts'
import { ACCESS_KEY, type CallOptions, type Params, type Reply, signedCall } from './signed-call.ts'

const ACCOUNT = '1234567890123456'
export const REGION = 'cn-hangzhou'
/** A user without policies. */
export const ALICE = { accessKeyId: 'LTAI5tAlice', secret: 'alice-secret' }
/** Another account's root user. */
export const STRANGER = { accessKeyId: 'LTAI5tStranger', secret: 'stranger-secret' }

/** Source: spec/alibaba.md §3.5. */
export const RSA_KEY =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDNTM8yFd0SFXSkz1UkpdivDYyod3mAGYqtD1rGfSFuz/J8KiaCnLoIkItJQssujFlFF9oWZSswP4k7KNzqEhhssqAI9oLx0uKYaTLHnpz3ZqssZcE+tt4JMtdICsJ9+/bs4+7j1VZw2rGsWr82W5A9pC4UEN4bhBJ70Se57aqFqL5nFEMX/R0VY8cmEjrUZW0Sstq0/ewQKI4QvmCPvlsMULm/YYA7BcZGh6BSPRJduPtRoC4YBZ/6mlszh8/AJjFJUqqpybeWOmLPqlmCiDXS9dOhM0X9b10Abpi6laVHtBxXoZFgsPOVfTpQ64tUPyZkRp6VJTBoeiVExmVF3n8L demo@example'
export const RSA_FINGERPRINT = 'dc2cba8db84d2d5fd231070418ca975f'

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
  - id: "2222222222222222"
    name: other
    users:
      - name: root
        accessKeys: [{ id: ${STRANGER.accessKeyId}, secret: ${STRANGER.secret} }]
`
}

/** Seeded resources; in `cn-hangzhou` of the account unless they say otherwise. */
export interface TestResources {
  readonly keyPairs?: readonly Seeded[]
  readonly instances?: readonly Seeded[]
  /** More users of the account. */
  readonly users?: readonly Seeded[]
  /** Roles of the account. */
  readonly roles?: readonly Seeded[]
}

type Seeded = Readonly<Record<string, unknown>>

export interface TestWorld extends AsyncDisposable {
  readonly endpoint: string
  readonly sshPort: number
  readonly core: Keyplane['core']
  call(action: string, params?: Params, options?: CallOptions): Promise<Reply>
  /** What DescribeInstances shows of an instance. */
  show(instanceId: string): Promise<Readonly<Record<string, unknown>>>
  /** Waits until the instance shows this status. */
  waitFor(instanceId: string, status: string): Promise<void>
  /** Who is really let in to the machine now. */
  access(instanceId: string, loginUser?: string): Promise<{ keys: number; password: boolean }>
}

/** A Keyplane of its own with these resources; the caller disposes it. */
export async function startWorld(
  { keyPairs = [], instances = [], users = [], roles = [] }: TestResources = {},
  options: TestOptions = {},
): Promise<TestWorld> {
  const place = { dialect: 'alibaba-ecs', account: 'acme', region: REGION }
  const resources = {
    keyPairs: keyPairs.map((keyPair) => ({ ...place, publicKey: RSA_KEY, ...keyPair })),
    instances: instances.map((instance) => ({ ...place, ...instance })),
  }
  const entries = Object.entries(resources).map(([name, rows]) => `${name}: ${JSON.stringify(rows)}\n`)
  const seed = `${accountsOf(users, roles)}${entries.join('')}`
  const keyplane = await startTestKeyplane({ transitionMs: 5, seed, ...options })
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
    access: (id, loginUser = 'root') => accessOf(keyplane, { id, loginUser }),
    [Symbol.asyncDispose]: () => keyplane[Symbol.asyncDispose](),
  }
}

async function showInstance(call: TestWorld['call'], id: string): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await call('DescribeInstances', { RegionId: REGION, InstanceIds: JSON.stringify([id]) })
  // The shape of the answer is tested with DescribeInstances.
  const { Instance } = body['Instances'] as { Instance: readonly Readonly<Record<string, unknown>>[] }
  return Instance[0] ?? {}
}

async function accessOf(
  { core }: Pick<Keyplane, 'core'>,
  { id, loginUser }: { id: string; loginUser: string },
): Promise<{ keys: number; password: boolean }> {
  const machineId = machineIdOf({ account: ACCOUNT, dialect: 'alibaba-ecs', id })
  const machine = { id: machineId, instanceId: id, loginUser }
  const { access } = await core.drivers.get('simulated').observe(machine, AbortSignal.timeout(5_000))
  return { keys: access?.publicKeys.length ?? 0, password: access?.allowsPassword ?? false }
}

/** Matches any text. */
export function anyText(): unknown {
  return expect.any(String)
}

/** Matches text of this form. */
export function textLike(form: RegExp): unknown {
  return expect.stringMatching(form)
}

/** Status, code and message of a refusal. */
export function refusal({ status, body }: Reply): readonly unknown[] {
  return [status, body['Code'], body['Message']]
}

/** The refusals that many actions share. Source: spec/alibaba.md §1.9, §2.10. */
export const REFUSALS = {
  forbidden: [
    403,
    'Forbidden.RAM',
    "User not authorized to operate on the specified resource, or this API doesn't support RAM.",
  ],
  region: [404, 'InvalidRegionId.NotFound', 'The specified RegionId does not exist.'],
  status: [
    403,
    'IncorrectInstanceStatus',
    'The current status of the resource does not support this operation.',
  ],
  instance: [404, 'InvalidInstanceId.NotFound', 'The specified InstanceId does not exist.'],
  instances: [404, 'InvalidInstanceIds.NotFound', 'The specified InstanceIds does not exist.'],
  dryRun: [400, 'DryRunOperation', 'Request validation has been passed with DryRun flag set.'],
  batchDryRun: [400, 'DRYRUN.SUCCESS', 'This request is a dryrun request with successful result.'],
} as const

export function missing(name: string): readonly unknown[] {
  const message = `The input parameter "${name}" that is mandatory for processing this request is not supplied.`
  return [400, 'MissingParameter', message]
}

export function invalid(name: string): readonly unknown[] {
  return [400, 'InvalidParameter', `The specified parameter ${name} is not valid.`]
}
