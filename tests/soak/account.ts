import { setTimeout as wait } from 'node:timers/promises'

import type { Cloud, PairName } from './cloud.ts'
import type { Key } from './keys.ts'
import type { Outcome } from './outcome.ts'
import type { OwnApi, ToldInstance } from './own-api.ts'
import { matching, textOf, type World } from './world.ts'

/** Looks, half a second apart at most: a worker that died is waited for ten to fifteen seconds, and may die in turn. */
const MOST_LOOKS = 360
const FIRST_LOOK_MS = 40
const LONGEST_LOOK_MS = 500

/** What is there, and under which ids. */
export interface Seen {
  readonly world: World
  readonly told: ReadonlyMap<string, ToldInstance>
  /** Pairs by name. */
  readonly ids: ReadonlyMap<string, PairName>
}

/** What one lane knows of its account, always compared with what is there. */
export class Account {
  readonly cloud: Cloud
  readonly own: OwnApi
  /** By the name of the pair. */
  readonly keys = new Map<string, Key>()
  world: World = { instances: {}, pairs: [] }
  #seen: Seen | undefined
  readonly #complain: (flaw: string) => void

  constructor(cloud: Cloud, own: OwnApi, complain: (flaw: string) => void) {
    this.cloud = cloud
    this.own = own
    this.#complain = complain
  }

  /** What is there at the beginning. */
  async open(): Promise<void> {
    this.#seen = await this.look()
    this.world = this.#seen.world
  }

  /** One of these is to be there now; another one is a flaw, and believed from then on. */
  async expect(what: string, believed: readonly World[]): Promise<void> {
    this.#seen = await this.look()
    const world = matching(believed, this.#seen.world)
    if (!world) {
      const wanted = believed.map(textOf).join(' or ')
      this.#complain(`${what}: there is ${textOf(this.#seen.world)}, not ${wanted}`)
    }
    this.world = world ?? this.#seen.world
  }

  /** Until what is seen is this; else it is a flaw. */
  async expectSoon(what: string, believed: World): Promise<void> {
    await this.#until(what, async () => {
      this.#seen = await this.look()
      return textOf(this.#seen.world) === textOf(believed) ? true : undefined
    })
    await this.expect(what, [believed])
  }

  instance(name: string): ToldInstance {
    const found = this.#seen?.told.get(name)
    if (!found) throw new Error(`nobody has seen an instance ${name}`)
    return found
  }

  pair(name: string): PairName {
    const found = this.#seen?.ids.get(name)
    if (!found) throw new Error(`nobody has seen a pair ${name}`)
    return found
  }

  /** Everything, when no operation is under way any more. */
  async look(): Promise<Seen> {
    const seen = await this.#until('operations end', async () => {
      const [instances, pairs] = [await this.own.instances(), await this.own.pairs()]
      if (instances.kind !== 'done' || pairs.kind !== 'done') {
        this.#noRefusal(instances, pairs)
        return undefined
      }
      const { items } = instances.value
      if (items.some(({ latestOperation }) => latestOperation?.outcome === 'running')) return undefined
      const failed = items.find(({ latestOperation }) => latestOperation?.outcome === 'failed')
      if (failed) this.#complain(`an operation on ${failed.id} failed: ${failed.latestOperation?.message}`)
      return seenOf(items, pairs.value.items)
    })
    return seen ?? { world: this.world, told: new Map(), ids: new Map() }
  }

  #noRefusal(...reads: readonly Outcome[]): void {
    for (const one of reads) if (one.kind === 'refused') this.#complain(`a read was refused: ${one.code}`)
  }

  /** Asks ever more slowly; undefined, and a flaw, when it does not come. */
  async #until<T>(what: string, look: () => Promise<T | undefined>): Promise<T | undefined> {
    let pauseMs = FIRST_LOOK_MS
    for (let looks = 0; looks < MOST_LOOKS; looks += 1) {
      const found = await look()
      if (found !== undefined) return found
      await wait(pauseMs)
      pauseMs = Math.min(LONGEST_LOOK_MS, 2 * pauseMs)
    }
    this.#complain(`in vain it was looked for ${MOST_LOOKS} times: ${what}`)
    return undefined
  }
}

function seenOf(items: readonly ToldInstance[], pairs: readonly PairName[]): Seen {
  const names = new Map(pairs.map(({ id, name }) => [id, name]))
  const instances = items.map(
    ({ name, state, keyPairIds }) =>
      [
        name,
        // A pair that is bound and not there has no name: what is believed never looks like that.
        { state, pairs: keyPairIds.map((id) => names.get(id) ?? `lost ${id}`), inForce: undefined },
      ] as const,
  )
  return {
    world: { instances: Object.fromEntries(instances), pairs: pairs.map(({ name }) => name) },
    told: new Map(items.map((one) => [one.name, one])),
    ids: new Map(pairs.map((one) => [one.name, one])),
  }
}
