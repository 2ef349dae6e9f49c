import type { Core } from '../../core/core.ts'
import type { Instance } from '../../core/instances/instance.ts'
import type { KeyPair, KeyPairScope } from '../../core/key-pairs/key-pair.ts'
import { meantKeyPairs } from '../contract/meant-key-pairs.ts'
import type { OwnContext } from './context.ts'
import { knownDialect } from './known-dialect.ts'
import { Problem } from './problem.ts'
import type { Turns } from './turns.ts'

export interface KeyPairAddress {
  readonly dialect: string
  readonly account: string
  /** Id or name. */
  readonly id: string
  readonly region?: string | undefined
}

/**
 * One key pair, by id or name.
 * @throws Problem 404, or 409 for a name that several regions have
 */
export async function findKeyPair(context: OwnContext, address: KeyPairAddress): Promise<KeyPair> {
  const { dialect, account, id, region } = address
  knownDialect(context.dialects, dialect)
  const meant = await findMeant(context.core, { dialect, account }, id)
  const [one, another] = meant.filter(
    (keyPair) => region === undefined || [region, ''].includes(keyPair.region),
  )
  if (!one) throw new Problem(404, `there is no key pair ${JSON.stringify(`${dialect}/${account}/${id}`)}`)
  if (!another) return one
  const regions = meant.map((keyPair) => keyPair.region).join(', ')
  throw new Problem(409, `several regions have a key pair ${JSON.stringify(id)}; name one of ${regions}`)
}

async function findMeant(
  { database }: Core,
  owner: Pick<KeyPair, 'account' | 'dialect'>,
  idOrName: string,
): Promise<readonly KeyPair[]> {
  return meantKeyPairs(await database.keyPairs.findAnywhere(owner, idOrName), idOrName)
}

/** The key pair that one id or name means at each of many instances; looked up once for each account and cloud. */
export class KeyPairFinder {
  readonly #core: Core
  readonly #idOrName: string
  readonly #found = new Map<string, Promise<readonly KeyPair[]>>()

  constructor(core: Core, idOrName: string) {
    this.#core = core
    this.#idOrName = idOrName
  }

  /** Its id in one account, cloud and region; where there is none, what was asked for, which is no id there. */
  async idAt(scope: KeyPairScope): Promise<string> {
    const found = await this.#foundOf(scope)
    return found.find(({ region }) => region === scope.region)?.id ?? this.#idOrName
  }

  #foundOf({ account, dialect }: KeyPairScope): Promise<readonly KeyPair[]> {
    const owner = `${dialect}/${account}`
    const found = this.#found.get(owner) ?? findMeant(this.#core, { account, dialect }, this.#idOrName)
    this.#found.set(owner, found)
    return found
  }
}

/** Instances that are read by one statement. */
const READ_AT_ONCE = 100

/** The instances that a pair is bound to. */
export async function findUsers(
  { database: { instances, keyPairs } }: Core,
  pair: KeyPair,
  turns?: Turns,
): Promise<readonly Instance[]> {
  const page = { limit: 1, offset: 0 }
  const { rows } = await keyPairs.list(pair, { ids: [pair.id], page })
  const ids = rows[0]?.instanceIds ?? []
  // Without the region of the pair: one that is known in all regions has none.
  const { account, dialect } = pair
  const users: Instance[] = []
  for (let from = 0; from < ids.length; from += READ_AT_ONCE) {
    const some = ids.slice(from, from + READ_AT_ONCE)
    await turns?.take(some.length)
    users.push(...(await instances.findByIds({ account, dialect }, some)))
  }
  return users
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
