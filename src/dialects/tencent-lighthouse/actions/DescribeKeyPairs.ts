import { z } from 'zod'

import { listKeyPairs } from '../../../core/key-pairs/find.ts'
import type { KeyPairQuery } from '../../../core/key-pairs/store.ts'
import { action } from '../../kit/action.ts'
import { type Filters, matchNothing, tagFilters } from '../../kit/tencent/filters.ts'
import { checkAlone, keyIds, keyPairFilters, lighthousePaging } from '../param-types.ts'
import { presentKeyPairs } from '../present-key-pair.ts'

/** Lists key pairs of a region, newest first; unknown ids are simply absent. Source: spec/tencent.md §2.5. */
export const DescribeKeyPairs = action({
  name: 'DescribeKeyPairs',
  access: 'list',
  params: z.strictObject({
    KeyIds: keyIds().optional(),
    ...lighthousePaging(),
    Filters: keyPairFilters(['key-id', 'key-name']),
  }),
  async run({ core, call }, { KeyIds, Filters, Offset, Limit }) {
    checkAlone(KeyIds, Filters, 'KeyIds')
    if (matchNothing(Filters)) return { TotalCount: 0, KeyPairSet: [] }
    const query = { ...(KeyIds ? { ids: KeyIds } : {}), ...queryOf(Filters) }
    const page = { offset: Offset, limit: Limit }
    const { rows, total } = await listKeyPairs(core, call, { isAccountWide: false }, { ...query, page })
    return { TotalCount: total, KeyPairSet: await presentKeyPairs(core, call, rows) }
  },
})

/** `key-name` finds parts of names. Source: spec/tencent.md §2.5. */
function queryOf(filters: Filters | undefined): Omit<KeyPairQuery, 'page'> {
  const ids = filters?.get('key-id')
  const names = filters?.get('key-name')
  return {
    ...(ids ? { ids } : {}),
    ...(names ? { namePatterns: names.map((text) => ({ match: 'contains', text })) } : {}),
    tags: tagFilters(filters),
  }
}
