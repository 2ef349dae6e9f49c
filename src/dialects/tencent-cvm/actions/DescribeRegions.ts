import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { catalog } from '../catalog.ts'

/** Lists the regions, the only answer that needs none itself. Source: spec/tencent.md §2.4. */
export const DescribeRegions = action({
  name: 'DescribeRegions',
  access: 'list',
  params: z.strictObject({}),
  async run({ language }) {
    const regions = catalog.regions.map(({ id, nameEn, nameZh }) => ({
      Region: id,
      RegionName: language === 'zh' ? nameZh : nameEn,
      RegionState: 'AVAILABLE',
    }))
    return { TotalCount: regions.length, RegionSet: regions }
  },
})
