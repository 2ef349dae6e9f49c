import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { findRegion } from '../../kit/catalog.ts'
import { text } from '../../kit/params.ts'
import { invalidValue } from '../../kit/tencent/common-errors.ts'
import { must } from '../../kit/tencent/param-checks.ts'
import { catalog } from '../catalog.ts'

/** In ascending order; HIDDEN, which comes first, is none here. Source: the official SDK, as of 2026-11. */
const LABELS = ['NORMAL', 'SELECTED'] as const

/** Lists the zones of the region. Source: spec/tencent.md §2.5. */
export const DescribeZones = action({
  name: 'DescribeZones',
  access: 'list',
  params: z.strictObject({
    OrderField: choice('OrderField', 'ZONE', 'INSTANCE_DISPLAY_LABEL').default('ZONE'),
    Order: choice('Order', 'ASC', 'DESC').default('ASC'),
  }),
  async run({ call, language }, { OrderField, Order }) {
    const zones = (findRegion(catalog, call.region)?.zones ?? []).map(({ id, nameEn, nameZh }, index) => ({
      Zone: id,
      ZoneName: language === 'zh' ? nameZh : nameEn,
      // Unverified: which zone the console has selected.
      InstanceDisplayLabel: index === 0 ? LABELS[1] : LABELS[0],
    }))
    const byZone = zones.toSorted((a, b) => compare(a.Zone, b.Zone))
    const ascending =
      OrderField === 'ZONE'
        ? byZone
        : byZone.toSorted((a, b) => compare(a.InstanceDisplayLabel, b.InstanceDisplayLabel))
    const ordered = Order === 'DESC' ? ascending.toReversed() : ascending
    return { TotalCount: ordered.length, ZoneInfoSet: ordered }
  },
})

/** One of two texts. OutOfRange is not in this action's list. Source: spec/tencent.md appendix B. */
function choice(name: string, ...values: readonly [string, string]) {
  return text().check(must((value) => values.includes(value), invalidValue(name), 'outOfRange'))
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
