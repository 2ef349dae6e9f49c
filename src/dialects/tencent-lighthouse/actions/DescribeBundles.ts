import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { tagFilters } from '../../kit/tencent/filters.ts'
import { must } from '../../kit/tencent/param-checks.ts'
import { Refusal } from '../../kit/wire-error.ts'
import type { Bundle } from '../bundles.catalog.ts'
import { bundlesIn, findBundle } from '../catalog.ts'
import { type FilterRule, matchAll } from '../catalog-filters.ts'
import { BUNDLE_NOT_FOUND, checkZones } from '../offer-checks.ts'
import {
  checkAlone,
  DUPLICATED,
  invalidPlatform,
  isPlatform,
  lighthousePaging,
  otherFilters,
  outOfRange,
} from '../param-types.ts'
import { presentBundle } from '../present-bundle.ts'

/** Filters; codes of values that cannot be: spec/tencent.md §2.5, appendix B. */
const FILTERS: Readonly<Record<string, FilterRule<Bundle>>> = {
  'bundle-id': { valuesOf: ({ id }) => [id] },
  'support-platform-type': {
    valuesOf: ({ takesWindows }) => (takesWindows ? ['LINUX_UNIX', 'WINDOWS'] : ['LINUX_UNIX']),
    isFine: isPlatform,
    refusal: invalidPlatform(),
  },
  'bundle-type': { valuesOf: ({ kind }) => [kind] },
  'bundle-state': {
    valuesOf: () => ['ONLINE'],
    isFine: (value) => value === 'ONLINE' || value === 'OFFLINE',
    refusal: outOfRange('Filters'),
  },
}

/** Lists the bundles that the region offers, with their prices. Source: spec/tencent.md §2.5. */
export const DescribeBundles = action({
  name: 'DescribeBundles',
  access: 'list',
  params: z.strictObject({
    BundleIds: z
      .array(text())
      .max(100)
      .check(must((ids) => new Set(ids).size === ids.length, DUPLICATED, 'outOfRange'))
      .optional(),
    ...lighthousePaging(),
    Filters: otherFilters(Object.keys(FILTERS), 5),
    Zones: z.array(text()).optional(),
  }),
  async run({ call, language }, { BundleIds, Filters, Zones, Offset, Limit }) {
    checkAlone(BundleIds, Filters, 'BundleIds')
    checkZones(Zones, call.region)
    if (BundleIds?.some((id) => !findBundle(id))) throw new Refusal(BUNDLE_NOT_FOUND)
    const found = matchAll(FILTERS, Filters, bundlesIn(call.region)).filter(
      // A bundle has no tags.
      ({ id }) => (BundleIds?.includes(id) ?? true) && tagFilters(Filters).length === 0,
    )
    const page = found.slice(Offset, Offset + Limit)
    return { TotalCount: found.length, BundleSet: page.map((bundle) => presentBundle(bundle, language)) }
  },
})
