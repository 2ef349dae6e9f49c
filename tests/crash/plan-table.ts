import type { InstanceState } from '../../src/core/instances/instance.ts'
import type { MachineCapabilities } from '../../src/core/machines/capabilities.ts'
import type { OperationKind, StepName } from '../../src/core/operations/operation.ts'
import * as plans from '../../src/core/operations/plans.ts'

/** What an operation does, as far as crashes are concerned. */
export interface Work {
  readonly kind: OperationKind
  readonly steps: readonly StepName[]
  readonly isUndoing: boolean
}

/** `power: stop, applyAccess, start`; an undoing is `undo: …`, whatever it undoes. */
export function textOf({ kind, steps, isUndoing }: Work): string {
  return `${isUndoing ? 'undo' : kind}: ${steps.join(', ') || 'no step'}`
}

const YES_OR_NO = [true, false] as const
const REST: readonly InstanceState[] = ['running', 'stopped']

/** The machines there are: a driver that writes to running machines only is the other one. */
const MACHINES: readonly MachineCapabilities[] = YES_OR_NO.flatMap((appliesLive) =>
  YES_OR_NO.map((power) => ({
    ...{ power, appliesLive, reboots: true, console: false, reinstalls: true, rescues: true },
    transitionMs: 0,
  })),
)
const SHOWS = { rebuilding: 'rebuilding', starting: 'starting' } as const

/** Every function that makes a plan, called with everything that makes a difference. A new one does not compile. */
const PLANS = {
  planCreate: () => [plans.planCreate({ first: 'pending', second: 'pending' })],
  planStart: () => MACHINES.map(plans.planStart),
  planStop: () => [plans.planStop()],
  planReboot: () => MACHINES.map(plans.planReboot),
  planIsolate: () => REST.flatMap((state) => MACHINES.map((machine) => plans.planIsolate(state, machine))),
  planTerminate: () => [plans.planTerminate()],
  planForget: () => [plans.planForget()],
  planAccess: () =>
    REST.flatMap((state) =>
      MACHINES.flatMap((capabilities) =>
        YES_OR_NO.map((isLive) => plans.planAccess(state, { isLive, capabilities })),
      ),
    ),
  planReinstall: () => REST.map((state) => plans.planReinstall(state, SHOWS)),
  planEnterRescue: () => REST.map((state) => plans.planEnterRescue(state)),
  planExitRescue: () => [plans.planExitRescue()],
} satisfies Partial<Record<keyof typeof plans, () => readonly plans.Plan[]>>

const UNDOINGS = {
  planUndo: () =>
    REST.flatMap((before) =>
      // Only a change of access leaves the machine as it was, and that neither wipes nor starts it.
      [
        ...YES_OR_NO.flatMap((isWiped) => YES_OR_NO.map((mayHaveStarted) => ({ isWiped, mayHaveStarted }))),
        { isOn: true },
      ].map((found) => plans.planUndo(before, found)),
    ),
  planUndoLive: () =>
    REST.flatMap((before) =>
      YES_OR_NO.flatMap((mayHaveStopped) =>
        YES_OR_NO.map((mayHaveStarted) => plans.planUndoLive(before, { mayHaveStopped, mayHaveStarted })),
      ),
    ),
} satisfies Partial<Record<keyof typeof plans, () => readonly plans.Plan[]>>

/** Exported functions of the step tables that the matrix does not know: there must be none. */
export function unknownPlans(): readonly string[] {
  return Object.keys(plans).filter((name) => !(name in PLANS) && !(name in UNDOINGS))
}

/** Kinds without a plan: they are over as soon as they are made, or are carried on by nobody. */
const WITHOUT_PLAN: readonly OperationKind[] = ['attribute', 'held']

/** Everything an operation can be: what the matrix has to drive, as texts. */
export function everyWork(): ReadonlySet<string> {
  const texts = (table: Readonly<Record<string, () => readonly plans.Plan[]>>, isUndoing: boolean) =>
    Object.values(table)
      .flatMap((make) => make())
      .map(({ kind, steps }) => textOf({ kind, steps: steps.map(({ name }) => name), isUndoing }))
  const planless = WITHOUT_PLAN.map((kind) => textOf({ kind, steps: [], isUndoing: false }))
  return new Set([...texts(PLANS, false), ...texts(UNDOINGS, true), ...planless])
}

/** Every kind, so that a new one does not compile until it is here. */
const KINDS = {
  ...{ create: true, power: true, access: true, reinstall: true, rescue: true, terminate: true },
  ...{ attribute: true, held: true },
} satisfies Record<OperationKind, true>

/** Every step, likewise. */
const STEPS = {
  ...{ stop: true, applyAccess: true, reinstall: true, start: true, reboot: true, remove: true },
} satisfies Record<StepName, true>

export const EVERY_KIND: readonly string[] = Object.keys(KINDS)
export const EVERY_STEP: readonly string[] = Object.keys(STEPS)
