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
  startWorld,
  type TestWorld,
  tooMany,
} from './test-world.ts'

/** What one action on many instances does, in the words of this API. */
export interface PowerOfMany {
  readonly action: string
  /** Seeded fields of an instance that it can be done with. */
  readonly ready: Readonly<Record<string, unknown>>
  /** Seeded fields of one whose status does not allow it. */
  readonly wrong: Readonly<Record<string, unknown>>
  /** Further parameters, sent in JSON. */
  readonly inJson?: Readonly<Record<string, unknown>>
  /** Undefined: the instance is gone. */
  readonly last: string | undefined
}

/**
 * The tests that every action on many instances passes, in a world with the key pair `one`.
 *
 * @returns the world, for the tests of its own file; there while tests run.
 */
export function describePowerOfMany(about: PowerOfMany): () => TestWorld {
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

function startPowerWorld({ ready, wrong }: PowerOfMany): Promise<TestWorld> {
  return startWorld({
    keyPairs: [{ name: 'one' }],
    instances: [
      { id: 'i-one', ...ready },
      { id: 'i-two', ...ready },
      { id: 'i-three', ...ready },
      { id: 'i-wrong', ...wrong },
      { id: 'i-busy', ...ready, busy: true },
      // The pairs are in the other region.
      { id: 'i-south', ...ready, keyPairs: [], region: 'cn-guangzhou' },
    ],
  })
}

function describeParsing({ action, inJson }: PowerOfMany, world: () => TestWorld): void {
  describe('parsing', () => {
    test('each id once, in the order of the request', async () => {
      const ids = listed('InstanceIds', ['i-none', 'i-none', 'I-BAD', ''])
      expect(details(await world().call(action, ids))).toEqual([
        ['i-none', item(REFUSALS.instance)],
        ['I-BAD', item(REFUSALS.instance)],
        ['', item(missing('InstanceId'))],
      ])
    })

    test('takes a list in JSON', async () => {
      const json = { InstanceIds: ['i-three'], ...inJson }
      const reply = await world().call(action, {}, { form: 'post-json', json })
      expect(reply.result).toEqual({ OperationDetails: [{ InstanceId: 'i-three', Error: null }] })
    })
  })
}

function describeRefusals({ action }: PowerOfMany, world: () => TestWorld): void {
  const many = Array.from({ length: 101 }, (_, place) => `i-${place}`)

  describe('refusals', () => {
    test.each([
      ['no ids', { InstanceIds: '' }, missing('InstanceIds')],
      ['101 ids', listed('InstanceIds', many), tooMany('InstanceIds')],
      ['a bad token', { 'InstanceIds.1': 'i-one', ClientToken: 'é' }, REFUSALS.clientToken],
    ])('%s', async (_name, params: Readonly<Record<string, string>>, expected) => {
      expect(refusal(await world().call(action, params))).toEqual(expected)
    })

    test('a user without a policy', async () => {
      const reply = await world().call(action, { 'InstanceIds.1': 'i-one' }, ALICE)
      expect(refusal(reply)).toEqual(denied(action, 'instance/i-one'))
    })
  })
}

function describeBehaviour({ action, last }: PowerOfMany, world: () => TestWorld): void {
  describe('behaviour', () => {
    test('each instance for itself', async () => {
      const ids = listed('InstanceIds', ['i-one', 'i-wrong', 'i-busy', 'i-south', 'i-two'])
      const reply = await world().call(action, ids)
      expect(reply.status).toBe(200)
      expect(details(reply)).toEqual([
        ['i-one', null],
        ['i-wrong', item(REFUSALS.status)],
        ['i-busy', item(REFUSALS.status)],
        ['i-south', item(REFUSALS.instance)],
        ['i-two', null],
      ])
      await world().waitFor('i-one', last)
      await world().waitFor('i-two', last)
    })
  })
}
