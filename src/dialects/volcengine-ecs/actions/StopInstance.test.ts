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
  world = await startWorld(
    {
      keyPairs: [{ name: 'one' }],
      instances: [
        { id: 'i-one', password: PASSWORD },
        { id: 'i-bound', password: PASSWORD },
        { id: 'i-mode' },
        { id: 'i-modekeepcharging' },
        { id: 'i-modestopcharging' },
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
    expect(refusal(await world.call('StopInstance', params))).toEqual(REFUSALS.dryRun)
    expect(await world.show('i-one')).toEqual(before)
    const wrong = { InstanceId: 'i-wrong', DryRun: 'true' }
    expect(refusal(await world.call('StopInstance', wrong))).toEqual(REFUSALS.status)
  })

  test.each([
    ['', 'KeepCharging'],
    ['KeepCharging', 'KeepCharging'],
    ['StopCharging', 'StopCharging'],
  ])('takes StoppedMode "%s"', async (StoppedMode, shown) => {
    const id = `i-mode${StoppedMode.toLowerCase()}`
    const reply = await world.call('StopInstance', { InstanceId: id, StoppedMode, ForceStop: 'true' })
    expect(reply.result).toEqual({})
    await world.waitFor(id, 'STOPPED')
    expect(await world.show(id)).toMatchObject({ StoppedMode: shown })
  })
})

describe('refusals', () => {
  test.each([
    ['no id', {}, missing('InstanceId')],
    ['an empty id', { InstanceId: '' }, missing('InstanceId')],
    ['a bad token', { ClientToken: 'x'.repeat(65) }, REFUSALS.clientToken],
    ['a bad mode', { InstanceId: 'i-none', StoppedMode: 'Sometimes' }, malformed('StoppedMode')],
    ['an unknown id', { InstanceId: 'i-none' }, REFUSALS.instance],
    ['a malformed id', { InstanceId: 'i-ahipakt2gcg95jpv****' }, REFUSALS.instance],
    ['the wrong status', { InstanceId: 'i-wrong' }, REFUSALS.status],
    ['a busy instance', { InstanceId: 'i-busy' }, REFUSALS.status],
  ])('%s', async (_name, params: Readonly<Record<string, string>>, expected) => {
    expect(refusal(await world.call('StopInstance', params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    const reply = await world.call('StopInstance', { InstanceId: 'i-one' }, ALICE)
    expect(refusal(reply)).toEqual(denied('StopInstance', 'instance/i-one'))
  })
})

describe('behaviour', () => {
  test('answers with nothing, shows the passing state, then the last one', async () => {
    const params = { InstanceId: 'i-one', ClientToken: 'once' }
    expect((await world.call('StopInstance', params)).result).toEqual({})
    expect(await world.show('i-one')).toMatchObject({ Status: 'STOPPING' })
    await world.waitFor('i-one', 'STOPPED')
  })

  test('leaves a pending change pending', async () => {
    await world.call('AttachKeyPair', { 'InstanceIds.1': 'i-bound', KeyPairName: 'one' })
    await world.call('StopInstance', { InstanceId: 'i-bound' })
    await world.waitFor('i-bound', 'STOPPED')
    expect(await world.access('i-bound')).toEqual({ keys: 0, password: true })
  })
})
