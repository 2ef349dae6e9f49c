import { z } from 'zod'

import { listKeyPairs } from '../../../core/key-pairs/find.ts'
import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { nextToken, writeNextToken } from '../next-token.ts'
import { presentKeyPair } from '../present-key-pair.ts'
import { list, maxResults, optionalText, tagFilters } from '../wire-types.ts'

/** Lists the key pairs of a region, newest first; what is unknown is simply not there. Source: spec §2.3. */
export const DescribeKeyPairs = action({
  name: 'DescribeKeyPairs',
  access: 'list',
  params: z.object({
    KeyPairIds: list(100),
    KeyPairNames: list(100),
    KeyPairName: optionalText(),
    FingerPrint: optionalText(),
    ProjectName: optionalText(),
    TagFilters: tagFilters(),
    NextToken: nextToken(),
    MaxResults: maxResults({ byDefault: 10, max: 500 }),
    // Terraform filters by it afterwards, by itself. Source: spec/volcengine.md §4.3.
    NameRegex: ignored(),
  }),
  async run({ core, call }, params) {
    const { KeyPairIds, KeyPairNames, KeyPairName, FingerPrint, ProjectName } = params
    const query = {
      ...(KeyPairIds === undefined ? {} : { ids: KeyPairIds }),
      ...(KeyPairNames === undefined ? {} : { names: KeyPairNames }),
      ...(KeyPairName === undefined
        ? {}
        : { namePatterns: [{ match: 'contains' as const, text: KeyPairName }] }),
      ...(FingerPrint === undefined ? {} : { fingerprint: FingerPrint }),
      ...(ProjectName === undefined ? {} : { projects: [ProjectName] }),
      tags: params.TagFilters,
      page: { limit: params.MaxResults, after: params.NextToken },
    }
    const { rows, next } = await listKeyPairs(core, call, { isAccountWide: false }, query)
    return { KeyPairs: rows.map(presentKeyPair), NextToken: writeNextToken(next) }
  },
})
