import { z } from 'zod'

import { listKeyPairs } from '../../../core/key-pairs/find.ts'
import type { KeyPairQuery } from '../../../core/key-pairs/store.ts'
import { action } from '../../kit/action.ts'
import { invalidValue } from '../../kit/tencent/common-errors.ts'
import { type Filters, matchNothing, tagFilters } from '../../kit/tencent/filters.ts'
import { paging } from '../../kit/tencent/param-checks.ts'
import { tencentError } from '../../kit/tencent/tencent-error.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { checkAlone, cvmFilters, keyIds, storedProjects } from '../param-types.ts'
import { presentKeyPair } from '../present-key-pair.ts'

/** Lists key pairs of the account, newest first; unknown ids are simply absent. Source: spec/tencent.md §2.4. */
export const DescribeKeyPairs = action({
  name: 'DescribeKeyPairs',
  access: 'list',
  params: z.strictObject({
    KeyIds: keyIds().optional(),
    Filters: cvmFilters(['project-id', 'key-name']),
    ...paging({
      offset: () => tencentError('InvalidParameterValueOffset', invalidValue('Offset').message),
      limit: () => tencentError('InvalidParameterValueLimit', invalidValue('Limit').message),
    }),
  }),
  async run({ core, call }, { KeyIds, Filters, Offset, Limit }) {
    checkAlone(KeyIds, Filters, 'KeyIds')
    checkProjects(Filters?.get('project-id'))
    if (matchNothing(Filters)) return { TotalCount: 0, KeyPairSet: [] }
    const query = { ...(KeyIds ? { ids: KeyIds } : {}), ...queryOf(Filters) }
    const page = { offset: Offset, limit: Limit }
    const { rows, total } = await listKeyPairs(core, call, { isAccountWide: true }, { ...query, page })
    return { TotalCount: total, KeyPairSet: rows.map(presentKeyPair) }
  },
})

/** `key-name` finds parts of names, as Terraform's documentation promises. Source: spec/tencent.md §2.4. */
function queryOf(filters: Filters | undefined): Omit<KeyPairQuery, 'page'> {
  const names = filters?.get('key-name')
  const projects = filters?.get('project-id')
  return {
    ...(names ? { namePatterns: names.map((text) => ({ match: 'contains', text })) } : {}),
    ...(projects ? { projects: storedProjects(projects) } : {}),
    tags: tagFilters(filters),
  }
}

/** Ids of projects are numbers. Source: spec/tencent.md §2.4. */
function checkProjects(ids: readonly string[] | undefined): void {
  if (ids?.every((id) => /^\d{1,15}$/.test(id)) ?? true) return
  throw new Refusal(invalidValue('project-id'))
}
