import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  details,
  missing,
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
        { id: 'i-one' },
        { id: 'i-bound', keyPairs: ['one'] },
        { id: 'i-protected' },
        { id: 'i-wrong', state: 'starting' },
        { id: 'i-busy', busy: true },
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
    expect(refusal(await world.call('DeleteInstance', params))).toEqual(REFUSALS.dryRun)
    expect(await world.show('i-one')).toEqual(before)
    const wrong = { InstanceId: 'i-wrong', DryRun: 'true' }
    expect(refusal(await world.call('DeleteInstance', wrong))).toEqual(REFUSALS.status)
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
    expect(refusal(await world.call('DeleteInstance', params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const reply = await world.call('DeleteInstance', { InstanceId: 'i-one' }, ALICE)
    expect(refusal(reply)).toEqual(denied('DeleteInstance', 'instance/i-one'))
  })

  test('an instance that is protected, until it is not', async () => {
    const target = { InstanceId: 'i-protected' }
    await world.call('ModifyInstanceAttribute', { ...target, DeletionProtection: 'true' })
    expect(refusal(await world.call('DeleteInstance', target))).toEqual([
      400,
      'OperationDenied.DeletionProtection',
      'The specified instance is protected against deletion.',
    ])
    await world.call('ModifyInstanceAttribute', { ...target, DeletionProtection: 'false' })
    expect((await world.call('DeleteInstance', target)).status).toBe(200)
  })
})

describe('behaviour', () => {
  test('answers with nothing, shows the passing state, then the last one', async () => {
    const params = { InstanceId: 'i-one', ClientToken: 'once' }
    expect((await world.call('DeleteInstance', params)).result).toEqual({})
    expect(await world.show('i-one')).toMatchObject({ Status: 'DELETING' })
    await world.waitFor('i-one', undefined)
  })

  test('the pair can go before the instance is gone', async () => {
    await world.call('DeleteInstance', { InstanceId: 'i-bound' })
    const reply = await world.call('DeleteKeyPairs', { 'KeyPairNames.1': 'one' })
    expect(details(reply)).toEqual([['one', null]])
    await world.waitFor('i-bound', undefined)
  })
})
