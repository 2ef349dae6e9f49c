import { setImmediate as nextTurn } from 'node:timers/promises'

import type { AccessState } from '../../src/core/machines/access-state.ts'
import type { Driver, Machine } from '../../src/core/machines/driver.ts'
import type { MachineStep, Ticks } from './history.ts'

/** One thing that a driver was told to do, when it began and when it was done. */
export interface Told {
  readonly instanceId: string
  readonly step: MachineStep
  /** What `apply` was given. */
  readonly access: AccessState | undefined
  readonly from: number
  /** Undefined while it is being done. */
  to: number | undefined
  /** The version that `apply` says is in force; undefined for other steps, and while it is being done. */
  version: number | undefined
}

/** Turns of the event loop that a step waits before and after its work, so that a second one would be seen with it. */
const TURNS = 2

/** The same driver, which notes every change of a machine in `told`. */
export function watchedDriver(driver: Driver, ticks: Ticks, told: Told[]): Driver {
  const watch = async <T>(
    { instanceId }: Machine,
    what: Pick<Told, 'step' | 'access'>,
    work: () => Promise<T>,
  ) => {
    const one: Told = { instanceId, ...what, from: ticks.next(), to: undefined, version: undefined }
    told.push(one)
    try {
      await turns()
      const done = await work()
      await turns()
      return { done, one }
    } finally {
      one.to = ticks.next()
    }
  }
  const plain = (step: MachineStep) => ({ step, access: undefined })
  return {
    name: driver.name,
    capabilities: driver.capabilities,
    addresses: (index, record) => driver.addresses(index, record),
    hasPower: (record) => driver.hasPower(record),
    newRecord: (machine, state) => driver.newRecord(machine, state),
    observe: (machine, signal) => driver.observe(machine, signal),
    // Not among the calls that are made here.
    reinstall: (machine, signal) => driver.reinstall(machine, signal),
    async start(machine, signal) {
      await watch(machine, plain('start'), () => driver.start(machine, signal))
    },
    async stop(machine, options, signal) {
      await watch(machine, plain('stop'), () => driver.stop(machine, options, signal))
    },
    async reboot(machine, signal) {
      await watch(machine, plain('reboot'), () => driver.reboot(machine, signal))
    },
    async remove(machine, signal) {
      await watch(machine, plain('remove'), () => driver.remove(machine, signal))
    },
    async applyAccess(machine, access, signal) {
      const work = () => driver.applyAccess(machine, access, signal)
      const { done, one } = await watch(machine, { step: 'apply', access }, work)
      one.version = done.version
      return done
    },
  }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await nextTurn()
}

/**
 * What is wrong with how the machines were told: two things at once on one machine, an access state that is older than
 * the one before, or one that did not come into force.
 */
export function flawsOf(told: readonly Told[]): readonly string[] {
  const byMachine = Map.groupBy(told, ({ instanceId }) => instanceId)
  return [...byMachine.values()].flatMap((ofOne) => {
    const inOrder = ofOne.toSorted((a, b) => a.from - b.from)
    return inOrder.flatMap((one, place) => overlapFlaw(one, inOrder[place + 1])).concat(versionFlaws(inOrder))
  })
}

function overlapFlaw(one: Told, next: Told | undefined): readonly string[] {
  if (!next || (one.to !== undefined && one.to < next.from)) return []
  return [`${one.instanceId}: ${next.step} began at ${next.from}, while ${one.step} ran from ${one.from}`]
}

function versionFlaws(inOrder: readonly Told[]): readonly string[] {
  let last = -1
  return inOrder.flatMap(({ instanceId, access, version, from }) => {
    if (!access) return []
    const flaws = [
      ...(access.version < last
        ? [`${instanceId}: version ${access.version} at ${from}, after ${last}`]
        : []),
      ...(version !== undefined && version !== access.version
        ? [`${instanceId}: version ${version} in force at ${from}, not ${access.version}`]
        : []),
    ]
    last = access.version
    return flaws
  })
}
