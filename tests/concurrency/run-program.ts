import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'

import { vi } from 'vitest'

import { AlibabaClient, outcomeOf } from './alibaba-client.ts'
import type { Cluster } from './engines.ts'
import type { Deed, Event } from './history.ts'
import { beginning, CODES, pairName, shownAs, type State, together } from './model.ts'
import type { Command, Program } from './programs.ts'
import { numberOf } from './public-keys.ts'
import type { Told } from './watched-driver.ts'

/** What came of a program. */
export interface Run {
  readonly begin: State
  readonly history: readonly Event[]
  /** What the machines of this program were told, their beginning left out. */
  readonly told: readonly Told[]
}

/** Longest wait for the operations of a few instances, on a busy machine. */
const LONGEST_OPERATIONS_MS = 30_000
const PASSING = new Set(['Pending', 'Starting', 'Stopping'])

/**
 * Runs a program in an account of its own: whatever earlier ones left is not seen by it. `whenReady` runs when
 * everything is there and before the first client asks.
 */
export async function runProgram(
  cluster: Cluster,
  program: Program,
  whenReady: () => unknown = () => undefined,
): Promise<Run> {
  const scene = await new Scene(cluster, program).prepare()
  whenReady()
  const clients = program.clients.map(async (steps, nth) => {
    for (const { afterTurns, command } of steps) {
      for (let turn = 0; turn < afterTurns; turn += 1) await nextTurn()
      await scene.perform(nth, command)
    }
  })
  await Promise.all(clients)
  return scene.end()
}

class Scene {
  readonly #cluster: Cluster
  readonly #program: Program
  readonly #clients: readonly AlibabaClient[]
  readonly #events: Event[] = []
  readonly #pairs: Record<string, number> = {}
  #ids: readonly string[] = []
  #keys = 0
  #toldBefore = 0

  constructor(cluster: Cluster, program: Program) {
    this.#cluster = cluster
    this.#program = program
    const accessKeyId = `LTAI${randomUUID().replaceAll('-', '')}`
    this.#clients = cluster.endpoints.map((endpoint) => new AlibabaClient(endpoint, accessKeyId))
  }

  async prepare(): Promise<this> {
    const client = this.#clientAt(0)
    for (const name of this.#program.pairs) {
      const key = this.#nextKey()
      mustBeDone(await client.importPair(name, key))
      this.#pairs[name] = key
    }
    const reply = await client.runInstances({ Amount: String(this.#program.instances) })
    mustBeDone(outcomeOf(reply))
    // The shape of the answer is tested with RunInstances.
    this.#ids = (reply.body['InstanceIdSets'] as { InstanceIdSet: string[] }).InstanceIdSet
    await this.#settled()
    this.#toldBefore = this.#cluster.told.length
    return this
  }

  /** Clients are spread over the servers. */
  async perform(nth: number, command: Command): Promise<void> {
    const client = this.#clientAt(nth)
    const by = `client ${nth}`
    switch (command.ask) {
      case 'import': {
        const { pair } = command
        const key = this.#nextKey()
        return this.#note(by, { verb: 'import', pair, key }, () => client.importPair(pair, key))
      }
      case 'deletePairs': {
        const { pairs } = command
        return this.#note(by, { verb: 'deletePairs', pairs }, () => client.deletePairs(pairs))
      }
      case 'attach':
      case 'detach': {
        const { ask: verb, pair, on } = command
        const action = verb === 'attach' ? 'AttachKeyPair' : 'DetachKeyPair'
        const ids = on.map((place) => this.#idAt(place))
        return this.#note(by, { verb, pair, on }, () => client.changeBindings(action, pair, ids))
      }
      case 'start':
      case 'stop':
      case 'reboot': {
        const { ask: verb, on } = command
        return this.#note(by, { verb, on }, () => client.changePower(POWER[verb], this.#idAt(on)))
      }
      case 'terminate':
        return this.#terminate(by, client, command)
      case 'show':
        return this.#show(by, client, command.on)
      case 'listPairs':
        return this.#note(by, { verb: 'listPairs' }, () => client.listPairs())
    }
  }

  #terminate(by: string, client: AlibabaClient, { on, isForced }: { on: number; isForced: boolean }) {
    const force = { Force: String(isForced) }
    const work = () => client.changePower('DeleteInstance', this.#idAt(on), force)
    return this.#note(by, { verb: 'terminate', on, isForced }, work)
  }

  /** Waits for every operation, and looks once more at everything: nothing may stay on its way for ever. */
  async end(): Promise<Run> {
    await this.#settled()
    const client = this.#clientAt(0)
    await this.#show('the end', client, [...this.#ids.keys()])
    await this.#note('the end', { verb: 'listPairs' }, () => client.listPairs())
    const ofAll = this.#cluster.told.slice(this.#toldBefore)
    const told = ofAll.filter(({ instanceId }) => this.#ids.includes(instanceId))
    const begin = beginning(this.#ids.length, this.#pairs)
    const history = [...this.#events, ...told.map((one) => this.#eventOf(one))]
    return { begin, history, told }
  }

  async #note(by: string, deed: Deed, work: () => Promise<string>): Promise<void> {
    const from = this.#cluster.ticks.next()
    const answer = await work()
    this.#events.push({ by, deed, from, to: this.#cluster.ticks.next(), answer })
  }

  async #show(by: string, client: AlibabaClient, on: readonly number[]): Promise<void> {
    const from = this.#cluster.ticks.next()
    const shown = await client.show(on.map((place) => this.#idAt(place)))
    const to = this.#cluster.ticks.next()
    const answer = together(shown.map(({ status, pair }) => shownAs(status, pair)))
    this.#events.push({ by, deed: { verb: 'show', on }, from, to, answer })
  }

  #eventOf({ instanceId, step, access, from, to }: Told): Event {
    const keys = (access?.publicKeys ?? []).map((line) => this.#pairOf(numberOf(line))).join('+')
    const deed: Deed = { verb: 'machine', on: this.#ids.indexOf(instanceId), step, keys }
    return { by: 'a driver', deed, from, to: to ?? Number.POSITIVE_INFINITY, answer: CODES.done }
  }

  /** Each import brings a key that no other has. */
  #pairOf(key: number): string {
    const given = Object.entries(this.#pairs).find(([, number]) => number === key)
    if (given) return pairName(given[0], key)
    const deed = this.#events.map(({ deed }) => deed).find((one) => one.verb === 'import' && one.key === key)
    return deed?.verb === 'import' ? pairName(deed.pair, key) : 'a key of nobody'
  }

  async #settled(): Promise<void> {
    await vi.waitFor(
      async () => {
        const shown = await this.#clientAt(0).show(this.#ids)
        if (shown.some(({ status }) => PASSING.has(status))) throw new Error('an operation does not end')
      },
      { timeout: LONGEST_OPERATIONS_MS, interval: 2 },
    )
  }

  #nextKey(): number {
    this.#keys += 1
    return this.#keys
  }

  #clientAt(nth: number): AlibabaClient {
    const client = this.#clients[nth % this.#clients.length]
    if (!client) throw new Error('there is no server')
    return client
  }

  #idAt(place: number): string {
    const id = this.#ids[place]
    if (id === undefined) throw new Error(`there is no instance ${place}`)
    return id
  }
}

function mustBeDone(outcome: string): void {
  if (outcome !== CODES.done) throw new Error(`what a program needs was not made: ${outcome}`)
}

const POWER = { start: 'StartInstance', stop: 'StopInstance', reboot: 'RebootInstance' } as const
