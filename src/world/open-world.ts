import type { Config } from '../config.ts'
import type { Clock } from '../core/clock.ts'
import type { Core } from '../core/core.ts'
import { randomIds, seededIds, type Ids, type SeededIds } from '../core/ids.ts'
import type { Dialect } from '../dialects/kit/dialect.ts'
import { plantSeed, readSeed } from '../seeding/load-seed.ts'
import { WorldClock } from '../core/world-clock.ts'
import type { WorldData } from '../store/world/world-data.ts'
import { FaultRules } from './fault-rules.ts'
import { laterShelf } from './later-shelf.ts'
import { MachineFaults } from './machine-faults.ts'
import { MemoryShelf } from './snapshot-shelf.ts'
import { WorldCallFaults } from './world-call-faults.ts'
import { WorldControl, type WorldParts } from './world-control.ts'
import { WorldHolds } from './world-holds.ts'

/** What the rooms of a stand-in are given before they are put together, so that the world can be controlled later. */
export class WorldHooks {
  readonly clock: WorldClock
  readonly rules: FaultRules
  readonly calls: WorldCallFaults
  readonly machines: MachineFaults
  readonly holds = new WorldHolds()
  readonly #config: Config
  #ids: SeededIds | undefined

  private constructor(config: Config, clock: Clock) {
    this.#config = config
    this.clock = new WorldClock(clock)
    this.rules = new FaultRules(config.seedNumber ?? 0)
    this.calls = new WorldCallFaults(this.rules)
    this.machines = new MachineFaults(this.rules)
  }

  /** Undefined in strict mode: there is nothing then that could hold time or let a call go wrong. */
  static open(config: Config, clock: Clock): WorldHooks | undefined {
    return config.mode === 'stand-in' ? new WorldHooks(config, clock) : undefined
  }

  /** By the seed number where there is one; data that earlier runs filled gets other ids than they gave. */
  async openIds(data: WorldData): Promise<Ids> {
    const { seedNumber } = this.#config
    if (seedNumber === undefined) return randomIds()
    this.#ids = seededIds(seedNumber, await data.beginEpoch())
    return this.#ids
  }

  /** The control, when everything is there that it controls. */
  complete(
    parts: Pick<WorldParts, 'core' | 'data' | 'operations' | 'cutSessions'> & {
      readonly dialects: readonly Dialect[]
      /** Empties what is kept in memory beside users and access keys. */
      readonly forgetMemory: () => void
    },
  ): WorldControl {
    const { core, dialects, forgetMemory, ...rest } = parts
    const { data, seedNumber } = this.#config
    return new WorldControl({
      ...{ core, auditLog: core.auditLog, clock: this.clock, faults: this.rules, holds: this.holds, ...rest },
      ...{ seedNumber, ids: this.#ids },
      shelf:
        data === 'memory'
          ? new MemoryShelf()
          : laterShelf(async () => new (await import('./file-shelf.ts')).FileShelf(data)),
      forget({ asAtStart }) {
        if (asAtStart) core.users.restart()
        else core.users.forgetAll()
        core.accessKeys.forgetAll()
        core.pages.clear()
        forgetMemory()
      },
      readSeed: this.#seedReader(core, dialects),
    })
  }

  #seedReader(core: Core, dialects: readonly Dialect[]): WorldParts['readSeed'] {
    const { seedFile } = this.#config
    if (seedFile === undefined) return undefined
    return () => {
      const seeder = { core, dialects, log: core.log, seed: readSeed(seedFile) }
      return (tx, account) => plantSeed(tx, seeder, account)
    }
  }
}
