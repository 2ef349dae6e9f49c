import type { Core } from '../../core/core.ts'
import { type Instance, type InstanceKey, machineIdOf } from '../../core/instances/instance.ts'
import type { OwnContext } from './context.ts'
import { Problem } from './problem.ts'
import { Turns } from './turns.ts'

/** @throws Problem 404 */
export async function findInstance(core: Core, { account, dialect, id }: InstanceKey): Promise<Instance> {
  const [found] = await core.database.instances.findByIds({ account, dialect }, [id])
  if (found) return found
  throw new Problem(404, `there is no instance ${JSON.stringify(`${dialect}/${account}/${id}`)}`)
}

/**
 * Instances by id, or by `dialect/account/id` where several have the same one; each once.
 * @throws Problem 404 for an id that nothing has, 409 for one that several have
 */
export async function findInstances(
  { core, gone }: Pick<OwnContext, 'core' | 'gone'>,
  references: readonly string[],
): Promise<readonly Instance[]> {
  const found = new Map<string, Instance>()
  const turns = new Turns(gone)
  for (const reference of new Set(references)) {
    await turns.take()
    const instance = await findOne(core, reference)
    found.set(machineIdOf(instance), instance)
  }
  return [...found.values()]
}

async function findOne(core: Core, reference: string): Promise<Instance> {
  const [dialect, account, id, ...rest] = reference.split('/')
  if (dialect !== undefined && account !== undefined && id !== undefined && rest.length === 0)
    return findInstance(core, { dialect, account, id })
  const rows = await core.database.machines.findByInstanceId(reference)
  const [row, ...others] = rows
  if (!row) throw new Problem(404, `there is no instance ${JSON.stringify(reference)}`)
  if (others.length > 0) {
    const names = rows.map(({ machineId }) => machineId).join(', ')
    throw new Problem(409, `several instances are called ${reference}; name one of ${names}`)
  }
  const [dialectOf = '', accountOf = ''] = row.machineId.split('/')
  return findInstance(core, { dialect: dialectOf, account: accountOf, id: reference })
}
