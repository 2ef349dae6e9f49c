import { text } from '../kit/params.ts'
import { must } from '../kit/tencent/param-checks.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { Refusal } from '../kit/wire-error.ts'
import type { Blueprint } from './blueprints.catalog.ts'
import type { Bundle } from './bundles.catalog.ts'
import { findBlueprint, zonesOf } from './catalog.ts'

/** Source: spec/tencent.md §2.1. */
export const BLUEPRINT_ID = /^lhbp-[0-9a-z]{8}$/

/** The id of a blueprint. */
export function blueprintId() {
  return text().check(must((id) => BLUEPRINT_ID.test(id), BLUEPRINT_ID_MALFORMED))
}

export const BLUEPRINT_ID_MALFORMED = tencentError(
  'InvalidParameterValue.BlueprintIdMalformed',
  'Invalid parameter value: the blueprint ID format is invalid.',
)

export const BUNDLE_NOT_FOUND = tencentError(
  'InvalidParameter.BundleIdNotFound',
  'Invalid parameter: the bundle ID does not exist.',
)

/** The blueprint of this id. Code: spec/tencent.md §2.5. */
export function checkBlueprint(id: string): Blueprint {
  const blueprint = findBlueprint(id)
  if (blueprint) return blueprint
  const message = 'The blueprint ID does not exist.'
  throw new Refusal(tencentError('ResourceNotFound.BlueprintIdNotFound', message))
}

/** Refuses a zone that is not in the region. */
export function checkZones(zones: readonly string[] | undefined, region: string): void {
  const known = zonesOf(region)
  if (zones?.some((zone) => !known.includes(zone))) throw new Refusal(ZONE_INVALID)
}

export const ZONE_INVALID = tencentError(
  'InvalidParameterValue.InvalidZone',
  'Invalid parameter value: the zone is invalid.',
)

/** Whether a machine of the bundle is large enough. */
export function fits(bundle: Bundle, blueprint: Blueprint): boolean {
  const { requiredMemoryGiB, requiredDiskGiB } = blueprint
  return bundle.memoryGiB >= requiredMemoryGiB && bundle.diskGiB >= requiredDiskGiB
}
