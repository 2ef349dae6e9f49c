import { CommandError } from './kit/command-error.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { EXIT } from './kit/exit-codes.ts'
import { everyPage } from '../own-api/contract/every-page.ts'
import { sshTexts as texts } from './ssh-texts.ts'

export type Instance = Awaited<ReturnType<OwnApiClient['instances']['show']>>

/** Every instance of the server that the filters let through. */
export async function listInstances(
  client: OwnApiClient,
  filters: Omit<Parameters<OwnApiClient['instances']['list']>[0], 'cursor' | 'limit'> = {},
): Promise<readonly Instance[]> {
  const { items } = await everyPage((page) => client.instances.list({ ...filters, ...page }))
  return items
}

/** `dialect/account/id`, which no two instances share. */
export function machineIdOf({ dialect, account, id }: Instance): string {
  return `${dialect}/${account}/${id}`
}

/**
 * The instance that a person means: by `dialect/account/id`, id, name or address, in this order.
 * @throws CommandError when it is nobody's name, or that of several
 */
export async function findInstance(client: OwnApiClient, name: string): Promise<Instance> {
  const [dialect = '', account, id, ...more] = name.split('/')
  if (account !== undefined && id !== undefined && more.length === 0) {
    return client.instances.show({ dialect, account, id })
  }
  const near = await listInstances(client, { text: name })
  const found = WAYS.map((wayOf) => near.filter((instance) => wayOf(instance) === name)).find(
    ({ length }) => length > 0,
  )
  const [instance, ...others] = found ?? []
  if (!instance) throw new CommandError(texts.noInstance(name), EXIT.usage)
  if (others.length === 0) return instance
  throw new CommandError(
    texts.severalInstances(name, [instance, ...others].map(machineIdOf).join(', ')),
    EXIT.usage,
  )
}

/** As {@link findInstance}, for several names, each instance once. */
export async function findInstances(
  client: OwnApiClient,
  names: readonly string[],
): Promise<readonly Instance[]> {
  const found = new Map<string, Instance>()
  for (const name of names) {
    const instance = await findInstance(client, name)
    found.set(machineIdOf(instance), instance)
  }
  return [...found.values()]
}

/** What people know it by. */
export function labelsOf({ id, name }: Instance): readonly string[] {
  return name === id ? [id] : [id, name]
}

const WAYS: readonly ((instance: Instance) => string)[] = [
  ({ id }) => id,
  ({ name }) => name,
  ({ address }) => address,
]
