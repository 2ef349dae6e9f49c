import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { TestResources } from '../../kit/test-support/room-world.ts'
import type { Params, Reply } from './signed-call.ts'
import { ALICE, listed, refusal, REFUSALS, startWorld, type TestWorld, tooMany } from './test-world.ts'

export const VPC = { service: 'vpc' }

/** What is asked of an action of the VPC that lists. */
export interface VpcList {
  readonly action: string
  /** The parameter with ids, and what they begin with. */
  readonly ids: readonly [parameter: string, prefix: string]
  readonly resources?: TestResources
  /** Parameters of the instance that is in `subnet-used` beside the usual ones. */
  readonly instance?: Params
  /** What an answer to a filter is compared by. */
  shown(reply: Reply): readonly string[]
  /** Words for the filter, its parameters, what is then shown. */
  readonly filters: readonly (readonly [string, Params, readonly string[]])[]
}

/**
 * The tests that every list of the VPC passes, in a world with the key pair `one` and an instance in `subnet-used`.
 *
 * @returns the world, for the tests of its own file; there while tests run.
 */
export function describeVpcList(about: VpcList): () => TestWorld {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld({ keyPairs: [{ id: 'kp-one', name: 'one' }], ...about.resources })
    await world.call('RunInstances', {
      ...{ ImageId: 'image-ybubuntu2404lts0x640', InstanceType: 'ecs.g3i.large', KeyPairName: 'one' },
      ...{ InstanceName: 'web', 'Volumes.1.VolumeType': 'ESSD_PL0', ZoneId: 'cn-beijing-b' },
      ...{ 'NetworkInterfaces.1.SubnetId': 'subnet-used', ...about.instance },
    })
  })
  afterAll(() => world[Symbol.asyncDispose]())

  describe('parsing', () => {
    test.each(about.filters)('filters by %s', async (_name, params, expected) => {
      expect(about.shown(await world.call(about.action, params, VPC))).toEqual(expected)
    })
  })
  describeRefusals(about, () => world)
  return () => world
}

function describeRefusals({ action, ids: [name, prefix] }: VpcList, world: () => TestWorld): void {
  const many = Array.from({ length: 101 }, (_, place) => `${prefix}-${place}`)

  describe('refusals', () => {
    test.each<[string, Params, readonly unknown[]]>([
      ['101 ids', listed(name, many), tooMany(name)],
      ['too many rows', { PageSize: '101' }, REFUSALS.argument],
    ])('%s', async (_name, params, expected) => {
      expect(refusal(await world().call(action, params, VPC))).toEqual(expected)
    })

    test('a user without a policy', async () => {
      expect(refusal(await world().call(action, {}, { ...VPC, ...ALICE }))).toEqual([
        403,
        'AccessDenied',
        `User is not authorized to perform: vpc:${action} on resource: *.`,
      ])
    })
  })
}
