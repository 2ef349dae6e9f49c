import type { Params } from './signed-call.ts'
import { listed, rowsOf, type TestWorld } from './test-world.ts'

/** `Tags.1.Key=…&Tags.1.Value=…` */
export function tagParams(tags: Readonly<Record<string, string>>): Params {
  const pairs = Object.entries(tags).flatMap(([key, value], place) => [
    [`Tags.${place + 1}.Key`, key],
    [`Tags.${place + 1}.Value`, value],
  ])
  return Object.fromEntries(pairs) as Params
}

/** The resources of a call on tags. */
export function on(ResourceType: string, ...ids: string[]): Params {
  return { ResourceType, ...listed('ResourceIds', ids) }
}

/** The tags of a key pair or an instance, as its own Describe call shows them. */
export async function tagsOf(world: TestWorld, type: 'keypair' | 'instance', id: string) {
  if (type === 'instance') return (await world.show(id))['Tags']
  const reply = await world.call('DescribeKeyPairs', { 'KeyPairIds.1': id })
  return rowsOf(reply, 'KeyPairs')[0]?.['Tags']
}
