import { z } from 'zod'

import { listKeyPairs } from '../../../core/key-pairs/find.ts'
import { action } from '../../kit/action.ts'
import { boolean, text } from '../../kit/params.ts'
import { presentKeyPair } from '../present-key-pair.ts'
import { namePattern, pageNumber, pageSize, tagFilters } from '../wire-types.ts'

/** Lists the key pairs of a region, newest first; what is unknown is simply not there. Source: spec §2.4. */
export const DescribeKeyPairs = action({
  name: 'DescribeKeyPairs',
  access: 'get',
  params: z.object({
    RegionId: text(),
    KeyPairName: text().transform(namePattern).optional(),
    // With or without colons. Source: spec/alibaba.md §3.5.
    KeyPairFingerPrint: text()
      .transform((fingerprint) => fingerprint.replaceAll(':', '').toLowerCase())
      .optional(),
    IncludePublicKey: boolean().default(false),
    ResourceGroupId: text().optional(),
    Tag: tagFilters(),
    PageNumber: pageNumber().default(1),
    PageSize: pageSize(50).default(10),
  }),
  async run({ core, call }, params) {
    const { KeyPairName, KeyPairFingerPrint, ResourceGroupId, Tag, PageNumber, PageSize } = params
    const exactName = KeyPairName?.match === 'exact'
    const { rows, total } = await listKeyPairs(
      core,
      call,
      { isAccountWide: false },
      {
        ...(KeyPairName ? (exactName ? { names: [KeyPairName.text] } : { namePatterns: [KeyPairName] }) : {}),
        ...(KeyPairFingerPrint === undefined ? {} : { fingerprint: KeyPairFingerPrint }),
        ...(ResourceGroupId === undefined ? {} : { projects: [ResourceGroupId] }),
        tags: Tag,
        page: { limit: PageSize, offset: (PageNumber - 1) * PageSize },
      },
    )
    const options = { withPublicKey: params.IncludePublicKey }
    return {
      TotalCount: total,
      PageNumber,
      PageSize,
      KeyPairs: { KeyPair: rows.map((keyPair) => presentKeyPair(keyPair, options)) },
    }
  },
})
