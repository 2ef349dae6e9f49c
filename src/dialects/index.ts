import { createAlibabaEcs } from './alibaba-ecs/index.ts'
import type { Dialect, World } from './kit/dialect.ts'
import { createTencentCvm } from './tencent-cvm/index.ts'
import { createTencentLighthouse } from './tencent-lighthouse/index.ts'
import { createVolcengineEcs } from './volcengine-ecs/index.ts'

/** Makes a dialect; nothing of the world is touched before a call. */
export type OpenDialect = (world: World) => Dialect

/** Every dialect; a fifth is one folder and one line here. */
export const DIALECTS: readonly OpenDialect[] = [
  createAlibabaEcs,
  createTencentCvm,
  createTencentLighthouse,
  createVolcengineEcs,
]

export function createDialects(
  world: World,
  dialects: readonly OpenDialect[] = DIALECTS,
): readonly Dialect[] {
  return dialects.map((open) => open(world))
}
