import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { text } from '../../kit/params.ts'
import { catalog } from '../catalog.ts'
import { isChinese } from '../wire-types.ts'

/** Lists the regions; their names are Chinese unless English is asked for. Source: spec/alibaba.md §2.11. */
export const DescribeRegions = action({
  name: 'DescribeRegions',
  access: 'list',
  params: z.object({
    AcceptLanguage: text().default('zh-CN'),
    InstanceChargeType: ignored(),
    ResourceType: ignored(),
  }),
  async run(_context, { AcceptLanguage }) {
    const regions = catalog.regions.map(({ id, nameEn, nameZh }) => ({
      RegionId: id,
      LocalName: isChinese(AcceptLanguage) ? nameZh : nameEn,
      RegionEndpoint: `ecs.${id}.aliyuncs.com`,
      Status: 'available',
    }))
    return { Regions: { Region: regions } }
  },
})
