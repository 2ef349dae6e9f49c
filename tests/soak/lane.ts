import { setTimeout as wait } from 'node:timers/promises'

import type { Random } from '../fuzz/random.ts'
import type { LaneParts, Turn } from './turn.ts'
import { TURNS } from './turns.ts'

/** One client that has an account for itself and does one thing after the other. */
export class Lane {
  readonly #parts: LaneParts
  #count = 0

  constructor(parts: LaneParts) {
    this.#parts = parts
  }

  async open(): Promise<void> {
    await this.#parts.account.open()
  }

  /** Until the signal; ends with nothing under way. */
  async run(signal: AbortSignal): Promise<void> {
    const { random, thinkMs, deeds, complain, name } = this.#parts
    while (!signal.aborted) {
      const turn = pick(random)
      try {
        await turn.run({ ...this.#parts, fresh: () => `s${(this.#count += 1)}` })
      } catch (error) {
        complain(`${name}, ${turn.name}: ${error instanceof Error ? error.stack : String(error)}`)
        await this.open()
      }
      deeds.turns += 1
      // It is no flaw to be told to end.
      await wait(thinkMs / 2 + random.below(thinkMs), undefined, { signal }).catch(() => undefined)
    }
  }

  /** While nothing is under way: what is there is what is believed, and the cloud's own API shows it. */
  async check(): Promise<void> {
    const { account, complain, name } = this.#parts
    await account.expect(`${name} at rest`, [account.world])
    const shown = await account.cloud.describe()
    if (shown.kind !== 'done')
      return complain(`${name}: at rest the cloud's API answers ${JSON.stringify(shown)}`)
    const byId = new Map(shown.value.map((one) => [one.id, one]))
    for (const [instance, { state, pairs }] of Object.entries(account.world.instances)) {
      const { id } = account.instance(instance)
      const one = byId.get(id)
      byId.delete(id)
      const ids = pairs.map((pair) => account.pair(pair).id)
      const isRight = one?.pairs.every((pair) => pairs.includes(pair) || ids.includes(pair))
      if (one?.state !== state || !isRight || (pairs.length > 0 && one.pairs.length === 0))
        complain(`${name}: the cloud shows ${JSON.stringify(one)}; there is ${state} with ${pairs.join()}`)
    }
    if (byId.size > 0) complain(`${name}: the cloud shows ${[...byId.keys()].join()} too`)
  }
}

const WEIGHTS = TURNS.flatMap((turn) => Array<Turn>(turn.weight).fill(turn))

function pick(random: Random): Turn {
  const turn = random.of(WEIGHTS)
  if (!turn) throw new Error('there are no turns')
  return turn
}
