import type { Stores } from '../../../core/database.ts'
import { listInstances } from '../../../core/instances/list.ts'
import type { Page } from '../../../core/page.ts'
import type { ActionContext } from '../../kit/action.ts'
import { action } from '../../kit/action.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { operationErrors } from '../faults.ts'
import { type InstanceFilters, instanceFilters, matchesNothing, toQuery } from '../instance-filters.ts'
import { presentInstance, publicAddressOf } from '../present-instance.ts'
import { writeNextToken } from '../wire-types.ts'

/** Lists instances of a region, newest first, by page number or by token. Source: spec/alibaba.md §2.9, §1.11. */
export const DescribeInstances = action({
  name: 'DescribeInstances',
  access: 'get',
  params: instanceFilters,
  async run(context, filters) {
    if (filters.DryRun) throw new Refusal(operationErrors.dryRun)
    const { page, number, hasToken } = pageOf(filters)
    // An instance and the name of its pair are of one instant.
    const { rows, total, next, names } = await context.core.database.snapshot((stores) =>
      find({ ...context, stores }, filters, page),
    )
    const shown = rows.map((instance) =>
      presentInstance(instance, names.get(instance.keyPairIds[0] ?? '') ?? ''),
    )
    return {
      TotalCount: total,
      PageNumber: number,
      PageSize: page.limit,
      NextToken: hasToken ? writeNextToken(next) : '',
      Instances: { Instance: shown },
    }
  },
})

type Reading = ActionContext & { readonly stores: Stores }

async function find(reading: Reading, filters: InstanceFilters, page: Page) {
  const { core, call, stores } = reading
  const keyPairId = await keyPairIdOf(reading, filters)
  const publicIds = await idsWithAddress(reading, filters)
  const isEmpty = keyPairId === null || publicIds?.length === 0 || matchesNothing(filters)
  if (isEmpty) return { rows: [], total: 0, next: undefined, names: new Map<string, string>() }
  const listed = await listInstances({ database: stores, pages: core.pages }, call, {
    ...toQuery(call.region, filters),
    ...(publicIds ? { ids: publicIds } : {}),
    ...(keyPairId === undefined ? {} : { keyPairId }),
    page,
  })
  const pairs = listed.rows.flatMap(({ keyPairIds }) => keyPairIds)
  return { ...listed, names: await keyPairNames(reading, pairs) }
}

/** Tokens win over page numbers; a caller who names no page number is given a token too. Source: §1.11. */
function pageOf({ MaxResults, NextToken, PageNumber, PageSize }: InstanceFilters) {
  if (MaxResults !== undefined || NextToken !== undefined) {
    const limit = Math.min(Math.max(MaxResults ?? PageSize ?? 10, 10), 100)
    return { page: { limit, after: NextToken }, number: 1, hasToken: true }
  }
  const limit = PageSize ?? 10
  const number = PageNumber ?? 1
  return { page: { limit, offset: (number - 1) * limit }, number, hasToken: PageNumber === undefined }
}

/** Null: there is no pair of that name, so nothing is bound to it. */
async function keyPairIdOf(
  { call, stores }: Reading,
  { KeyPairName }: InstanceFilters,
): Promise<string | null | undefined> {
  if (KeyPairName === undefined) return undefined
  const [keyPair] = await stores.keyPairs.findByNames(call, [KeyPairName])
  return keyPair?.id ?? null
}

/** Addresses are told apart by the driver; hosts of one's own may share one. */
const SHARING_AN_ADDRESS = 10

/** Of the instances that were asked for, those that show one of the addresses: one that has none is still reached. */
async function idsWithAddress(
  { call, stores }: Reading,
  { InstanceIds, PublicIpAddresses }: InstanceFilters,
): Promise<readonly string[] | undefined> {
  if (!PublicIpAddresses) return undefined
  const page = { limit: SHARING_AN_ADDRESS * PublicIpAddresses.length, offset: 0 }
  const query = { region: call.region, addresses: PublicIpAddresses, page }
  const { rows } = await stores.instances.list(call, query)
  const ids = rows.filter((instance) => publicAddressOf(instance) !== '').map(({ id }) => id)
  return InstanceIds ? ids.filter((id) => InstanceIds.includes(id)) : ids
}

async function keyPairNames(
  { call, stores }: Reading,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const found = await stores.keyPairs.findByIds(call, [...new Set(ids)])
  return new Map(found.map(({ id, name }) => [id, name]))
}
