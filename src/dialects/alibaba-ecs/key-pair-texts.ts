import type { Call } from '../../core/call.ts'
import type { Stores } from '../../core/database.ts'
import type { KeyPair } from '../../core/key-pairs/key-pair.ts'
import type { RawParams } from '../kit/policies/param-texts.ts'

/**
 * The key pairs of the call's region that texts name, by the text: its name, and its id where no pair has that name.
 * Source: spec/alibaba.md §2.11, "TagResources".
 */
export async function findKeyPairsByText(
  { keyPairs }: Pick<Stores, 'keyPairs'>,
  { account, dialect, region }: Call,
  texts: readonly string[],
): Promise<ReadonlyMap<string, KeyPair>> {
  if (texts.length === 0) return new Map()
  const scope = { account, dialect, region }
  const [byId, byName] = await Promise.all([
    keyPairs.findByIds(scope, texts),
    keyPairs.findByNames(scope, texts),
  ])
  return new Map([
    ...byId.map((pair) => [pair.id, pair] as const),
    ...byName.map((pair) => [pair.name, pair] as const),
  ])
}

/** Longer lists are refused by the actions, and judged against every pair before. */
const MOST_TEXTS = 100

/**
 * The parameters as policies judge them: these know a key pair by its name, so an id that a caller may give instead
 * stands for the name, and a statement about the name is not evaded.
 */
export async function withKeyPairNames(
  stores: Pick<Stores, 'keyPairs'>,
  call: Call,
  params: RawParams,
): Promise<RawParams> {
  const { ResourceType, ResourceId } = params
  if (ResourceType !== 'keypair') return params
  const texts = [ResourceId].flat().filter((text) => typeof text === 'string')
  if (texts.length > MOST_TEXTS) return params
  const pairs = await findKeyPairsByText(stores, call, texts)
  const nameOf = (text: unknown) => (typeof text === 'string' ? (pairs.get(text)?.name ?? text) : text)
  const names: unknown = Array.isArray(ResourceId) ? ResourceId.map(nameOf) : nameOf(ResourceId)
  return { ...params, ResourceId: names }
}
