import { describe, expect, test } from 'vitest'

import { listDialects } from '../../../tests/action-table.ts'
import { refusal, testRoom } from '../kit/tencent/test-support/test-room.ts'
import { rates } from './rates.ts'

const room = testRoom({ version: '2020-03-24', rates: 'documented' })

function tooOften(limit: number): unknown {
  return refusal(
    'RequestLimitExceeded',
    `Your current request times equals to \`${limit + 1}\` in a second, which exceeds the frequency limit ` +
      `\`${limit}\` for a second. Please reduce the frequency of calls.`,
  )
}

describe('documented rates', () => {
  test.each([
    ['CreateInstances', 5],
    ['ImportKeyPair', 10],
    ['AssociateInstancesKeyPairs', 10],
    ['DisassociateInstancesKeyPairs', 20],
    ['DescribeKeyPairs', 100],
    ['DeleteKeyPairs', 20],
  ])('%s: %i of a second are answered, one more is refused, a second later one is', async (action, limit) => {
    for (let call = 0; call < limit; call += 1) {
      expect(await room.call(action)).not.toEqual(tooOften(limit))
    }
    expect(await room.call(action)).toEqual(tooOften(limit))
    room.clock.advance(1_000)
    expect(await room.call(action)).not.toEqual(tooOften(limit))
    room.clock.advance(1_000)
  })

  test('no region is the default region, for the count too', async () => {
    for (let call = 0; call < 10; call += 1) await room.call('ImportKeyPair', {}, { region: undefined })
    expect(await room.call('ImportKeyPair')).toEqual(tooOften(10))
    expect(await room.call('ImportKeyPair', {}, { region: 'ap-beijing' })).not.toEqual(tooOften(10))
  })

  test('name only actions that are answered', () => {
    const actions = listDialects().find(({ id }) => id === 'tencent-lighthouse')?.actions ?? []
    expect(actions.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(rates.perSecond)))
  })
})
