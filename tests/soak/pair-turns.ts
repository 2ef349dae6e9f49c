import { expectLogin, freeKey, readable, settle, type Turn } from './turn.ts'
import { withoutPair, withPair } from './world.ts'

/** Lighthouse has room for ten. */
const MOST_PAIRS = 5

const IMPORT: Turn = {
  ...{ name: 'import', weight: 7 },
  async run(parts) {
    const { account, fresh } = parts
    const key = freeKey(parts)
    if (!key || account.world.pairs.length >= MOST_PAIRS) return
    const name = fresh()
    account.keys.set(name, key)
    const outcome = await account.cloud.importPair(name, key.line)
    await settle(parts, `import ${name}`, { outcome, after: withPair(account.world, name) })
  },
}

const CREATE: Turn = {
  ...{ name: 'create', weight: 1 },
  async run(parts) {
    const { account, fresh } = parts
    if (account.world.pairs.length >= MOST_PAIRS) return
    const name = fresh()
    const outcome = await account.cloud.createPair(name)
    // Of one that was cut off nobody has the private key: it is bound, and not logged in with.
    if (outcome.kind === 'done') account.keys.set(name, { line: '', privateKey: outcome.value })
    await settle(parts, `create ${name}`, { outcome, after: withPair(account.world, name) })
  },
}

const DELETE: Turn = {
  ...{ name: 'delete', weight: 5 },
  async run(parts) {
    const { account, random } = parts
    const bound = new Set(Object.values(account.world.instances).flatMap(({ pairs }) => pairs))
    const name = random.of(account.world.pairs.filter((pair) => !bound.has(pair)))
    if (name === undefined) return
    const outcome = await account.cloud.deletePair(account.pair(name))
    await settle(parts, `delete ${name}`, { outcome, after: withoutPair(account.world, name) })
  },
}

const LOG_IN: Turn = {
  ...{ name: 'log in', weight: 10 },
  async run(parts) {
    const { account, random } = parts
    const instance = random.of(readable(parts))
    if (instance === undefined) return
    const { inForce = [] } = account.world.instances[instance] ?? {}
    // The last ones only: there are more and more that are gone.
    const known = [...account.keys.keys()].slice(-8)
    const pair = random.of(inForce.length > 0 && random.below(2) === 0 ? inForce : known)
    if (pair !== undefined) await expectLogin(parts, instance, pair)
  },
}

export const PAIR_TURNS: readonly Turn[] = [IMPORT, CREATE, DELETE, LOG_IN]
