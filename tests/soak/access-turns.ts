import { expectLogin, settle, type Turn, type TurnParts } from './turn.ts'
import { withInstance, type World } from './world.ts'

/** The world after a pair was bound in place of others, by the rules of the lane's cloud. */
function bound({ account }: TurnParts, instance: string, pairs: readonly string[]): World {
  return withInstance(account.world, instance, {
    pairs,
    ...(account.cloud.bindsAtOnce ? { inForce: pairs } : {}),
  })
}

const BIND: Turn = {
  ...{ name: 'bind', weight: 16 },
  async run(parts) {
    const { account, deeds, random } = parts
    const instance = random.of(Object.keys(account.world.instances))
    const pair = random.of(account.world.pairs)
    if (instance === undefined || pair === undefined) return
    const after = bound(parts, instance, [pair])
    const outcome = await account.cloud.bind(account.instance(instance).id, account.pair(pair))
    if (outcome.kind === 'done') deeds.bindings += 1
    await settle(parts, `bind ${pair} to ${instance}`, { outcome, after })
    // Every third is looked at where it matters.
    if (random.below(3) > 0 || account.world.instances[instance]?.state !== 'running') return
    await expectLogin(parts, instance, pair)
  },
}

const UNBIND: Turn = {
  ...{ name: 'unbind', weight: 6 },
  async run(parts) {
    const { account, random } = parts
    const [instance, believed] =
      random.of(Object.entries(account.world.instances).filter(([, { pairs }]) => pairs.length > 0)) ?? []
    const pair = random.of(believed?.pairs ?? [])
    if (instance === undefined || !believed || pair === undefined) return
    const left = believed.pairs.filter((one) => one !== pair)
    const { id } = account.instance(instance)
    const outcome =
      random.below(3) === 0
        ? await account.own.unbind(id, pair)
        : await account.cloud.unbind(id, account.pair(pair))
    await settle(parts, `unbind ${pair} from ${instance}`, { outcome, after: bound(parts, instance, left) })
    if (random.below(3) > 0 || account.world.instances[instance]?.state !== 'running') return
    await expectLogin(parts, instance, pair)
  },
}

/** Two at once on one machine: one order of them must explain what is there; one of them may be told it is busy. */
const RACE: Turn = {
  ...{ name: 'race', weight: 3 },
  async run(parts) {
    const { account, deeds, name, random, complain } = parts
    const instance = random.of(Object.keys(account.world.instances))
    const [one, other] = account.world.pairs
    if (instance === undefined || one === undefined || other === undefined) return
    const { id } = account.instance(instance)
    const pairs = [one, other]
    const outcomes = await Promise.all(pairs.map((pair) => account.cloud.bind(id, account.pair(pair))))
    deeds.bindings += outcomes.filter(({ kind }) => kind === 'done').length
    if (outcomes.every(({ kind }) => kind === 'refused'))
      complain(`${name}: both of two bindings to ${instance} were refused: ${JSON.stringify(outcomes)}`)
    const believed = pairs
      .filter((_, nth) => outcomes[nth]?.kind !== 'refused')
      .map((pair) => bound(parts, instance, [pair]))
    const isNoneDone = outcomes.every(({ kind }) => kind !== 'done')
    await account.expect(`${name}: ${pairs.join(' and ')} to ${instance} at once`, [
      ...believed,
      ...(isNoneDone ? [account.world] : []),
    ])
  },
}

export const ACCESS_TURNS: readonly Turn[] = [BIND, UNBIND, RACE]
