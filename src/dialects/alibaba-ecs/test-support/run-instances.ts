import { expect } from 'vitest'

import type { Params } from './signed-call.ts'
import { REGION, type TestWorld } from './test-world.ts'

/** Runs instances of a small type; their ids. */
export async function runInstances(world: TestWorld, params: Params = {}): Promise<readonly string[]> {
  const { status, body } = await world.call('RunInstances', {
    ...{ RegionId: REGION, ImageId: 'aliyun_3_x64_20G_alibase_20240819.vhd', InstanceType: 'ecs.g6.large' },
    ...{ SecurityGroupId: 'sg-bp1group', VSwitchId: 'vsw-bp1switch' },
    ...params,
  })
  expect(status).toBe(200)
  // The shape is asserted with RunInstances.
  return (body['InstanceIdSets'] as { InstanceIdSet: string[] }).InstanceIdSet
}

/** Runs one instance; its id. */
export async function runInstance(world: TestWorld, params: Params = {}): Promise<string> {
  const [id = ''] = await runInstances(world, params)
  return id
}
