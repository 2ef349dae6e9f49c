import type { Core } from '../core/core.ts'
import { type Instance, type InstanceKey, machineIdOf } from '../core/instances/instance.ts'
import { endHeld } from '../core/operations/end-held.ts'
import type { Holds } from '../core/operations/holds.ts'
import type { Operation } from '../core/operations/operation.ts'
import { WorldError } from './world-error.ts'

/** As long as an operation has from its begin: what was held must not be late at once when it goes on. */
const TIME_LEFT_MS = 10 * 60_000

/** An instance whose operations stay where they are, or whose seed file holds it open. */
export interface Held extends InstanceKey {
  /** Name of the call whose operation is held at the moment; undefined: the next one will be. */
  readonly action: string | undefined
}

/** Instances whose operations nobody carries on until they are released. In memory: a restart releases them. */
export class WorldHolds implements Holds {
  readonly #machines = new Map<string, InstanceKey>()
  #held: ReadonlySet<string> | undefined

  get held(): ReadonlySet<string> | undefined {
    return this.#held
  }

  /** The operation that runs stops before its next step; without one the next one stays at its beginning. */
  async hold(core: Core, key: InstanceKey): Promise<Held> {
    const instance = await findInstance(core, key)
    const { account, dialect, id } = instance
    this.#machines.set(machineIdOf(key), { account, dialect, id })
    this.#publish()
    return { account, dialect, id, action: (await findCurrent(core, instance))?.action }
  }

  /**
   * What was held goes on; what a seed file holds open ends.
   * @throws WorldError when nothing is held there
   */
  async release(core: Core, key: InstanceKey): Promise<Held> {
    const instance = await findInstance(core, key)
    const { account, dialect, id } = instance
    const wasHeld = this.#machines.delete(machineIdOf(key))
    this.#publish()
    const operation = await findCurrent(core, instance)
    const released = { account, dialect, id, action: operation?.action }
    if (operation?.kind === 'held') {
      await endHeld(core, operation, instance)
      return released
    }
    if (!wasHeld) throw new WorldError('unknown', `instance ${id} is not held`)
    if (operation) await goOn(core, operation)
    return released
  }

  async list(core: Core): Promise<readonly Held[]> {
    const held: Held[] = []
    for (const key of this.#machines.values()) {
      const [instance] = await core.database.instances.findByIds(key, [key.id])
      const operation = instance && (await findCurrent(core, instance))
      held.push({ ...key, action: operation?.action })
    }
    return held
  }

  keys(): readonly InstanceKey[] {
    return [...this.#machines.values()]
  }

  /** Without waking anybody: what is unfinished is taken up afterwards, or gone. */
  replace(keys: readonly InstanceKey[]): void {
    this.#machines.clear()
    for (const key of keys) this.#machines.set(machineIdOf(key), key)
    this.#publish()
  }

  #publish(): void {
    this.#held = this.#machines.size === 0 ? undefined : new Set(this.#machines.keys())
  }
}

async function findInstance({ database }: Core, key: InstanceKey): Promise<Instance> {
  const [instance] = await database.instances.findByIds(key, [key.id])
  if (instance) return instance
  throw new WorldError('unknown', `account ${key.account} has no instance ${key.id} of ${key.dialect}`)
}

async function findCurrent({ database }: Core, instance: Instance): Promise<Operation | undefined> {
  const { currentOperationId } = instance
  return currentOperationId === undefined ? undefined : database.operations.find(currentOperationId)
}

async function goOn({ database, clock, dispatcher }: Core, operation: Operation): Promise<void> {
  const { id, fence } = operation
  const deadlineAtMs = Math.max(operation.deadlineAtMs, clock.now() + TIME_LEFT_MS)
  await database.operations.advance(id, fence, { deadlineAtMs })
  dispatcher.wake([operation])
}
