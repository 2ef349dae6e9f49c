import { z } from 'zod'

import { action } from '../../../kit/action.ts'
import { findRegion } from '../../../kit/catalog.ts'
import { text } from '../../../kit/params.ts'
import { must } from '../../../kit/tencent/param-checks.ts'
import { tencentError } from '../../../kit/tencent/tencent-error.ts'
import { catalog } from '../../catalog.ts'

/** Products whose machines and what goes with them are here. Their zones are those of the machines. */
const PRODUCTS: ReadonlySet<string> = new Set(['cvm', 'lighthouse', 'cbs', 'vpc'])

// The one code of its list; unverified text.
const noSuchProduct = tencentError('InvalidParameter', 'The product is not known.')

/**
 * Lists the zones of the region in which a product is offered. Unverified: that zones without a parent have nothing there.
 * Source: the official SDK's description, as of 2026-11.
 */
export const DescribeZones = action({
  name: 'DescribeZones',
  access: 'list',
  params: z.strictObject({ Product: text().check(must((name) => PRODUCTS.has(name), noSuchProduct)) }),
  run({ call, language }) {
    const zones = (findRegion(catalog, call.region)?.zones ?? []).map(({ id, nameEn, nameZh, number }) => ({
      ...{ Zone: id, ZoneName: language === 'zh' ? nameZh : nameEn },
      ...{ ZoneId: number ?? '', ZoneIdMC: number ?? '', ZoneState: 'AVAILABLE' },
      ...{ ParentZone: '', ParentZoneId: '', ParentZoneName: '' },
      ...{ ZoneType: '', MachineRoomTypeMC: '' },
    }))
    return Promise.resolve({ TotalCount: zones.length, ZoneSet: zones })
  },
})
