import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { catalog, isChinaMainland } from '../catalog.ts'

/** Lists the regions in which the service is offered. Source: spec/tencent.md §2.5. */
export const DescribeRegions = action({
  name: 'DescribeRegions',
  access: 'list',
  params: z.strictObject({}),
  async run({ language }) {
    const regions = catalog.regions.map(({ id, nameEn, nameZh }) => ({
      Region: id,
      RegionName: language === 'zh' ? nameZh : nameEn,
      RegionState: 'AVAILABLE',
      IsChinaMainland: isChinaMainland(id),
    }))
    return { TotalCount: regions.length, RegionSet: regions }
  },
})
