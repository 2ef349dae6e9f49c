import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { states, text } from '../../kit/params.ts'
import { catalog } from '../catalog.ts'
import { tooMany } from '../errors.ts'
import { nextToken } from '../next-token.ts'
import { pageByPlace } from '../place-pages.ts'
import { given, maxResults } from '../wire-types.ts'

/** Its sentence is not that of the other limits. Source: spec/volcengine.md §2.13. */
const TOO_MANY_REGIONS = {
  ...tooMany('RegionIds'),
  message: 'The number of specified RegionIds exceeds the maximum limit.',
}

/** Lists the regions by their place in the catalog. Source: spec/volcengine.md §2.13. */
export const DescribeRegions = action({
  name: 'DescribeRegions',
  access: 'list',
  params: z.object({
    RegionIds: given(
      z
        .array(text())
        .refine((ids) => ids.length <= 20, states({ kind: 'tooMany', refusal: TOO_MANY_REGIONS }))
        .optional(),
    ),
    NextToken: nextToken(),
    MaxResults: maxResults({ byDefault: 10, max: 20 }),
  }),
  async run(_context, { RegionIds, ...page }) {
    const wanted = catalog.regions.filter(({ id }) => !RegionIds || RegionIds.includes(id))
    const { rows, NextToken } = pageByPlace(wanted, page)
    return { Regions: rows.map(({ id }) => ({ RegionId: id })), NextToken }
  },
})
