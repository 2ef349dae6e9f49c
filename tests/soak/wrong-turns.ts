import type { Outcome } from './outcome.ts'
import type { Turn, TurnParts } from './turn.ts'

/** A call that must be refused, and changes nothing. Undefined: it cannot be made as things are. */
type WrongCall = (parts: TurnParts) => Promise<Outcome> | undefined

const NO_PAIR = { id: 'skey-nowhere0', name: 'nowhere' }

const WRONG_CALLS: Readonly<Record<string, WrongCall>> = {
  forged: ({ account }) => account.cloud.forge(),
  'start what is not there': ({ account }) => account.cloud.power('start', 'ins-nowhere0'),
  'bind what is not there': (parts) => {
    const { account, random } = parts
    const instance = random.of(Object.keys(account.world.instances))
    return instance === undefined ? undefined : account.cloud.bind(account.instance(instance).id, NO_PAIR)
  },
  'start what runs': ({ account, random }) => {
    const on = Object.entries(account.world.instances).filter(([, { state }]) => state === 'running')
    const [instance] = random.of(on) ?? []
    return instance === undefined ? undefined : account.cloud.power('start', account.instance(instance).id)
  },
  'delete what is bound': ({ account, random }) => {
    const bound = Object.values(account.world.instances).flatMap(({ pairs }) => pairs)
    const pair = random.of(bound)
    return pair === undefined ? undefined : account.cloud.deletePair(account.pair(pair))
  },
  'import a name again': ({ account, random, keys }) => {
    const name = random.of(account.world.pairs)
    const key = random.of(keys)
    return name === undefined || !key ? undefined : account.cloud.importPair(name, key.line)
  },
}

const WRONG: Turn = {
  ...{ name: 'wrong', weight: 10 },
  async run(parts) {
    const { account, complain, name, random } = parts
    const [what, call] = random.of(Object.entries(WRONG_CALLS)) ?? []
    const outcome = await call?.(parts)
    if (what === undefined || !outcome) return
    if (outcome.kind === 'done') complain(`${name}: ${what} was not refused`)
    await account.expect(`${name}: ${what}, ${outcome.kind}`, [account.world])
  },
}

export const WRONG_TURNS: readonly Turn[] = [WRONG]
