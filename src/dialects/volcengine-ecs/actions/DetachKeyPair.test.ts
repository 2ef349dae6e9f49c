import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  details,
  item,
  listed,
  missing,
  PASSWORD,
  REFUSALS,
  refusal,
  startWorld,
  type TestWorld,
  tooMany,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { id: 'kp-one', name: 'one' },
      { id: 'kp-two', name: 'two' },
    ],
    instances: [
      { id: 'i-password', password: PASSWORD, keyPairs: ['one'] },
      { id: 'i-keyonly', keyPairs: ['one'] },
      { id: 'i-other', keyPairs: ['two'] },
      { id: 'i-unbound', password: PASSWORD },
      { id: 'i-windows', os: 'windows' },
      { id: 'i-rebooting', state: 'rebooting', keyPairs: ['one'] },
      { id: 'i-noagent', passwordAgent: false, keyPairs: ['one'] },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

describe('parsing', () => {
  test('takes the pair by id or name, the id wins', async () => {
    const params = { 'InstanceIds.1': 'i-unbound', KeyPairName: 'none', KeyPairId: 'kp-one' }
    expect(details(await world.call('DetachKeyPair', params))).toEqual([['i-unbound', null]])
    const named = { 'InstanceIds.1': 'i-unbound', KeyPairName: 'two' }
    expect(details(await world.call('DetachKeyPair', named))).toEqual([['i-unbound', null]])
  })
})

describe('refusals', () => {
  const ids = listed(
    'InstanceIds',
    Array.from({ length: 101 }, (_, place) => `i-${place}`),
  )

  test.each([
    ['no ids', { KeyPairName: 'one' }, missing('InstanceIds')],
    ['101 ids', ids, tooMany('InstanceIds')],
    [
      'no pair',
      { 'InstanceIds.1': 'i-none' },
      [
        400,
        'MissingParameter.KeyPairNameAndKeyPairId',
        'The required parameters KeyPairName and KeyPairId are not supplied.',
      ],
    ],
    [
      'a long token',
      { 'InstanceIds.1': 'i-none', KeyPairName: 'one', ClientToken: 'x'.repeat(65) },
      REFUSALS.clientToken,
    ],
    ['an unknown pair', { 'InstanceIds.1': 'i-none', KeyPairId: 'kp-none' }, REFUSALS.keyPair],
  ])('%s', async (_name, params: Readonly<Record<string, string>>, expected) => {
    expect(refusal(await world.call('DetachKeyPair', params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const params = { 'InstanceIds.1': 'i-password', KeyPairName: 'one' }
    expect(refusal(await world.call('DetachKeyPair', params, ALICE))).toEqual(
      denied('DetachKeyPair', 'instance/i-password'),
    )
  })

  test('each instance for itself; one that has another pair keeps it', async () => {
    const params = {
      ...listed('InstanceIds', ['i-other', 'i-windows', 'i-rebooting', 'i-noagent', 'i-none']),
      KeyPairName: 'one',
    }
    const reply = await world.call('DetachKeyPair', params)
    expect(details(reply)).toEqual([
      ['i-other', item(REFUSALS.keyPair)],
      [
        'i-windows',
        {
          Code: 'InvalidKeyPairForWindows.Unsupported',
          Message: 'The OSType of this specified instance is Windows, which does not support key pairs.',
        },
      ],
      ['i-rebooting', item(REFUSALS.status)],
      [
        'i-noagent',
        {
          Code: 'InvalidResetAuthenticationAgent.NotFound',
          Message: 'The specified reset-authentication agent does not install on the instance.',
        },
      ],
      ['i-none', item(REFUSALS.instance)],
    ])
    expect(await world.show('i-other')).toMatchObject({ KeyPairName: 'two' })
  })
})

describe('behaviour', () => {
  test('nothing is shown at once, the key is gone and the password back after a reboot', async () => {
    const params = { 'InstanceIds.1': 'i-password', KeyPairName: 'one' }
    expect(await world.access('i-password')).toEqual({ keys: 1, password: false })
    expect(details(await world.call('DetachKeyPair', params))).toEqual([['i-password', null]])
    expect(await world.show('i-password')).toMatchObject({ KeyPairId: '', KeyPairName: '' })
    expect(await world.access('i-password')).toEqual({ keys: 1, password: false })
    await world.call('RebootInstance', { InstanceId: 'i-password' })
    await world.waitFor('i-password', 'RUNNING')
    expect(await world.access('i-password')).toEqual({ keys: 0, password: true })
    expect(details(await world.call('DetachKeyPair', params))).toEqual([['i-password', null]])
  })

  test('without a password nobody can log in any more', async () => {
    await world.call('DetachKeyPair', { 'InstanceIds.1': 'i-keyonly', KeyPairId: 'kp-one' })
    await world.call('RebootInstance', { InstanceId: 'i-keyonly' })
    await world.waitFor('i-keyonly', 'RUNNING')
    expect(await world.access('i-keyonly')).toEqual({ keys: 0, password: false })
  })
})
