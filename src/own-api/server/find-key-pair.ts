import type { Core } from '../../core/core.ts'
import type { Instance } from '../../core/instances/instance.ts'
import type { KeyPair } from '../../core/key-pairs/key-pair.ts'
import type { OwnContext } from './context.ts'
import { knownDialect } from './known-dialect.ts'
import { Problem } from './problem.ts'

export interface KeyPairAddress {
  readonly dialect: string
  readonly account: string
  /** Id or name. */
  readonly id: string
  readonly region?: string | undefined
}

/**
 * One key pair, by id or name: a name wins, as people write names.
 * @throws Problem 404, or 409 for a name that several regions have
 */
export async function findKeyPair(context: OwnContext, address: KeyPairAddress): Promise<KeyPair> {
  const { dialect, account, id, region } = address
  knownDialect(context.dialects, dialect)
  const found = await context.core.database.keyPairs.findAnywhere({ dialect, account }, id)
  const here = found.filter((keyPair) => region === undefined || [region, ''].includes(keyPair.region))
  const named = here.filter(({ name }) => name === id)
  const [one, another] = named.length > 0 ? named : here
  if (!one) throw new Problem(404, `there is no key pair ${JSON.stringify(`${dialect}/${account}/${id}`)}`)
  if (!another) return one
  const regions = named.map((keyPair) => keyPair.region).join(', ')
  throw new Problem(409, `several regions have a key pair ${JSON.stringify(id)}; name one of ${regions}`)
}

/** The instances that a pair is bound to. */
export async function findUsers(
  { database: { instances, keyPairs } }: Core,
  pair: KeyPair,
): Promise<readonly Instance[]> {
  const page = { limit: 1, offset: 0 }
  const { rows } = await keyPairs.list(pair, { ids: [pair.id], page })
  // Without the region of the pair: one that is known in all regions has none.
  const { account, dialect } = pair
  return instances.findByIds({ account, dialect }, rows[0]?.instanceIds ?? [])
}

/** The pairs of these ids that can be bound to an instance: those of its region, and those that are known in all. */
export async function findKeyPairsAt(
  { database: { keyPairs } }: Core,
  { account, dialect, region }: Pick<Instance, 'account' | 'dialect' | 'region'>,
  ids: readonly string[],
): Promise<readonly KeyPair[]> {
  return [
    ...(await keyPairs.findByIds({ account, dialect, region: '' }, ids)),
    ...(await keyPairs.findByIds({ account, dialect, region }, ids)),
  ]
}
