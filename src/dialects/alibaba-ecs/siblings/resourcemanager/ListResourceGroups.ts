import { z } from 'zod'

import { type ActionContext, action } from '../../../kit/action.ts'
import { boolean, text } from '../../../kit/params.ts'
import { catalog } from '../../catalog.ts'
import { empty } from '../../networks.ts'
import { numberedPage } from '../../numbered-page.ts'
import { pageNumber, pageSize, tagFilters, upTo } from '../../wire-types.ts'

/** Every account has it. What was made without a group shows none. */
const DEFAULT_GROUP = { Id: 'rg-acfmdefault', Name: 'default', DisplayName: 'default resource group' }
/** Groups are not made here, so nothing knows when. */
const CREATED = '2020-01-01T00:00:00+08:00'
const ROWS_AT_ONCE = 500

const params = z.object({
  Status: z.enum(['Creating', 'OK', 'PendingDelete', 'Deleting', 'Deleted']).optional(),
  ResourceGroupId: text().optional(),
  /** Wins over the one id. */
  ResourceGroupIds: upTo(100, text()).optional(),
  Name: text().optional(),
  DisplayName: text().optional(),
  Tag: tagFilters(),
  IncludeTags: boolean().default(false),
  PageNumber: pageNumber().default(1),
  PageSize: pageSize(100).default(10),
})

/**
 * Lists the resource groups of an account: the default one, and those that its instances and key pairs are in. Source:
 * reference page of ListResourceGroups.
 */
export const ListResourceGroups = action({
  name: 'ListResourceGroups',
  access: 'list',
  params,
  async run(context, filters) {
    const { ResourceGroupId, IncludeTags, Tag } = filters
    const { ResourceGroupIds = ResourceGroupId === undefined ? undefined : [ResourceGroupId] } = filters
    const used = await usedGroups(context)
    const found = [DEFAULT_GROUP, ...used]
      .filter(({ Id }) => !ResourceGroupIds || ResourceGroupIds.includes(Id))
      .filter(({ Name }) => filters.Name === undefined || Name.includes(filters.Name))
      .filter(
        ({ DisplayName }) => filters.DisplayName === undefined || DisplayName.includes(filters.DisplayName),
      )
      // Groups are there and carry no tags.
      .filter(() => (filters.Status ?? 'OK') === 'OK' && Tag.length === 0)
    const { rows, page } = numberedPage(found, filters)
    const AccountId = context.call.account
    const groups = rows.map((group) => ({
      ...{ ...group, AccountId, Status: 'OK', CreateDate: CREATED },
      ...(IncludeTags ? { Tags: { Tag: empty() } } : {}),
    }))
    return { ...page, ResourceGroups: { ResourceGroup: groups } }
  },
})

/** Groups are not told apart by names here: their ids are their names. */
async function usedGroups({ core, call }: ActionContext): Promise<readonly (typeof DEFAULT_GROUP)[]> {
  const ids = new Set<string>()
  const { database } = core
  for (const { id: region } of catalog.regions) {
    const scope = { account: call.account, dialect: call.dialect, region }
    for (const page of everyPage()) {
      const instances = await database.instances.list(scope, { region, page })
      const keyPairs = await database.keyPairs.list(scope, { page })
      for (const { project } of [...instances.rows, ...keyPairs.rows]) ids.add(project)
      if (instances.rows.length < ROWS_AT_ONCE && keyPairs.rows.length < ROWS_AT_ONCE) break
    }
  }
  const used = [...ids].filter((id) => id !== '' && id !== DEFAULT_GROUP.Id).sort()
  return used.map((Id) => ({ Id, Name: Id, DisplayName: Id }))
}

function* everyPage() {
  for (let offset = 0; ; offset += ROWS_AT_ONCE) yield { limit: ROWS_AT_ONCE, offset }
}
