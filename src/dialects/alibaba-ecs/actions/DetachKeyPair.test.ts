import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { Params } from '../test-support/signed-call.ts'
import {
  ALICE,
  missing,
  REFUSALS,
  refusal,
  REGION,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [{ name: 'k1' }, { name: 'k2' }],
    instances: [
      { id: 'i-running', password: 'Passw0rd!', keyPairs: ['k1'] },
      { id: 'i-nopassword', keyPairs: ['k1'] },
      { id: 'i-other', keyPairs: ['k2'] },
      { id: 'i-none' },
      { id: 'i-windows', os: 'windows' },
      { id: 'i-starting', state: 'starting', keyPairs: ['k1'] },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

function detach(ids: readonly string[] | string, params: Params = {}) {
  const InstanceIds = typeof ids === 'string' ? ids : JSON.stringify(ids)
  return world.call('DetachKeyPair', { RegionId: REGION, KeyPairName: 'k1', InstanceIds, ...params })
}

const INVALID_IDS = [
  400,
  'InvalidInstanceIds.ValueNotSupported',
  'The specified parameter InstanceIds is not valid.',
]

describe('parsing', () => {
  it.each(['RegionId', 'KeyPairName', 'InstanceIds'])('refuses a call without %s', async (name) => {
    expect(refusal(await detach(['i-none'], { [name]: '' }))).toEqual(missing(name))
  })

  it.each(['i-running', '[]', '{}'])('refuses InstanceIds=%s', async (text) => {
    expect(refusal(await detach(text))).toEqual(INVALID_IDS)
  })

  it('refuses more than 50 ids', async () => {
    const ids = Array.from({ length: 51 }, (_, index) => `i-${index}`)
    expect(refusal(await detach(ids))).toEqual([
      403,
      'InstanceKeyPairLimitExceeded',
      'The specified instances are beyond the permitted range.',
    ])
  })
})

describe('refusals', () => {
  it('refuses an unknown key pair', async () => {
    expect(refusal(await detach(['i-none'], { KeyPairName: 'nobody' }))).toEqual([
      400,
      'InvalidKeyPairName.NotFound',
      'The specified KeyPairName does not exist in our records.',
    ])
  })

  it('refuses an unknown instance', async () => {
    expect(refusal(await detach(['i-unknown']))).toEqual(INVALID_IDS)
  })

  it('refuses a user without policies', async () => {
    const params = { RegionId: REGION, KeyPairName: 'k1', InstanceIds: '["i-none"]' }
    expect(refusal(await world.call('DetachKeyPair', params, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('always answers 200 and reports each instance', async () => {
    const { status, body } = await detach(['i-windows', 'i-starting', 'i-none', 'i-other'])
    expect(status).toBe(200)
    expect(body).toMatchObject({
      KeyPairName: 'k1',
      TotalCount: '4',
      FailCount: '4',
      Results: {
        Result: [
          {
            Code: 'DependencyViolation.WindowsInstance',
            Message: 'The instance creating is windows, cannot use ssh key pair to login.',
          },
          { Code: 'IncorrectInstanceStatus' },
          { Code: INVALID_IDS[1], Message: INVALID_IDS[2], InstanceId: 'i-none', Success: 'false' },
          { Code: INVALID_IDS[1], InstanceId: 'i-other', Success: 'false' },
        ],
      },
    })
    expect(await world.show('i-other')).toMatchObject({ KeyPairName: 'k2' })
  })

  it('unbinds at once and gives the password back at the next boot', async () => {
    expect((await detach(['i-running'])).body).toMatchObject({ TotalCount: '1', FailCount: '0' })
    expect(await world.show('i-running')).toMatchObject({ KeyPairName: '' })
    expect(await world.access('i-running')).toEqual({ keys: 1, password: false })
    await world.call('RebootInstance', { InstanceId: 'i-running' })
    await world.waitFor('i-running', 'Running')
    expect(await world.access('i-running')).toEqual({ keys: 0, password: true })
  })

  it('leaves nobody able to log in where no password was ever set', async () => {
    await detach(['i-nopassword'])
    await world.call('RebootInstance', { InstanceId: 'i-nopassword' })
    await world.waitFor('i-nopassword', 'Running')
    expect(await world.access('i-nopassword')).toEqual({ keys: 0, password: false })
  })
})
