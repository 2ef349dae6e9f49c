import { afterAll, beforeAll, expect } from 'vitest'

import { heldClock, type HeldClock } from '../../../../../tests/held-clock.ts'
import { startTestKeyplane, type TestKeyplane } from '../../../../../tests/start-keyplane.ts'
import {
  type CallAnswer,
  type CallOptions,
  getTc3,
  getV1,
  postMultipart,
  postTc3,
  postV1,
} from './signed-call.ts'

/** Root user and a user without rights of the seeded account, and a stranger with an account of his own. */
export const ROOT = { secretId: 'AKIDacmeroot', secretKey: 'acme-root-secret' }
export const ALICE = { secretId: 'AKIDalice', secretKey: 'alice-secret' }
export const STRANGER = { secretId: 'AKIDstranger', secretKey: 'keyplane' }

/** Password of seeded instances that have one. */
export const PASSWORD = 'S3cret-pw!'

/** Duration of a step; passes only when the clock is moved. */
export const STEP_MS = 100

function accountsOf({ users = [], roles = [], requireMfa = [] }: RoomOptions): string {
  const root = { name: 'root', accessKeys: [{ id: ROOT.secretId, secret: ROOT.secretKey }] }
  const alice = { name: 'alice', accessKeys: [{ id: ALICE.secretId, secret: ALICE.secretKey }] }
  const account = { id: '1000000001', name: 'acme', users: [root, alice, ...users], roles, requireMfa }
  return `accounts: ${JSON.stringify([account])}\n`
}

type Params = Readonly<Record<string, unknown>>

export interface CallWith extends Partial<Omit<CallOptions, 'action' | 'params'>> {
  readonly form?: 'post' | 'get' | 'multipart' | 'v1' | 'v1-form'
}

/** One Keyplane for a test file, its clock held. */
export interface TestRoom {
  call(action: string, params?: Params, options?: CallWith): Promise<CallAnswer>
  /** The fields of an answer; the call must have succeeded. */
  ok(action: string, params?: Params, options?: CallWith): Promise<Record<string, unknown>>
  /** The one instance of this id, as listed now. */
  instance(id: string): Promise<Record<string, unknown>>
  /** Lets time pass until the newest operation of the instance is over. */
  settled(id: string): Promise<Record<string, unknown>>
  /** Resolves when the instance is not listed any more; time goes on meanwhile. */
  gone(id: string): Promise<void>
  readonly keyplane: TestKeyplane
  readonly clock: HeldClock
}

export interface RoomOptions {
  readonly version: string
  /** Key pairs and instances. */
  readonly seed?: string
  /** `off` by default. */
  readonly rates?: string
  /** More users of the account, as a seed file has them. */
  readonly users?: readonly object[]
  /** Roles of the account, as a seed file has them. */
  readonly roles?: readonly object[]
  readonly requireMfa?: readonly string[]
}

/** Starts a Keyplane before the tests of a file and stops it after them. */
export function testRoom(service: RoomOptions): TestRoom {
  let keyplane: TestKeyplane
  let clock: HeldClock
  beforeAll(async () => {
    clock = heldClock(Date.now())
    const seed = accountsOf(service) + (service.seed ?? '')
    keyplane = await startTestKeyplane({ seed, clock, transitionMs: STEP_MS, rates: service.rates ?? 'off' })
  })
  afterAll(() => keyplane[Symbol.asyncDispose]())

  const forms = { post: postTc3, get: getTc3, multipart: postMultipart, v1: getV1, 'v1-form': postV1 }
  const call: TestRoom['call'] = (action, params = {}, { form = 'post', ...options } = {}) =>
    forms[form]({
      ...{ api: keyplane.api, version: service.version, signer: ROOT, region: 'ap-guangzhou' },
      ...options,
      ...{ action, params },
    })
  const ok: TestRoom['ok'] = async (action, params, options) => {
    const { error, response } = await call(action, params, options)
    expect(error).toBeUndefined()
    return response
  }
  const instance: TestRoom['instance'] = async (id) => {
    const { InstanceSet } = await ok('DescribeInstances', { InstanceIds: [id] })
    const [found] = InstanceSet as Record<string, unknown>[]
    if (!found) throw new Error(`${id} is not listed`)
    return found
  }
  const settled: TestRoom['settled'] = async (id) => {
    await expect
      .poll(async () => {
        clock.advance(STEP_MS)
        return (await instance(id))['LatestOperationState']
      })
      .not.toBe('OPERATING')
    return instance(id)
  }
  const gone: TestRoom['gone'] = async (id) => {
    await expect
      .poll(async () => {
        clock.advance(STEP_MS)
        return (await ok('DescribeInstances', { InstanceIds: [id] }))['InstanceSet']
      })
      .toEqual([])
  }
  return {
    ...{ call, ok, instance, settled, gone },
    get clock() {
      return clock
    },
    get keyplane() {
      return keyplane
    },
  }
}

/** Any text that matches; typed, unlike what the test library gives. */
export function like(pattern: RegExp): unknown {
  return expect.stringMatching(pattern)
}

/** What a refused call answers, whole. */
export function refusal(Code: string, Message: string | RegExp): unknown {
  const message: unknown = typeof Message === 'string' ? Message : like(Message)
  return expect.objectContaining({
    status: 200,
    contentType: 'application/json',
    error: { Code, Message: message },
  })
}

/** The refusal of a required parameter that is not there. */
export function missing(name: string): unknown {
  return refusal('MissingParameter', `The request is missing a required parameter \`${name}\`.`)
}

/** The refusal of a parameter that does not exist. */
export function unknown(name: string): unknown {
  return refusal('UnknownParameter', `The parameter \`${name}\` is not recognized.`)
}

/** `count` different ids of one form. */
export function manyIds(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(8, '0')}`)
}
