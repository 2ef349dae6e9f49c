import type { Dialect } from '../../dialects/kit/dialect.ts'
import type { KeyPair } from '../../core/key-pairs/key-pair.ts'
import type { OwnContext } from './context.ts'
import { Problem } from './problem.ts'

/** @throws Problem 400 for a cloud that nobody answers for */
export function dialectOf({ dialects }: Pick<OwnContext, 'dialects'>, id: string): Dialect {
  const found = dialects.find((dialect) => dialect.id === id)
  if (found) return found
  const known = dialects.map((dialect) => dialect.id).join(', ')
  throw new Problem(400, `dialect: ${JSON.stringify(id)} is not known; known are: ${known}`)
}

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
  dialectOf(context, dialect)
  const found = await context.core.database.keyPairs.findAnywhere({ dialect, account }, id)
  const here = found.filter((keyPair) => region === undefined || [region, ''].includes(keyPair.region))
  const named = here.filter(({ name }) => name === id)
  const [one, another] = named.length > 0 ? named : here
  if (!one) throw new Problem(404, `there is no key pair ${JSON.stringify(`${dialect}/${account}/${id}`)}`)
  if (!another) return one
  const regions = named.map((keyPair) => keyPair.region).join(', ')
  throw new Problem(409, `several regions have a key pair ${JSON.stringify(id)}; name one of ${regions}`)
}
