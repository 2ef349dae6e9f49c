import { setTimeout as wait } from 'node:timers/promises'

import { expectLogin, freeKey, readable, type Turn, type TurnParts } from './turn.ts'
import { withInstance, type World } from './world.ts'

const FOR_SECONDS = 3
const OVERLAP_SECONDS = 1
const BUSY_PAUSE_MS = 500
const MOST_TRIES = 200

/** A pair beside those that are bound, for a few seconds: in force at once, and gone when they are over. */
const TEMPORARY: Turn = {
  ...{ name: 'bind for a while', weight: 4 },
  async run(parts) {
    const { account, complain, deeds, name, random } = parts
    const instance = random.of(readable(parts))
    const believed = instance === undefined ? undefined : account.world.instances[instance]
    const pair = random.of(account.world.pairs.filter((one) => !believed?.pairs.includes(one)))
    if (instance === undefined || !believed || pair === undefined) return
    const before = account.world
    const what = `bind ${pair} to ${instance} for a while`
    const outcome = await account.own.bindForAWhile(account.instance(instance).id, pair, FOR_SECONDS)
    if (outcome.kind === 'refused') complain(`${name}: ${what} was refused: ${outcome.code}`)
    // It lets in until then: whether it is still so early when the machine answers cannot be known.
    const ended = withInstance(before, instance, { inForce: believed.pairs })
    if (outcome.kind === 'unknown') {
      // Cut off, it may come into force still, and ends then too.
      await account.expectSoon(
        `${name}: ${what}, unknown`,
        withInstance(before, instance, { inForce: undefined }),
      )
      return
    }
    await account.expectSoon(`${name}: ${what}, ended`, outcome.kind === 'done' ? ended : before)
    if (outcome.kind === 'done') deeds.temporary += 1
    await expectLogin(parts, instance, pair)
  },
}

/** A new key in the place of an old one, wherever that is bound. */
const ROTATE: Turn = {
  ...{ name: 'rotate', weight: 2 },
  async run(parts) {
    const { account, complain, deeds, fresh, name } = parts
    const { instances, pairs } = account.world
    const old = pairs.find((pair) => {
      const holders = Object.values(instances).filter((one) => one.pairs.includes(pair))
      return holders.length > 0 && holders.every(({ state }) => state === 'running')
    })
    const key = freeKey(parts)
    if (old === undefined || !key) return
    const fresher = fresh()
    account.keys.set(fresher, key)
    const wanted = { newName: fresher, publicKey: key.line, overlapSeconds: OVERLAP_SECONDS }
    const { id } = account.pair(old)
    let isCut = false
    for (let tries = 1; ; tries += 1) {
      const outcome = await account.own.rotate(id, wanted)
      if (outcome.kind === 'done') break
      // Asked again it goes on; when it was done already, the new pair is in the way of another one.
      if (outcome.kind === 'refused' && isCut && outcome.code.startsWith('409')) break
      if (outcome.kind === 'refused' && isCut && tries < MOST_TRIES) {
        // What the call that was cut off began at a machine is still under way.
        await wait(BUSY_PAUSE_MS)
        continue
      }
      if (outcome.kind === 'refused') {
        complain(`${name}: rotate ${old} was refused: ${outcome.code}`)
        return account.expect(`${name}: rotate ${old}, refused`, [account.world])
      }
      isCut = true
    }
    const after = rotated(account.world, { old, fresher })
    await account.expectSoon(`${name}: rotate ${old} to ${fresher}, ${isCut ? 'cut' : 'done'}`, after)
    deeds.rotations += 1
    const instance = Object.keys(instances).find((one) => instances[one]?.pairs.includes(old))
    if (instance === undefined) return
    await expectLogin(parts, instance, fresher)
    await expectLogin(parts, instance, old)
  },
}

function rotated(world: World, { old, fresher }: { readonly old: string; readonly fresher: string }): World {
  const instances = Object.entries(world.instances).map(([name, one]) => {
    if (!one.pairs.includes(old)) return [name, one] as const
    const pairs = [...one.pairs.filter((pair) => pair !== old), fresher]
    return [name, { ...one, pairs, inForce: pairs }] as const
  })
  return { pairs: [...world.pairs, fresher], instances: Object.fromEntries(instances) }
}

const READ: Turn = {
  ...{ name: 'read', weight: 5 },
  async run(parts) {
    const { account, complain, name } = parts
    for (const outcome of [await account.own.audit(), await account.cloud.describe()])
      if (outcome.kind === 'refused') complain(`${name}: a read was refused: ${outcome.code}`)
    if (parts.random.below(10) === 0) await verify(parts)
  },
}

/** Looks at all chains while rows are written. */
async function verify({ account, complain, name }: TurnParts): Promise<void> {
  const outcome = await account.own.verification()
  if (outcome.kind === 'refused') complain(`${name}: the chains cannot be read: ${outcome.code}`)
  if (outcome.kind !== 'done') return
  const broken = outcome.value.results.filter((one) => one.broken)
  if (broken.length > 0) complain(`${name}: a chain is broken: ${JSON.stringify(broken)}`)
}

export const OWN_TURNS: readonly Turn[] = [TEMPORARY, ROTATE, READ]
