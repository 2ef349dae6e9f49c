import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { type Filters, matchNothing, tagFilters } from '../../kit/tencent/filters.ts'
import { idList } from '../../kit/tencent/param-checks.ts'
import { tencentError } from '../../kit/tencent/tencent-error.ts'
import type { WireError } from '../../kit/wire-error.ts'
import { type Blueprint, BLUEPRINT_KINDS, BLUEPRINT_STATES, BLUEPRINTS } from '../blueprints.catalog.ts'
import { platformTypeOf } from '../catalog.ts'
import { type FilterRule, matchAll } from '../catalog-filters.ts'
import { BLUEPRINT_ID, BLUEPRINT_ID_MALFORMED } from '../offer-checks.ts'
import {
  checkAlone,
  DUPLICATED,
  invalidPlatform,
  isPlatform,
  lighthousePaging,
  otherFilters,
} from '../param-types.ts'
import { presentBlueprint } from '../present-blueprint.ts'

/** Filters; codes of values that cannot be: spec/tencent.md §2.5, appendix B. */
const FILTERS: Readonly<Record<string, FilterRule<Blueprint>>> = {
  'blueprint-id': { valuesOf: ({ id }) => [id] },
  'blueprint-type': {
    valuesOf: ({ kind }) => [kind],
    isFine: (value) => BLUEPRINT_KINDS.some((kind) => kind === value),
    refusal: invalid('BlueprintType', 'type'),
  },
  'platform-type': {
    valuesOf: ({ os }) => [platformTypeOf(os)],
    isFine: isPlatform,
    refusal: invalidPlatform(),
  },
  'blueprint-name': { valuesOf: ({ name }) => [name] },
  'blueprint-state': {
    valuesOf: () => ['NORMAL'],
    isFine: (value) => BLUEPRINT_STATES.includes(value),
    refusal: invalid('BlueprintState', 'state'),
  },
  'scene-id': {
    valuesOf: ({ sceneIds }) => sceneIds,
    isFine: (value) => BLUEPRINTS.some(({ sceneIds }) => sceneIds.includes(value)),
    refusal: tencentError('ResourceNotFound.SceneIdNotFound', 'The scene ID does not exist.'),
  },
}

/** Lists blueprints; unknown ids are simply absent. Source: spec/tencent.md §2.5. */
export const DescribeBlueprints = action({
  name: 'DescribeBlueprints',
  access: 'list',
  params: z.strictObject({
    BlueprintIds: idList({
      ...{ pattern: BLUEPRINT_ID, max: 100, duplicated: DUPLICATED },
      malformed: () => BLUEPRINT_ID_MALFORMED,
    }).optional(),
    ...lighthousePaging(),
    Filters: otherFilters(Object.keys(FILTERS), 100),
  }),
  async run(_context, { BlueprintIds, Filters, Offset, Limit }) {
    checkAlone(BlueprintIds, Filters, 'BlueprintIds')
    const found = matchAll(FILTERS, Filters, BLUEPRINTS).filter(
      ({ id }) => (BlueprintIds?.includes(id) ?? true) && !asksForTags(Filters),
    )
    const page = found.slice(Offset, Offset + Limit)
    return { TotalCount: found.length, BlueprintSet: page.map(presentBlueprint) }
  },
})

/** Official blueprints have no tags. */
function asksForTags(filters: Filters | undefined): boolean {
  return matchNothing(filters) || tagFilters(filters).length > 0
}

function invalid(code: string, what: string): WireError {
  return tencentError(
    `InvalidParameterValue.Invalid${code}`,
    `Invalid parameter value: the ${what} of the blueprint is invalid.`,
  )
}
