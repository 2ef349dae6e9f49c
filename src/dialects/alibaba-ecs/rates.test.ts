import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { heldClock } from '../../../tests/held-clock.ts'
import type { CallOptions } from './test-support/signed-call.ts'
import {
  ALICE,
  missing,
  refusal,
  REGION,
  startWorld,
  STRANGER,
  type TestWorld,
} from './test-support/test-world.ts'

const clock = heldClock(Date.now())
let world: TestWorld

beforeAll(async () => {
  world = await startWorld({}, { clock, rates: '3' })
})
afterAll(() => world[Symbol.asyncDispose]())

const THROTTLED = [400, 'Throttling.User', 'Request was denied due to user flow control.']

async function spend(action: string, count: number, options: CallOptions = {}) {
  for (let call = 0; call < count; call += 1) await world.call(action, { RegionId: REGION }, options)
}

function codeOf(action: string, params: Record<string, string>, options: CallOptions = {}) {
  return world.call(action, params, options).then(({ body }) => body['Code'])
}

describe('a rate', () => {
  it('refuses one call too many and says when to return', async () => {
    await spend('DescribeKeyPairs', 2)
    clock.advance(400)
    const third = await world.call('DescribeKeyPairs', { RegionId: REGION })
    expect([third.status, third.headers.get('x-acs-retry-after')]).toEqual([200, null])
    const fourth = await world.call('DescribeKeyPairs', { RegionId: REGION })
    expect(refusal(fourth)).toEqual(THROTTLED)
    expect(fourth.headers.get('x-acs-retry-after')).toBe('600')
    clock.advance(600)
    expect((await world.call('DescribeKeyPairs', { RegionId: REGION })).status).toBe(200)
  })

  it('concerns no other action, region or account, but every user of the account', async () => {
    clock.advance(1_000)
    await spend('DescribeKeyPairs', 3)
    expect(await codeOf('DescribeKeyPairs', { RegionId: REGION })).toBe('Throttling.User')
    expect(await codeOf('DescribeKeyPairs', { RegionId: REGION }, ALICE)).toBe('Throttling.User')
    expect(await codeOf('DescribeKeyPairs', { RegionId: REGION }, STRANGER)).toBeUndefined()
    expect(await codeOf('DescribeKeyPairs', { RegionId: 'cn-beijing' })).toBeUndefined()
    expect(await codeOf('DescribeInstances', { RegionId: REGION })).toBeUndefined()
  })

  it('is looked at after signature and nonce, before parameters and permission', async () => {
    clock.advance(1_000)
    await spend('ImportKeyPair', 2)
    const nonce = 'used-once'
    await spend('ImportKeyPair', 1, { nonce })
    const here = { RegionId: REGION }
    expect(await codeOf('ImportKeyPair', here, { secret: 'wrong' })).toBe('SignatureDoesNotMatch')
    expect(await codeOf('ImportKeyPair', here, { nonce })).toBe('SignatureNonceUsed')
    expect(await codeOf('ImportKeyPair', here, ALICE)).toBe('Throttling.User')
    expect(await codeOf('ImportKeyPair', here)).toBe('Throttling.User')
    clock.advance(1_000)
    expect(refusal(await world.call('ImportKeyPair', here))).toEqual(missing('KeyPairName'))
  })

  it('is not evaded by regions that do not exist', async () => {
    clock.advance(1_000)
    for (const RegionId of ['mars', 'venus', '']) await world.call('DescribeRegions', { RegionId })
    expect(await codeOf('DescribeRegions', { RegionId: 'pluto' })).toBe('Throttling.User')
  })

  it('changes nothing and leaves an audit row', async () => {
    clock.advance(1_000)
    await spend('CreateKeyPair', 3)
    const refused = await world.call('CreateKeyPair', { RegionId: REGION, KeyPairName: 'too-often' })
    expect(refusal(refused)).toEqual(THROTTLED)
    const { body } = await world.call('DescribeKeyPairs', { RegionId: REGION })
    expect(body['TotalCount']).toBe(0)
    await world.core.auditLog.flush()
    const rows = await world.core.database.audit.newest('1234567890123456', 100)
    expect(rows.filter(({ requestId }) => requestId === refused.body['RequestId'])).toMatchObject([
      { action: 'CreateKeyPair', user: 'root', outcome: 'Throttling.User', changes: [] },
    ])
  })
})

describe('documented rates', () => {
  it('twenty of a second are answered, one more is refused', async () => {
    await using documented = await startWorld({}, { clock, mode: 'strict' })
    for (let call = 0; call < 20; call += 1) {
      expect((await documented.call('DescribeKeyPairs', { RegionId: REGION })).status).toBe(200)
    }
    expect(refusal(await documented.call('DescribeKeyPairs', { RegionId: REGION }))).toEqual(THROTTLED)
  })
})
