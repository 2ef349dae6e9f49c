import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { ALICE, denied, missing, REFUSALS, refusal, startWorld, type TestWorld } from './test-world.ts'

/** What one action on one instance does, in the words of this API. */
export interface PowerOfOne {
  readonly action: string
  /** Seeded fields of an instance that it can be done with. */
  readonly ready: Readonly<Record<string, unknown>>
  /** Seeded fields of one whose status does not allow it. */
  readonly wrong: Readonly<Record<string, unknown>>
  /** Further instances, for the tests of its own file. */
  readonly more?: readonly Readonly<Record<string, unknown>>[]
  readonly passing: string
  /** Undefined: the instance is gone. */
  readonly last: string | undefined
}

/**
 * The tests that every action on one instance passes, in a world with the key pair `one`.
 *
 * @returns the world, for the tests of its own file; there while tests run.
 */
export function describePowerOfOne(about: PowerOfOne): () => TestWorld {
  let world: TestWorld
  beforeAll(async () => {
    world = await startPowerWorld(about)
  })
  afterAll(() => world[Symbol.asyncDispose]())
  describeParsing(about, () => world)
  describeRefusals(about, () => world)
  describeBehaviour(about, () => world)
  return () => world
}

function startPowerWorld({ ready, wrong, more = [] }: PowerOfOne): Promise<TestWorld> {
  return startWorld(
    {
      keyPairs: [{ name: 'one' }],
      instances: [
        { id: 'i-one', ...ready },
        { id: 'i-wrong', ...wrong },
        { id: 'i-busy', ...ready, busy: true },
        ...more,
      ],
    },
    { transitionMs: 300 },
  )
}

function describeParsing({ action }: PowerOfOne, world: () => TestWorld): void {
  describe('parsing', () => {
    test('a dry run checks everything and changes nothing', async () => {
      const before = await world().show('i-one')
      const params = { InstanceId: 'i-one', DryRun: 'true' }
      expect(refusal(await world().call(action, params))).toEqual(REFUSALS.dryRun)
      expect(await world().show('i-one')).toEqual(before)
      const wrong = { InstanceId: 'i-wrong', DryRun: 'true' }
      expect(refusal(await world().call(action, wrong))).toEqual(REFUSALS.status)
    })
  })
}

function describeRefusals({ action }: PowerOfOne, world: () => TestWorld): void {
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
      expect(refusal(await world().call(action, params))).toEqual(expected)
    })

    test('a user without a policy', async () => {
      const reply = await world().call(action, { InstanceId: 'i-one' }, ALICE)
      expect(refusal(reply)).toEqual(denied(action, 'instance/i-one'))
    })
  })
}

function describeBehaviour({ action, passing, last }: PowerOfOne, world: () => TestWorld): void {
  describe('behaviour', () => {
    test('answers with nothing, shows the passing state, then the last one', async () => {
      const params = { InstanceId: 'i-one', ClientToken: 'once' }
      expect((await world().call(action, params)).result).toEqual({})
      expect(await world().show('i-one')).toMatchObject({ Status: passing })
      await world().waitFor('i-one', last)
    })
  })
}
