import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { heldClock } from '../../../tests/held-clock.ts'
import type { CallOptions, Params } from './test-support/signed-call.ts'
import {
  ALICE,
  details,
  item,
  listed,
  malformed,
  refusal,
  REFUSALS,
  startWorld,
  STRANGER,
  type TestWorld,
} from './test-support/test-world.ts'

const clock = heldClock(Date.now())
let world: TestWorld

beforeAll(async () => {
  const keyPairs = [
    { id: 'kp-1', name: 'one' },
    { id: 'kp-2', name: 'two' },
  ]
  const instances = [
    { id: 'i-often' },
    { id: 'i-seldom' },
    { id: 'i-windows', os: 'windows' },
    { id: 'i-stopped', state: 'stopped' },
  ]
  world = await startWorld({ keyPairs, instances }, { clock, rates: 'documented' })
})
afterAll(() => world[Symbol.asyncDispose]())

const OF_CALLS = [
  429,
  'FlowLimitExceeded',
  'Request was rejected because the request speed of this openAPI is beyond the current flow control limit.',
]
const OF_INSTANCE = [429, 'FlowLimitExceeded', "You've reach the limit on request rate of resources."]
const WINDOWS = {
  Code: 'InvalidKeyPairForWindows.Unsupported',
  Message: 'The OSType of this specified instance is Windows, which does not support key pairs.',
}

async function spend(action: string, count: number, params: Params = {}, options: CallOptions = {}) {
  for (let call = 0; call < count; call += 1) await world.call(action, params, options)
}

function attach(KeyPairId: string, ...instanceIds: string[]) {
  return world.call('AttachKeyPair', { ...listed('InstanceIds', instanceIds), KeyPairId })
}

describe('calls', () => {
  test('twenty of a second are answered, one more is refused, a second later it is answered', async () => {
    for (let call = 0; call < 20; call += 1) {
      expect((await world.call('DescribeKeyPairs')).status).toBe(200)
    }
    const refused = await world.call('DescribeKeyPairs')
    expect(refusal(refused)).toEqual(OF_CALLS)
    expect(refused.metadata).toMatchObject({ Action: 'DescribeKeyPairs', Error: { CodeN: 100018 } })
    clock.advance(1_000)
    expect((await world.call('DescribeKeyPairs')).status).toBe(200)
  })

  test('another action, region or account is not concerned', async () => {
    clock.advance(1_000)
    await spend('DescribeKeyPairs', 20)
    expect(refusal(await world.call('DescribeKeyPairs'))).toEqual(OF_CALLS)
    expect((await world.call('DescribeInstances')).status).toBe(200)
    expect((await world.call('DescribeKeyPairs', {}, { region: 'cn-shanghai' })).status).toBe(200)
    expect((await world.call('DescribeKeyPairs', {}, STRANGER)).status).toBe(200)
  })

  test('are counted after permission, before parameters', async () => {
    clock.advance(1_000)
    const wrong = { KeyPairName: '-' }
    await spend('CreateKeyPair', 30, wrong, ALICE)
    expect((await world.call('CreateKeyPair', wrong, ALICE)).status).toBe(403)
    expect(refusal(await world.call('CreateKeyPair', wrong))).toEqual(malformed('KeyPairName'))
    await spend('CreateKeyPair', 19, wrong)
    expect(refusal(await world.call('CreateKeyPair', wrong))).toEqual(OF_CALLS)
    expect((await world.call('CreateKeyPair', wrong, ALICE)).status).toBe(403)
    expect((await world.call('CreateKeyPair', wrong, { secret: 'wrong' })).status).toBe(401)
  })

  test('a refused one changes nothing and leaves an audit row', async () => {
    clock.advance(1_000)
    await spend('CreateKeyPair', 20)
    const refused = await world.call('CreateKeyPair', { KeyPairName: 'too-often' })
    expect(refusal(refused)).toEqual(OF_CALLS)
    expect((await world.call('DescribeKeyPairs', { 'KeyPairNames.1': 'too-often' })).result).toEqual({
      KeyPairs: [],
      NextToken: '',
    })
    await world.core.auditLog.flush()
    const rows = await world.core.database.audit.newest('2100000000', 100)
    const { RequestId } = refused.metadata
    expect(rows.filter(({ requestId }) => requestId === RequestId)).toMatchObject([
      { action: 'CreateKeyPair', user: 'root', outcome: 'FlowLimitExceeded', changes: [] },
    ])
  })
})

describe('one instance', () => {
  test('takes five a second; in a batch it is refused for itself and stays as it was', async () => {
    clock.advance(1_000)
    for (let call = 0; call < 5; call += 1) {
      expect(details(await attach('kp-1', 'i-often'))).toEqual([['i-often', null]])
    }
    const mixed = await attach('kp-2', 'i-often', 'i-seldom', 'i-windows', 'i-unknown')
    expect(mixed.status).toBe(200)
    expect(details(mixed)).toEqual([
      ['i-often', item(OF_INSTANCE)],
      ['i-seldom', null],
      ['i-windows', WINDOWS],
      ['i-unknown', item(REFUSALS.instance)],
    ])
    expect(await world.show('i-often')).toMatchObject({ KeyPairId: 'kp-1' })
    expect(await world.show('i-seldom')).toMatchObject({ KeyPairId: 'kp-2' })
    clock.advance(1_000)
    expect(details(await attach('kp-2', 'i-often'))).toEqual([['i-often', null]])
    expect(await world.show('i-often')).toMatchObject({ KeyPairId: 'kp-2' })
  })

  test('is counted over all actions; alone it refuses the call', async () => {
    clock.advance(1_000)
    const ids = listed('InstanceIds', ['i-stopped'])
    await spend('AttachKeyPair', 3, { ...ids, KeyPairId: 'kp-1' })
    await spend('DetachKeyPair', 2, { ...ids, KeyPairId: 'kp-1' })
    const batch = await world.call('StartInstances', ids)
    expect(details(batch)).toEqual([['i-stopped', item(OF_INSTANCE)]])
    const alone = await world.call('StartInstance', { InstanceId: 'i-stopped' })
    expect(refusal(alone)).toEqual(OF_INSTANCE)
    expect(await world.show('i-stopped')).toMatchObject({ Status: 'STOPPED' })
    clock.advance(1_000)
    expect(details(await world.call('StartInstances', ids))).toEqual([['i-stopped', null]])
  })

  test('is refused for its state before it is counted', async () => {
    clock.advance(1_000)
    const ids = listed('InstanceIds', ['i-seldom'])
    for (let call = 0; call < 8; call += 1) {
      expect(details(await world.call('StartInstances', ids))).toEqual([['i-seldom', item(REFUSALS.status)]])
    }
    expect(details(await attach('kp-1', 'i-seldom'))).toEqual([['i-seldom', null]])
  })
})
