import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { runInstance } from './run-instances.ts'
import type { CallOptions, Params, Reply } from './signed-call.ts'
import { ALICE, missing, refusal, REFUSALS, REGION, startWorld, type TestWorld } from './test-world.ts'

/** What is asked of an action of the VPC that lists. */
export interface VpcList {
  readonly action: string
  /** Parameters of the instance that is in `vsw-bp1switch`, beside the usual ones. */
  readonly instance?: Params
  /** What an answer to a filter is compared by. */
  readonly shown: (body: Reply['body']) => readonly string[]
  /** Words for the filter, its parameters, what is then shown. */
  readonly filters: readonly (readonly [string, Params, readonly string[]])[]
}

export type ListCall = (params?: Params, how?: CallOptions) => Promise<Reply>

/**
 * The tests that every list of the VPC passes, in a world with one instance.
 *
 * @returns a call of the action in the region of the world, for the tests of its own file.
 */
export function describeVpcList({ action, instance, shown, filters }: VpcList): ListCall {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld()
    await runInstance(world, instance)
  })
  afterAll(() => world[Symbol.asyncDispose]())

  const list: ListCall = (params, how) =>
    world.call(action, { RegionId: REGION, ...params }, { ...HOW, ...how })

  describe('parsing', () => {
    it('wants a region', async () => {
      expect(refusal(await list({ RegionId: '' }))).toEqual(missing('RegionId'))
    })

    it.each(filters)('filters by %s', async (_name, filter, expected) => {
      expect(shown((await list(filter)).body)).toEqual(expected)
    })
  })

  describe('refusals', () => {
    it('refuses a user without policies', async () => {
      expect(refusal(await list({}, ALICE))).toEqual(REFUSALS.forbidden)
    })
  })
  return list
}

const HOW = { version: '2016-04-28', form: 'v1-get', format: 'JSON' } as const
