import { createAlibabaEcs } from './alibaba-ecs/index.ts'
import type { Dialect, World } from './kit/dialect.ts'
import { createTencentCvm } from './tencent-cvm/index.ts'
import { createTencentLighthouse } from './tencent-lighthouse/index.ts'
import { createVolcengineEcs } from './volcengine-ecs/index.ts'

/** Every dialect; a fifth is one folder and one line here. */
export function createDialects(world: World): readonly Dialect[] {
  return [
    createAlibabaEcs(world),
    createTencentCvm(world),
    createTencentLighthouse(world),
    createVolcengineEcs(world),
  ]
}
