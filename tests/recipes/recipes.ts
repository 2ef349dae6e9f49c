import { ALIBABA_ECS } from './alibaba-ecs.ts'
import type { Recipe } from './recipe.ts'
import { TENCENT_CVM } from './tencent-cvm.ts'
import { TENCENT_LIGHTHOUSE } from './tencent-lighthouse.ts'
import { VOLCENGINE_ECS } from './volcengine-ecs.ts'

/** Every recipe, in the order of docs/errors.md. */
export const RECIPES: readonly Recipe[] = [
  ...TENCENT_CVM,
  ...TENCENT_LIGHTHOUSE,
  ...VOLCENGINE_ECS,
  ...ALIBABA_ECS,
]
