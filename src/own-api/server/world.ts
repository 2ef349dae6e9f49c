import type { FaultRule } from '../../world/fault-rule.ts'
import type { SnapshotEntry } from '../../world/snapshot-shelf.ts'
import type { ClockState, WorldControl } from '../../world/world-control.ts'
import { WorldError, type WorldProblem } from '../../world/world-error.ts'
import type { Held } from '../../world/world-holds.ts'
import type { OwnContext } from './context.ts'
import { api } from './implementer.ts'
import { Problem } from './problem.ts'
import { isoTime } from './texts.ts'

const STATUS: Readonly<Record<WorldProblem, number>> = {
  invalid: 400,
  unknown: 404,
  taken: 409,
  unsupported: 409,
}

export const world = api.world.router({
  show: api.world.show.handler(({ context }) =>
    inWorld(context, async (control) => {
      const { clock, seedNumber, holds, faults, snapshots } = await control.state()
      return {
        ...{ clock: tellClock(clock), ...(seedNumber === undefined ? {} : { seedNumber }) },
        ...{
          holds: holds.map(tellHeld),
          faults: faults.map(tellRule),
          snapshots: snapshots.map(tellSnapshot),
        },
      }
    }),
  ),

  reset: api.world.reset.handler(({ context, input: { account } }) =>
    inWorld(context, (control) => control.reset({ account })),
  ),

  snapshots: {
    list: api.world.snapshots.list.handler(({ context }) =>
      inWorld(context, async (control) => ({ items: (await control.listSnapshots()).map(tellSnapshot) })),
    ),
    save: api.world.snapshots.save.handler(({ context, input: { name } }) =>
      inWorld(context, async (control) => tellSnapshot(await control.saveSnapshot(name))),
    ),
    load: api.world.snapshots.load.handler(({ context, input: { name } }) =>
      inWorld(context, (control) => control.loadSnapshot(name)),
    ),
    remove: api.world.snapshots.remove.handler(({ context, input: { name } }) =>
      inWorld(context, (control) => control.removeSnapshot(name)),
    ),
  },

  clock: {
    set: api.world.clock.set.handler(({ context, input: { mode, at } }) =>
      inWorld(context, (control) => {
        if (mode === 'held')
          return tellClock(control.holdClock(at === undefined ? undefined : Date.parse(at)))
        if (at !== undefined) throw new Problem(400, 'at: only a held clock can be set')
        return tellClock(control.useRealClock())
      }),
    ),
    advance: api.world.clock.advance.handler(({ context, input: { byMs } }) =>
      inWorld(context, async (control) => tellClock(await control.advanceClock(byMs))),
    ),
  },

  holds: {
    hold: api.world.holds.hold.handler(({ context, input: { instance: id, ...key } }) =>
      inWorld(context, async (control) => tellHeld(await control.hold({ ...key, id }))),
    ),
    release: api.world.holds.release.handler(({ context, input: { instance: id, ...key } }) =>
      inWorld(context, async (control) => tellHeld(await control.release({ ...key, id }))),
    ),
  },

  faults: {
    list: api.world.faults.list.handler(({ context }) =>
      inWorld(context, (control) => ({ items: control.listFaults().map(tellRule) })),
    ),
    add: api.world.faults.add.handler(({ context, input }) =>
      inWorld(context, (control) => {
        refuseUnknown(context, input.match)
        return tellRule(control.addFault(input))
      }),
    ),
    remove: api.world.faults.remove.handler(({ context, input: { id } }) =>
      inWorld(context, (control) => control.removeFault(id)),
    ),
  },
})

/** In strict mode it is as if none of it were there. */
async function inWorld<T>(
  { world: control }: OwnContext,
  work: (control: WorldControl) => T | Promise<T>,
): Promise<T> {
  if (!control) throw new Problem(404, 'the world is controlled in stand-in mode only')
  try {
    return await work(control)
  } catch (error) {
    if (error instanceof WorldError) throw new Problem(STATUS[error.problem], error.message)
    throw error
  }
}

/** A rule with a word misspelt would never hit, and nobody would know why. */
function refuseUnknown(
  { dialects }: OwnContext,
  match: { readonly dialect?: string | undefined; readonly action?: string | undefined },
): void {
  const { dialect, action } = match
  const meant = dialects.filter(({ id }) => dialect === undefined || id === dialect)
  if (meant.length === 0) {
    const known = dialects.map(({ id }) => id).join(', ')
    throw new Problem(
      400,
      `match.dialect: there is no dialect ${JSON.stringify(dialect)}; known are: ${known}`,
    )
  }
  if (action === undefined) return
  const services = meant.flatMap(({ actions, siblings }) => [{ actions }, ...siblings])
  const isKnown = services.some(({ actions }) => actions.some(({ name }) => name === action))
  if (!isKnown) throw new Problem(400, `match.action: there is no action ${JSON.stringify(action)}`)
}

function tellClock({ mode, nowMs }: ClockState) {
  return { mode, now: isoTime(nowMs) }
}

function tellSnapshot({ name, takenAtMs, rows }: SnapshotEntry) {
  return { name, takenAt: isoTime(takenAtMs), rows }
}

function tellHeld({ dialect, account, id, action }: Held) {
  return { dialect, account, instance: id, ...(action === undefined ? {} : { action }) }
}

/** What was left out stays out: a contract's optional field is absent, not undefined. */
function tellRule({ id, on, match, fault, nth, rate, times, matched, injected }: FaultRule) {
  return { id, on, match, fault, nth, rate, times, matched, injected }
}
