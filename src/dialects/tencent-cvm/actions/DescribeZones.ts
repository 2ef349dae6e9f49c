import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { findRegion } from '../../kit/catalog.ts'
import { catalog } from '../catalog.ts'

/** Lists the zones of the region, named in the caller's language. Source: spec/tencent.md §2.4. */
export const DescribeZones = action({
  name: 'DescribeZones',
  access: 'list',
  params: z.strictObject({}),
  async run({ call, language }) {
    const zones = (findRegion(catalog, call.region)?.zones ?? []).map(({ id, nameEn, nameZh, number }) => ({
      Zone: id,
      ZoneName: language === 'zh' ? nameZh : nameEn,
      ZoneId: number ?? '',
      ZoneState: 'AVAILABLE',
    }))
    return { TotalCount: zones.length, ZoneSet: zones }
  },
})
