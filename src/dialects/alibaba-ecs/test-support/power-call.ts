import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import type { TestOptions } from '../../../../tests/start-keyplane.ts'
import type { TestResources } from '../../kit/test-support/room-world.ts'
import type { Reply } from './signed-call.ts'
import { ALICE, missing, REFUSALS, refusal, REGION, startWorld, type TestWorld } from './test-world.ts'

/** An action that changes the power of instances, or their existence. */
export interface PowerCall extends TestResources {
  readonly action: string
  /** Id of an instance that it can be done with, and the status that it shows. */
  readonly ready: readonly [id: string, status: string]
  /** Ids that there are not. */
  readonly unknown?: readonly string[]
  /** Ids of instances whose status does not allow it. */
  readonly wrong: readonly string[]
  readonly options?: TestOptions
}

type Extra = Readonly<Record<string, string>>

export interface PowerOfOne {
  readonly world: () => TestWorld
  readonly call: (instanceId: string, params?: Extra) => Promise<Reply>
}

export interface PowerOfMany {
  readonly world: () => TestWorld
  /** In the region of the world, unless the parameters say another. */
  readonly call: (instanceIds: readonly string[], params?: Extra) => Promise<Reply>
}

/** The tests that every such action on one instance passes. What is returned is there while tests run. */
export function describePowerOfOne(about: PowerCall): PowerOfOne {
  const { action, ready, unknown = ['i-unknown'], wrong } = about
  const world = openWorld(about)
  const call: PowerOfOne['call'] = (InstanceId, params) => world().call(action, { InstanceId, ...params })

  describe('parsing', () => {
    it('refuses a call without an instance', async () => {
      expect(refusal(await call(''))).toEqual(missing('InstanceId'))
    })
  })

  describe('refusals', () => {
    it.each([
      ...unknown.map((id) => [id, REFUSALS.instance] as const),
      ...wrong.map((id) => [id, REFUSALS.status] as const),
    ])('refuses %s', async (id, expected) => {
      expect(refusal(await call(id))).toEqual(expected)
    })
  })

  describeStranger(about, { world, params: { InstanceId: ready[0] } })
  describeDryRun(about, { world, expected: REFUSALS.dryRun, call: () => call(ready[0], { DryRun: 'true' }) })
  return { world, call }
}

/** The tests that every such action on many instances passes. What is returned is there while tests run. */
export function describePowerOfMany(about: PowerCall): PowerOfMany {
  const { action, ready, unknown = ['i-unknown'], wrong } = about
  const [id, status] = ready
  const world = openWorld(about)
  const call: PowerOfMany['call'] = (ids, params) => {
    const list = Object.fromEntries(ids.map((id, index) => [`InstanceId.${index + 1}`, id]))
    return world().call(action, { RegionId: REGION, ...list, ...params })
  }

  describe('parsing', () => {
    it('refuses a call without a region or an instance', async () => {
      expect(refusal(await call([id], { RegionId: '' }))).toEqual(missing('RegionId'))
      expect(refusal(await call([]))).toEqual(missing('InstanceId'))
    })
  })

  describe('refusals', () => {
    it.each([
      ...unknown.map((other) => [other, REFUSALS.instances] as const),
      ...wrong.map((other) => [other, REFUSALS.status] as const),
    ])('does nothing when %s is among them', async (other, expected) => {
      expect(refusal(await call([id, other]))).toEqual(expected)
      expect(await world().show(id)).toMatchObject({ Status: status })
    })
  })

  describeStranger(about, { world, params: { RegionId: REGION, 'InstanceId.1': id } })
  describeDryRun(about, { world, expected: REFUSALS.batchDryRun, call: () => call([id], { DryRun: 'true' }) })
  return { world, call }
}

function openWorld({ options, ...resources }: PowerCall): () => TestWorld {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld(resources, options)
  })
  afterAll(() => world[Symbol.asyncDispose]())
  return () => world
}

function describeStranger(
  { action }: PowerCall,
  { world, params }: { world: () => TestWorld; params: Extra },
): void {
  describe('refusals', () => {
    it('refuses a user without policies', async () => {
      expect(refusal(await world().call(action, params, ALICE))).toEqual(REFUSALS.forbidden)
    })
  })
}

function describeDryRun(
  { ready: [id, status] }: PowerCall,
  dry: { world: () => TestWorld; expected: readonly unknown[]; call: () => Promise<Reply> },
): void {
  describe('behaviour', () => {
    it('changes nothing in a dry run', async () => {
      expect(refusal(await dry.call())).toEqual(dry.expected)
      expect(await dry.world().show(id)).toMatchObject({ Status: status })
    })
  })
}
