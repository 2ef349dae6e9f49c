import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { states, text } from '../../kit/params.ts'
import { catalog } from '../catalog.ts'
import { tooMany } from '../errors.ts'
import { nextToken, writeNextToken } from '../next-token.ts'
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
  async run(_context, { RegionIds, NextToken, MaxResults }) {
    const wanted = catalog.regions.filter(({ id }) => !RegionIds || RegionIds.includes(id))
    // Unlike rows, regions are ordered by place: that is what the token keeps.
    const start = NextToken ? NextToken.createdAtMs : 0
    const shown = wanted.slice(start, start + MaxResults)
    const end = start + shown.length
    const next = end < wanted.length ? { createdAtMs: end, id: 'region' } : undefined
    return { Regions: shown.map(({ id }) => ({ RegionId: id })), NextToken: writeNextToken(next) }
  },
})
