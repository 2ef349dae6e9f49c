import { expect } from 'vitest'

import type { TestOptions } from '../../../../tests/start-keyplane.ts'
import {
  type RoomWorld,
  type Shown,
  startRoomWorld,
  type TestResources,
} from '../../kit/test-support/room-world.ts'
import { ACCESS_KEY, type CallOptions, type Params, type Reply, signedCall } from './signed-call.ts'

export const REGION = 'cn-hangzhou'
/** A user without policies. */
export const ALICE = { accessKeyId: 'LTAI5tAlice', secret: 'alice-secret' }
/** Another account's root user. */
export const STRANGER = { accessKeyId: 'LTAI5tStranger', secret: 'stranger-secret' }

/** Source: spec/alibaba.md §3.5. */
export const RSA_KEY =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDNTM8yFd0SFXSkz1UkpdivDYyod3mAGYqtD1rGfSFuz/J8KiaCnLoIkItJQssujFlFF9oWZSswP4k7KNzqEhhssqAI9oLx0uKYaTLHnpz3ZqssZcE+tt4JMtdICsJ9+/bs4+7j1VZw2rGsWr82W5A9pC4UEN4bhBJ70Se57aqFqL5nFEMX/R0VY8cmEjrUZW0Sstq0/ewQKI4QvmCPvlsMULm/YYA7BcZGh6BSPRJduPtRoC4YBZ/6mlszh8/AJjFJUqqpybeWOmLPqlmCiDXS9dOhM0X9b10Abpi6laVHtBxXoZFgsPOVfTpQ64tUPyZkRp6VJTBoeiVExmVF3n8L demo@example'
export const RSA_FINGERPRINT = 'dc2cba8db84d2d5fd231070418ca975f'

const ROOM = {
  dialect: 'alibaba-ecs',
  account: '1234567890123456',
  root: { accessKeyId: ACCESS_KEY.id, secret: ACCESS_KEY.secret },
  alice: ALICE,
  otherAccount: '2222222222222222',
  stranger: STRANGER,
  region: REGION,
  publicKey: RSA_KEY,
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
  const { body } = await call('DescribeInstances', { RegionId: REGION, InstanceIds: JSON.stringify([id]) })
  // The shape of the answer is tested with DescribeInstances.
  const { Instance } = body['Instances'] as { Instance: readonly Shown[] }
  return Instance[0] ?? {}
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
