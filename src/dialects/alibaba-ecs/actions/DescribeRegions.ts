import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { catalog } from '../catalog.ts'

/** Lists the regions; their names are Chinese unless English is asked for. Source: spec/alibaba.md §2.11. */
export const DescribeRegions = action({
  name: 'DescribeRegions',
  access: 'list',
  params: z.object({
    AcceptLanguage: text().default('zh-CN'),
    InstanceChargeType: text().optional(),
    ResourceType: text().optional(),
  }),
  async run(_context, { AcceptLanguage }) {
    const isChinese = AcceptLanguage.toLowerCase().startsWith('zh')
    const regions = catalog.regions.map(({ id, nameEn, nameZh }) => ({
      RegionId: id,
      LocalName: isChinese ? nameZh : nameEn,
      RegionEndpoint: `ecs.${id}.aliyuncs.com`,
      Status: 'available',
    }))
    return { Regions: { Region: regions } }
  },
})
