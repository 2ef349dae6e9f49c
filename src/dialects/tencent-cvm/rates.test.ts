import { describe, expect, test } from 'vitest'

import { listDialects } from '../../../tests/action-table.ts'
import { ALICE, refusal, STRANGER, testRoom } from '../kit/tencent/test-support/test-room.ts'
import { rates } from './rates.ts'

const room = testRoom({ version: '2017-03-12', rates: 'documented' })

const ELEVEN = refusal(
  'RequestLimitExceeded',
  'Your current request times equals to `11` in a second, which exceeds the frequency limit `10` for a second. ' +
    'Please reduce the frequency of calls.',
)

async function spend(action: string, count: number, options = {}) {
  for (let call = 0; call < count; call += 1) await room.call(action, { Limit: 1 }, options)
}

describe('documented rates', () => {
  test('ten calls of a second are answered, the eleventh is refused, a second later it is answered', async () => {
    room.clock.advance(1_000)
    for (let call = 0; call < 10; call += 1) await room.ok('DescribeKeyPairs')
    expect(await room.call('DescribeKeyPairs')).toEqual(ELEVEN)
    room.clock.advance(999)
    expect(await room.call('DescribeKeyPairs')).toEqual(ELEVEN)
    room.clock.advance(1)
    await room.ok('DescribeKeyPairs')
  })

  test('another action, region, user or account is not concerned', async () => {
    room.clock.advance(1_000)
    await spend('DescribeKeyPairs', 10)
    expect(await room.call('DescribeKeyPairs')).toEqual(ELEVEN)
    await room.ok('DescribeInstances')
    await room.ok('DescribeKeyPairs', {}, { region: 'ap-beijing' })
    await room.ok('DescribeKeyPairs', {}, { signer: STRANGER })
    const { error } = await room.call('DescribeKeyPairs', {}, { signer: ALICE })
    expect(error?.Code).not.toBe('RequestLimitExceeded')
  })

  test('are looked at after signature and region, before permission and parameters', async () => {
    room.clock.advance(1_000)
    await spend('ImportKeyPair', 10)
    await spend('ImportKeyPair', 10, { signer: ALICE })
    const codeOf = async (options: object) =>
      (await room.call('ImportKeyPair', { Bogus: 1 }, options)).error?.Code
    expect(await codeOf({ region: 'mars' })).toBe('InvalidParameterValue')
    expect(await codeOf({ skewSeconds: 999 })).toBe('AuthFailure.SignatureExpire')
    expect(await codeOf({ signer: ALICE })).toBe('RequestLimitExceeded')
    expect(await codeOf({})).toBe('RequestLimitExceeded')
    room.clock.advance(1_000)
    expect(await codeOf({})).toBe('UnknownParameter')
  })

  test('calls that prove nothing cost nobody anything', async () => {
    room.clock.advance(1_000)
    const signer = { secretId: 'AKIDacmeroot', secretKey: 'wrong' }
    await spend('DescribeKeyPairs', 20, { signer })
    expect(await room.ok('DescribeKeyPairs')).toMatchObject({ TotalCount: 0 })
  })

  test('a refused call changes nothing and leaves an audit row', async () => {
    room.clock.advance(1_000)
    await spend('CreateKeyPair', 10)
    const refused = await room.call('CreateKeyPair', { KeyName: 'too_often', ProjectId: 0 })
    expect(refused).toEqual(ELEVEN)
    expect(await room.ok('DescribeKeyPairs')).toMatchObject({ TotalCount: 0 })
    const { core } = room.keyplane
    await core.auditLog.flush()
    const rows = await core.database.audit.newest('1000000001', 100)
    expect(rows.filter(({ requestId }) => requestId === refused.requestId)).toMatchObject([
      { action: 'CreateKeyPair', user: 'root', outcome: 'RequestLimitExceeded', changes: [] },
    ])
  })

  test.each([
    ['AssociateInstancesKeyPairs', 10],
    ['RunInstances', 10],
    ['DescribeRegions', 20],
    ['DescribeInstances', 40],
  ])('%s: %i', async (action, limit) => {
    room.clock.advance(1_000)
    await spend(action, limit - 1)
    expect((await room.call(action)).error?.Code).not.toBe('RequestLimitExceeded')
    const { error } = await room.call(action)
    expect(error?.Code).toBe('RequestLimitExceeded')
    expect(error?.Message).toContain(`the frequency limit \`${limit}\` for a second`)
  })

  test('every action has a number of its own: the pages give one for each', () => {
    const actions = listDialects().find(({ id }) => id === 'tencent-cvm')?.actions ?? []
    expect(Object.keys(rates.perSecond).toSorted()).toEqual(actions.map(({ name }) => name).toSorted())
  })
})
