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
  rowsOf,
  startWorld,
  STRANGER,
  type TestWorld,
  tooMany,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [
      { id: 'kp-one', name: 'one' },
      { id: 'kp-two', name: 'two' },
      { id: 'kp-south', name: 'south', region: 'cn-guangzhou' },
    ],
    instances: [
      { id: 'i-running', password: PASSWORD },
      { id: 'i-stopped', state: 'stopped', password: PASSWORD },
      { id: 'i-forms' },
      { id: 'i-windows', os: 'windows', state: 'stopping', passwordAgent: false },
      { id: 'i-stopping', state: 'stopping', passwordAgent: false },
      { id: 'i-noagent', passwordAgent: false, busy: true },
      { id: 'i-busy', busy: true },
      { id: 'i-south', region: 'cn-guangzhou' },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

const BOTH_MISSING = [
  400,
  'MissingParameter.KeyPairNameAndKeyPairId',
  'The required parameters KeyPairName and KeyPairId are not supplied.',
]
const WINDOWS = [
  200,
  'InvalidKeyPairForWindows.Unsupported',
  'The OSType of this specified instance is Windows, which does not support key pairs.',
]
const NO_AGENT = [
  200,
  'InvalidResetAuthenticationAgent.NotFound',
  'The specified reset-authentication agent does not install on the instance.',
]

describe('parsing', () => {
  test.each([
    ['zero-based', { 'InstanceIds.0': 'i-forms' }],
    ['with gaps, in any order', { 'InstanceIds.7': 'i-forms', 'InstanceIds.3': 'i-forms' }],
    ['with parameters nobody knows', { 'InstanceIds.1': 'i-forms', KeyFile: '/tmp/key', 'A.B.1': 'x' }],
  ])('takes a list %s', async (_name, ids) => {
    const reply = await world.call('AttachKeyPair', { ...ids, KeyPairName: 'one' })
    expect(details(reply)).toEqual([['i-forms', null]])
  })

  test('takes POST with a form and with JSON', async () => {
    const params = { KeyPairId: 'kp-one', ...listed('InstanceIds', ['i-forms', 'i-none']) }
    const form = await world.call('AttachKeyPair', params, { form: 'post-form' })
    const json = { KeyPairId: 'kp-one', InstanceIds: ['i-forms', 'i-none'] }
    const inJson = await world.call('AttachKeyPair', {}, { form: 'post-json', json })
    const presigned = await world.call('AttachKeyPair', params, { form: 'presigned' })
    expect(form.result).toEqual({
      OperationDetails: [
        { InstanceId: 'i-forms', Error: null },
        { InstanceId: 'i-none', Error: item(REFUSALS.instance) },
      ],
    })
    expect(inJson.result).toEqual(form.result)
    expect(presigned.result).toEqual(form.result)
  })

  test('the id wins over the name, also when it is unknown', async () => {
    const params = { 'InstanceIds.1': 'i-forms', KeyPairName: 'one' }
    await world.call('AttachKeyPair', { ...params, KeyPairId: 'kp-two' })
    expect(await world.show('i-forms')).toMatchObject({ KeyPairId: 'kp-two', KeyPairName: 'two' })
    const unknown = await world.call('AttachKeyPair', { ...params, KeyPairId: 'kp-none' })
    expect(refusal(unknown)).toEqual(REFUSALS.keyPair)
    await world.call('AttachKeyPair', { ...params, KeyPairId: '' })
    expect(await world.show('i-forms')).toMatchObject({ KeyPairName: 'one' })
  })

  test('one entry per distinct id, in the order of the request', async () => {
    const ids = listed('InstanceIds', ['i-none', 'i-forms', 'i-none', 'I-BAD', 'i-ahipakt2gcg95jpv****', ''])
    const reply = await world.call('AttachKeyPair', { ...ids, KeyPairName: 'one' })
    const notFound = item(REFUSALS.instance)
    expect(details(reply)).toEqual([
      ['i-none', notFound],
      ['i-forms', null],
      ['I-BAD', notFound],
      ['i-ahipakt2gcg95jpv****', notFound],
      ['', item(missing('InstanceId'))],
    ])
  })
})

describe('refusals', () => {
  const one = { 'InstanceIds.1': 'i-running' }
  const tooManyIds = listed(
    'InstanceIds',
    Array.from({ length: 101 }, (_, place) => `i-${place}`),
  )

  test.each([
    ['neither ids nor pair', {}, missing('InstanceIds')],
    ['an empty list', { InstanceIds: '', KeyPairName: 'one' }, missing('InstanceIds')],
    ['101 ids', tooManyIds, tooMany('InstanceIds')],
    ['no pair, a bad token', { ...one, ClientToken: 'x'.repeat(65) }, BOTH_MISSING],
    ['a long token', { ...one, KeyPairName: 'none', ClientToken: 'x'.repeat(65) }, REFUSALS.clientToken],
    ['a token that is not ASCII', { ...one, KeyPairName: 'none', ClientToken: 'é' }, REFUSALS.clientToken],
    ['an unknown name', { ...one, KeyPairName: 'none' }, REFUSALS.keyPair],
    ['the id in place of the name', { ...one, KeyPairName: 'kp-one' }, REFUSALS.keyPair],
    ['a pair of another region', { ...one, KeyPairId: 'kp-south' }, REFUSALS.keyPair],
  ])('%s', async (_name, params: Readonly<Record<string, string>>, expected) => {
    expect(refusal(await world.call('AttachKeyPair', params))).toEqual(expected)
  })

  test('a user without a policy, and another account', async () => {
    const params = { ...one, KeyPairName: 'one' }
    expect(refusal(await world.call('AttachKeyPair', params, ALICE))).toEqual(
      denied('AttachKeyPair', 'instance/i-running'),
    )
    expect(refusal(await world.call('AttachKeyPair', params, STRANGER))).toEqual(REFUSALS.keyPair)
  })

  test('each instance for itself: system, then status, then agent, then busy', async () => {
    const ids = ['i-windows', 'i-stopping', 'i-noagent', 'i-busy', 'i-south']
    const reply = await world.call('AttachKeyPair', { ...listed('InstanceIds', ids), KeyPairName: 'one' })
    expect(reply.status).toBe(200)
    expect(details(reply)).toEqual([
      ['i-windows', item(WINDOWS)],
      ['i-stopping', item(REFUSALS.status)],
      ['i-noagent', item(NO_AGENT)],
      ['i-busy', item(REFUSALS.status)],
      ['i-south', item(REFUSALS.instance)],
    ])
    expect(await world.show('i-noagent')).toMatchObject({ KeyPairId: '', KeyPairName: '' })
  })

  test('100 ids are not too many, a token of 64 characters is not too long', async () => {
    const ids = listed(
      'InstanceIds',
      Array.from({ length: 100 }, (_, place) => `i-${place}`),
    )
    const params = { ...ids, KeyPairName: 'one', ClientToken: '~'.repeat(64) }
    const reply = await world.call('AttachKeyPair', params)
    expect(reply.status).toBe(200)
    expect(rowsOf(reply, 'OperationDetails')).toHaveLength(100)
  })
})

describe('behaviour', () => {
  test('a running instance: shown at once, in force after a reboot, replaced by the next pair', async () => {
    const target = { 'InstanceIds.1': 'i-running' }
    const before = await world.access('i-running')
    expect(before).toEqual({ keys: 0, password: true })
    await world.call('AttachKeyPair', { ...target, KeyPairName: 'one' })
    expect(await world.show('i-running')).toMatchObject({ KeyPairId: 'kp-one', Status: 'RUNNING' })
    expect(await world.access('i-running')).toEqual(before)

    await world.call('RebootInstance', { InstanceId: 'i-running' })
    await world.waitFor('i-running', 'RUNNING')
    expect(await world.access('i-running')).toEqual({ keys: 1, password: false })
    const again = await world.call('AttachKeyPair', { ...target, KeyPairName: 'two' })
    expect(details(again)).toEqual([['i-running', null]])
    expect(await world.show('i-running')).toMatchObject({ KeyPairId: 'kp-two', KeyPairName: 'two' })
    expect(details(await world.call('DeleteKeyPairs', { 'KeyPairNames.1': 'two' }))).toEqual([
      [
        'two',
        {
          Code: 'OperationDenied.KeyPairInUse',
          Message: 'The specified KeyPair is attached to instances.',
        },
      ],
    ])
  })

  test('a stopped instance: in force once it starts', async () => {
    await world.call('AttachKeyPair', { 'InstanceIds.1': 'i-stopped', KeyPairId: 'kp-one' })
    expect(await world.show('i-stopped')).toMatchObject({ KeyPairName: 'one', Status: 'STOPPED' })
    expect(await world.access('i-stopped')).toEqual({ keys: 0, password: true })
    await world.call('StartInstance', { InstanceId: 'i-stopped' })
    await world.waitFor('i-stopped', 'RUNNING')
    expect(await world.access('i-stopped')).toEqual({ keys: 1, password: false })
  })
})
