import type { Instance } from '../../core/instances/instance.ts'
import type { InstanceQuery } from '../../core/instances/store.ts'
import type { Position } from '../../core/page.ts'
import type { ActionContext } from '../kit/action.ts'

const PAGE = 500

/** All instances of the call's region that match, newest first: what a list derived from instances is made of. */
export async function everyInstance(
  { core, call }: ActionContext,
  conditions: Omit<InstanceQuery, 'region' | 'page'> = {},
): Promise<readonly Instance[]> {
  const found: Instance[] = []
  let after: Position | undefined
  do {
    const query = { ...conditions, region: call.region, page: { limit: PAGE, after } }
    const { rows, next } = await core.database.instances.list(call, query)
    found.push(...rows)
    after = next
  } while (after)
  return found
}
