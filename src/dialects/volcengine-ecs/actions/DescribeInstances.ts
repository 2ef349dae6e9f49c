import type { Instance } from '../../../core/instances/instance.ts'
import { listInstances } from '../../../core/instances/list.ts'
import type { KeyPair } from '../../../core/key-pairs/key-pair.ts'
import type { ActionContext } from '../../kit/action.ts'
import { action } from '../../kit/action.ts'
import { type InstanceFilters, instanceFilters, toQuery } from '../instance-filters.ts'
import { writeNextToken } from '../next-token.ts'
import { presentInstance } from '../present-instance.ts'

/** Lists instances of a region, newest first; unknown ids are simply not there. Source: spec/volcengine.md §2.9. */
export const DescribeInstances = action({
  name: 'DescribeInstances',
  access: 'list',
  params: instanceFilters,
  async run(context, filters) {
    const { rows, total, next } = await matching(context, filters)
    const keyPairs = await keyPairsOf(context, rows)
    const shown = rows.map((instance) =>
      presentInstance(instance, keyPairs.get(instance.keyPairIds[0] ?? '')),
    )
    return { Instances: shown, NextToken: writeNextToken(next), TotalCount: total }
  },
})

const NOTHING = { rows: [], total: 0, next: undefined }

async function matching({ core, call }: ActionContext, filters: InstanceFilters) {
  const query = toQuery(call.region, filters)
  if (!query) return NOTHING
  if (filters.KeyPairName === undefined) return listInstances(core, call, query)
  const [keyPair] = await core.database.keyPairs.findByNames(call, [filters.KeyPairName])
  // Nothing is bound to a pair that does not exist.
  if (!keyPair) return NOTHING
  return listInstances(core, call, { ...query, keyPairId: keyPair.id })
}

async function keyPairsOf(
  { core, call }: ActionContext,
  instances: readonly Instance[],
): Promise<ReadonlyMap<string, KeyPair>> {
  const ids = new Set(instances.flatMap(({ keyPairIds }) => keyPairIds))
  const found = await core.database.keyPairs.findByIds(call, [...ids])
  return new Map(found.map((keyPair) => [keyPair.id, keyPair]))
}
