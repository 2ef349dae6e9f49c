import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  malformed,
  missing,
  PASSWORD,
  REFUSALS,
  refusal,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [{ id: 'kp-one', name: 'one' }],
    instances: [
      { id: 'i-one' },
      { id: 'i-bound', keyPairs: ['one'] },
      { id: 'i-text' },
      { id: 'i-noagent', passwordAgent: false },
      { id: 'i-starting', state: 'starting' },
      { id: 'i-windows', os: 'windows' },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

type Params = Readonly<Record<string, string>>

describe('parsing', () => {
  test('what is left out stays, an empty description clears, other empty texts do nothing', async () => {
    const target = { InstanceId: 'i-text' }
    const given = {
      InstanceName: '网页-1',
      Description: 'A text.',
      Hostname: 'host-1',
      EnableJumboFrame: 'true',
    }
    const reply = await world.call('ModifyInstanceAttribute', { ...target, ...given, ClientToken: 'token' })
    expect(reply.result).toEqual({})
    const shown = {
      InstanceName: '网页-1',
      Description: 'A text.',
      HostName: 'host-1',
      EnableJumboFrame: true,
    }
    expect(await world.show('i-text')).toMatchObject(shown)
    await world.call('ModifyInstanceAttribute', {
      ...target,
      Description: '',
      InstanceName: '',
      Hostname: '',
    })
    expect(await world.show('i-text')).toMatchObject({ ...shown, Description: '' })
    await world.call('ModifyInstanceAttribute', target)
    expect(await world.show('i-text')).toMatchObject({ ...shown, Description: '' })
  })
})

describe('refusals', () => {
  const noAgent = [
    404,
    'InvalidResetAuthenticationAgent.NotFound',
    'The specified reset-authentication agent does not install on the instance.',
  ]

  test.each<[string, Params, readonly unknown[]]>([
    ['no id', { Password: PASSWORD }, missing('InstanceId')],
    ['a bad token', { ClientToken: 'é' }, REFUSALS.clientToken],
    ['a short password', { InstanceId: 'i-one', Password: 'Ab1!' }, malformed('Password')],
    ['two classes', { InstanceId: 'i-one', Password: 'abcdefgh1' }, malformed('Password')],
    ['a hash', { InstanceId: 'i-one', Password: '$6$abcDEF123' }, malformed('Password')],
    ['a bad name', { InstanceId: 'i-one', InstanceName: '-' }, malformed('InstanceName')],
    ['a name with a pattern', { InstanceId: 'i-one', InstanceName: 'web[1,2]' }, malformed('InstanceName')],
    [
      'a long host name of Windows',
      { InstanceId: 'i-windows', Hostname: 'longer-than-15-x' },
      malformed('Hostname'),
    ],
    ['digits as host name of Windows', { InstanceId: 'i-windows', Hostname: '12345' }, malformed('Hostname')],
    [
      'a period in a host name of Windows',
      { InstanceId: 'i-windows', Hostname: 'a.b' },
      malformed('Hostname'),
    ],
    ['a bad host name', { InstanceId: 'i-one', Hostname: '-a' }, malformed('Hostname')],
    ['a bad description', { InstanceId: 'i-one', Description: '!' }, malformed('Description')],
    ['an unknown id', { InstanceId: 'i-none', InstanceName: 'a' }, REFUSALS.instance],
    ['no agent for a password', { InstanceId: 'i-noagent', Password: PASSWORD }, noAgent],
    ['no agent for a host name', { InstanceId: 'i-noagent', Hostname: 'host' }, noAgent],
    ['the wrong status for a password', { InstanceId: 'i-starting', Password: PASSWORD }, REFUSALS.status],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await world.call('ModifyInstanceAttribute', params))).toEqual(expected)
  })

  test('all or nothing: a password that is refused leaves the name', async () => {
    const params = { InstanceId: 'i-noagent', Password: PASSWORD, InstanceName: 'other' }
    expect(refusal(await world.call('ModifyInstanceAttribute', params))).toEqual(noAgent)
    expect(await world.show('i-noagent')).toMatchObject({ InstanceName: 'i-noagent' })
  })

  test('a user without a policy', async () => {
    const reply = await world.call('ModifyInstanceAttribute', { InstanceId: 'i-one' }, ALICE)
    expect(refusal(reply)).toEqual(denied('ModifyInstanceAttribute', 'instance/i-one'))
  })
})

describe('behaviour', () => {
  test('a short host name of Windows', async () => {
    await world.call('ModifyInstanceAttribute', { InstanceId: 'i-windows', Hostname: 'desk-1' })
    expect(await world.show('i-windows')).toMatchObject({ HostName: 'desk-1' })
  })

  test('a name can change whatever the instance is doing', async () => {
    await world.call('ModifyInstanceAttribute', { InstanceId: 'i-starting', InstanceName: 'renamed' })
    expect(await world.show('i-starting')).toMatchObject({ InstanceName: 'renamed', Status: 'STARTING' })
  })

  test.each([
    ['i-one', 0],
    ['i-bound', 1],
  ])('a password works after the next boot, also beside a pair: %s', async (id, keys) => {
    await world.call('ModifyInstanceAttribute', { InstanceId: id, Password: PASSWORD })
    expect(await world.access(id)).toEqual({ keys, password: false })
    await world.call('RebootInstance', { InstanceId: id })
    await world.waitFor(id, 'RUNNING')
    expect(await world.access(id)).toEqual({ keys, password: true })
  })
})
