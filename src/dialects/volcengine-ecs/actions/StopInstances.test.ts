import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  details,
  item,
  listed,
  malformed,
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
    keyPairs: [{ name: 'one' }],
    instances: [
      { id: 'i-one', password: PASSWORD },
      { id: 'i-two', password: PASSWORD },
      { id: 'i-three', password: PASSWORD },
      { id: 'i-wrong', state: 'stopped' },
      { id: 'i-busy', password: PASSWORD, busy: true },
      { id: 'i-south', password: PASSWORD, region: 'cn-guangzhou' },
    ],
  })
})
afterAll(() => world[Symbol.asyncDispose]())

describe('parsing', () => {
  test('each id once, in the order of the request', async () => {
    const ids = listed('InstanceIds', ['i-none', 'i-none', 'I-BAD', ''])
    expect(details(await world.call('StopInstances', ids))).toEqual([
      ['i-none', item(REFUSALS.instance)],
      ['I-BAD', item(REFUSALS.instance)],
      ['', item(missing('InstanceId'))],
    ])
  })

  test('takes a list in JSON', async () => {
    const json = { InstanceIds: ['i-three'], ForceStop: true }
    const reply = await world.call('StopInstances', {}, { form: 'post-json', json })
    expect(reply.result).toEqual({ OperationDetails: [{ InstanceId: 'i-three', Error: null }] })
  })
})

describe('refusals', () => {
  const many = listed(
    'InstanceIds',
    Array.from({ length: 101 }, (_, place) => `i-${place}`),
  )

  test.each([
    ['no ids', { InstanceIds: '' }, missing('InstanceIds')],
    ['101 ids', many, tooMany('InstanceIds')],
    ['a bad mode', { 'InstanceIds.1': 'i-one', StoppedMode: 'x' }, malformed('StoppedMode')],
    ['a bad token', { 'InstanceIds.1': 'i-one', ClientToken: 'é' }, REFUSALS.clientToken],
  ])('%s', async (_name, params: Readonly<Record<string, string>>, expected) => {
    expect(refusal(await world.call('StopInstances', params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const reply = await world.call('StopInstances', { 'InstanceIds.1': 'i-one' }, ALICE)
    expect(refusal(reply)).toEqual(denied('StopInstances', 'instance/i-one'))
  })
})

describe('behaviour', () => {
  test('each instance for itself', async () => {
    const ids = listed('InstanceIds', ['i-one', 'i-wrong', 'i-busy', 'i-south', 'i-two'])
    const reply = await world.call('StopInstances', ids)
    expect(reply.status).toBe(200)
    expect(details(reply)).toEqual([
      ['i-one', null],
      ['i-wrong', item(REFUSALS.status)],
      ['i-busy', item(REFUSALS.status)],
      ['i-south', item(REFUSALS.instance)],
      ['i-two', null],
    ])
    await world.waitFor('i-one', 'STOPPED')
    await world.waitFor('i-two', 'STOPPED')
  })
})
