import { expect } from 'vitest'

import type { TestOptions } from '../../../../tests/start-keyplane.ts'
import {
  type RoomWorld,
  type Shown,
  startRoomWorld,
  type TestResources,
} from '../../kit/test-support/room-world.ts'
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

const ROOM = {
  dialect: 'volcengine-ecs',
  account: ACCOUNT,
  root: { accessKeyId: ACCESS_KEY.id, secret: ACCESS_KEY.secret },
  alice: ALICE,
  otherAccount: '2100000001',
  stranger: STRANGER,
  region: REGION,
  publicKey: ED25519_KEY,
  callOf,
  show: showInstance,
}

type Call = (action: string, params?: Params, options?: CallOptions) => Promise<Reply>
export type TestWorld = RoomWorld<Call>

/** A Keyplane of its own with these resources; the caller disposes it. */
export function startWorld(resources: TestResources = {}, options: TestOptions = {}): Promise<TestWorld> {
  return startRoomWorld(ROOM, resources, options)
}

function callOf(endpoint: string): Call {
  return (action, params = {}, how) => signedCall(endpoint, action, params, how)
}

async function showInstance(call: Call, id: string): Promise<Shown> {
  const reply = await call('DescribeInstances', { 'InstanceIds.1': id })
  return rowsOf(reply, 'Instances')[0] ?? {}
}

/** A list of an answer. */
export function rowsOf({ result }: Reply, name: string): readonly Shown[] {
  // Every list of this API holds objects; a missing one shows as a failed test.
  return result?.[name] as readonly Shown[]
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
