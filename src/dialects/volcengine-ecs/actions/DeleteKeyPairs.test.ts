import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  details,
  item,
  listed,
  missing,
  REFUSALS,
  refusal,
  rowsOf,
  startWorld,
  type TestWorld,
  tooMany,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      ...['free', 'bound', 'leaving', 'both'].map((name) => ({ id: `kp-${name}`, name })),
      { id: 'kp-south', name: 'south', region: 'cn-guangzhou' },
    ],
    instances: [
      { id: 'i-bound', keyPairs: ['bound'] },
      { id: 'i-leaving', keyPairs: ['leaving'], state: 'terminating' },
      { id: 'i-leaving2', keyPairs: ['both'], state: 'terminating' },
      { id: 'i-staying', keyPairs: ['both'] },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

const IN_USE = {
  Code: 'OperationDenied.KeyPairInUse',
  Message: 'The specified KeyPair is attached to instances.',
}

describe('parsing', () => {
  test('takes names, never ids; each once', async () => {
    const names = listed('KeyPairNames', ['kp-free', 'none', 'kp-free', ''])
    expect(details(await world.call('DeleteKeyPairs', names))).toEqual([
      ['kp-free', item(REFUSALS.keyPair)],
      ['none', item(REFUSALS.keyPair)],
      ['', item(missing('KeyPairName'))],
    ])
  })
})

describe('refusals', () => {
  const many = listed(
    'KeyPairNames',
    Array.from({ length: 101 }, (_, place) => `x${place}`),
  )

  test.each([
    ['no names', { KeyPairNames: '' }, missing('KeyPairNames')],
    ['101 names', many, tooMany('KeyPairNames')],
    ['a long token', { 'KeyPairNames.1': 'free', ClientToken: 'x'.repeat(65) }, REFUSALS.clientToken],
  ])('%s', async (_name, params: Readonly<Record<string, string>>, expected) => {
    expect(refusal(await world.call('DeleteKeyPairs', params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const reply = await world.call('DeleteKeyPairs', { 'KeyPairNames.1': 'free' }, ALICE)
    expect(refusal(reply)).toEqual(denied('DeleteKeyPairs', 'keypair/*'))
  })
})

describe('behaviour', () => {
  test('each pair for itself; one that is bound stays, unless its instances are all going', async () => {
    const names = listed('KeyPairNames', ['bound', 'free', 'south', 'leaving', 'both'])
    const reply = await world.call('DeleteKeyPairs', names)
    expect(reply.status).toBe(200)
    expect(details(reply)).toEqual([
      ['bound', IN_USE],
      ['free', null],
      ['south', item(REFUSALS.keyPair)],
      ['leaving', null],
      ['both', IN_USE],
    ])
    const left = rowsOf(await world.call('DescribeKeyPairs'), 'KeyPairs')
    expect(left.map(({ KeyPairName }) => String(KeyPairName)).toSorted()).toEqual(['both', 'bound'])
  })

  test('a pair can go once it is detached', async () => {
    await world.call('DetachKeyPair', { 'InstanceIds.1': 'i-bound', KeyPairName: 'bound' })
    const reply = await world.call('DeleteKeyPairs', { 'KeyPairNames.1': 'bound' })
    expect(reply.result).toEqual({ OperationDetails: [{ KeyPairName: 'bound', Error: null }] })
  })
})
