import type { Stores } from '../../../core/database.ts'
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
    // An instance and its pair are of one instant.
    const { rows, total, next, keyPairs } = await context.core.database.snapshot(async (stores) => {
      const reading = { ...context, stores }
      const found = await matching(reading, filters)
      return { ...found, keyPairs: await keyPairsOf(reading, found.rows) }
    })
    const shown = rows.map((instance) =>
      presentInstance(instance, keyPairs.get(instance.keyPairIds[0] ?? '')),
    )
    return { Instances: shown, NextToken: writeNextToken(next), TotalCount: total }
  },
})

type Reading = ActionContext & { readonly stores: Stores }

const NOTHING = { rows: [], total: 0, next: undefined }

async function matching({ core, call, stores }: Reading, filters: InstanceFilters) {
  const query = toQuery(call.region, filters)
  if (!query) return NOTHING
  const parts = { database: stores, pages: core.pages }
  if (filters.KeyPairName === undefined) return listInstances(parts, call, query)
  const [keyPair] = await stores.keyPairs.findByNames(call, [filters.KeyPairName])
  // Nothing is bound to a pair that does not exist.
  if (!keyPair) return NOTHING
  return listInstances(parts, call, { ...query, keyPairId: keyPair.id })
}

async function keyPairsOf(
  { call, stores }: Reading,
  instances: readonly Instance[],
): Promise<ReadonlyMap<string, KeyPair>> {
  const ids = new Set(instances.flatMap(({ keyPairIds }) => keyPairIds))
  const found = await stores.keyPairs.findByIds(call, [...ids])
  return new Map(found.map((keyPair) => [keyPair.id, keyPair]))
}
