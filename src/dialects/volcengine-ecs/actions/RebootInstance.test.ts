import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  missing,
  PASSWORD,
  REFUSALS,
  refusal,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld(
    {
      keyPairs: [{ name: 'one' }],
      instances: [
        { id: 'i-one', password: PASSWORD },
        { id: 'i-bound', password: PASSWORD },
        { id: 'i-wrong', state: 'stopped' },
        { id: 'i-busy', password: PASSWORD, busy: true },
      ],
    },
    { transitionMs: 300 },
  )
})
afterAll(() => world[Symbol.asyncDispose]())

describe('parsing', () => {
  test('a dry run checks everything and changes nothing', async () => {
    const before = await world.show('i-one')
    const params = { InstanceId: 'i-one', DryRun: 'true' }
    expect(refusal(await world.call('RebootInstance', params))).toEqual(REFUSALS.dryRun)
    expect(await world.show('i-one')).toEqual(before)
    const wrong = { InstanceId: 'i-wrong', DryRun: 'true' }
    expect(refusal(await world.call('RebootInstance', wrong))).toEqual(REFUSALS.status)
  })
})

describe('refusals', () => {
  test.each([
    ['no id', {}, missing('InstanceId')],
    ['an empty id', { InstanceId: '' }, missing('InstanceId')],
    ['a bad token', { ClientToken: 'x'.repeat(65) }, REFUSALS.clientToken],
    ['an unknown id', { InstanceId: 'i-none' }, REFUSALS.instance],
    ['a malformed id', { InstanceId: 'i-ahipakt2gcg95jpv****' }, REFUSALS.instance],
    ['the wrong status', { InstanceId: 'i-wrong' }, REFUSALS.status],
    ['a busy instance', { InstanceId: 'i-busy' }, REFUSALS.status],
  ])('%s', async (_name, params: Readonly<Record<string, string>>, expected) => {
    expect(refusal(await world.call('RebootInstance', params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const reply = await world.call('RebootInstance', { InstanceId: 'i-one' }, ALICE)
    expect(refusal(reply)).toEqual(denied('RebootInstance', 'instance/i-one'))
  })
})

describe('behaviour', () => {
  test('answers with nothing, shows the passing state, then the last one', async () => {
    const params = { InstanceId: 'i-one', ClientToken: 'once' }
    expect((await world.call('RebootInstance', params)).result).toEqual({})
    expect(await world.show('i-one')).toMatchObject({ Status: 'REBOOTING' })
    await world.waitFor('i-one', 'RUNNING')
  })

  test('brings a pair that was bound meanwhile into force', async () => {
    await world.call('AttachKeyPair', { 'InstanceIds.1': 'i-bound', KeyPairName: 'one' })
    await world.call('RebootInstance', { InstanceId: 'i-bound', ForceStop: 'true' })
    await world.waitFor('i-bound', 'RUNNING')
    expect(await world.access('i-bound')).toEqual({ keys: 1, password: false })
  })
})
