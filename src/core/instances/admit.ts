import type { Call } from '../call.ts'
import type { Stores } from '../database.ts'
import { Fault, isFault } from '../fault.ts'
import { findObstacle, type InstanceCheck } from './checks.ts'
import type { Instance, InstanceState } from './instance.ts'

/** How a call over several instances is let in. */
export interface AdmissionRules {
  /** `allOrNothing`: the first obstacle refuses the whole call. `perInstance`: each instance has its own outcome. */
  readonly mode: 'allOrNothing' | 'perInstance'
  /** Whether an unknown id refuses the call or only itself; `refusesCall` is implied by `allOrNothing`. */
  readonly unknown: 'refusesCall' | 'refusesInstance'
  /** Whether a call of which every instance was refused is itself refused, with the first reason. */
  readonly allRefused: 'answers' | 'refusesCall'
  /** An id is known in the region of the call only. */
  readonly isRegional: boolean
  /** The machine itself is looked at before the call is let in; see `lookAtMachines`. */
  readonly looksAtMachine?: boolean
  readonly checks: readonly InstanceCheck[]
  readonly allowedStates: readonly InstanceState[]
  /** A reason of the dialect's own; asked once per instance, and only when `checks` found nothing. */
  obstacle?(instance: Instance, stores: Stores): Fault | undefined | Promise<Fault | undefined>
}

/** What became of one instance of a call. */
export interface Outcome {
  readonly instanceId: string
  readonly fault?: Fault
  /** The instance as it was before the call; absent when it is unknown. */
  readonly instance?: Instance
}

/**
 * Checks every instance of a call and runs `act` on those that pass, in the order given, each id once.
 * Faults: instanceNotFound with all unknown ids, then whatever the checks and `act` find.
 */
export async function admit(
  tx: Stores,
  call: Call,
  request: { readonly rules: AdmissionRules; readonly instanceIds: readonly string[] },
  act: (instance: Instance) => Promise<void>,
): Promise<readonly Outcome[]> {
  const { rules } = request
  const ids = [...new Set(request.instanceIds)]
  const known = await findKnown(tx, call, { rules, ids })
  const checked: Outcome[] = []
  for (const id of ids)
    checked.push(await check(tx, { id, instance: known.get(id), rules, action: call.action }))
  if (rules.mode === 'allOrNothing') throwFirst(checked)

  const outcomes: Outcome[] = []
  for (const outcome of checked) {
    outcomes.push(
      rules.mode === 'allOrNothing' ? await actOrThrow(outcome, act) : await actOrNote(outcome, act),
    )
  }
  if (rules.allRefused === 'refusesCall' && outcomes.every(({ fault }) => fault)) throwFirst(outcomes)
  return outcomes
}

/** The instances of a call by id. Fault: instanceNotFound, where the rules refuse a call for an unknown id. */
export async function findKnown(
  stores: Stores,
  { account, dialect, region }: Call,
  {
    rules,
    ids,
  }: {
    readonly rules: Pick<AdmissionRules, 'mode' | 'unknown' | 'isRegional'>
    readonly ids: readonly string[]
  },
): Promise<ReadonlyMap<string, Instance>> {
  const owner = { account, dialect, ...(rules.isRegional ? { region } : {}) }
  const rows = await stores.instances.findByIds(owner, ids)
  const known = new Map(rows.map((instance) => [instance.id, instance]))
  const unknown = ids.filter((id) => !known.has(id))
  if (unknown.length > 0 && (rules.mode === 'allOrNothing' || rules.unknown === 'refusesCall')) {
    const gone = await stores.operations.findTerminated({ account, dialect }, unknown)
    throw new Fault('instanceNotFound', { ids: unknown, areGone: gone.size === unknown.length })
  }
  return known
}

async function actOrThrow(outcome: Outcome, act: (instance: Instance) => Promise<void>): Promise<Outcome> {
  if (outcome.instance) await act(outcome.instance)
  return outcome
}

/** `act` writes nothing before its last reason to refuse, so a fault concerns this instance only. */
async function actOrNote(outcome: Outcome, act: (instance: Instance) => Promise<void>): Promise<Outcome> {
  if (outcome.fault) return outcome
  try {
    return await actOrThrow(outcome, act)
  } catch (error) {
    if (isFault(error)) return { ...outcome, fault: error }
    throw error
  }
}

async function check(
  tx: Stores,
  {
    id,
    instance,
    ...asked
  }: { id: string; instance: Instance | undefined; rules: AdmissionRules; action: string },
): Promise<Outcome> {
  if (!instance) return { instanceId: id, fault: new Fault('instanceNotFound', { ids: [id] }) }
  const fault = await findRefusal(tx, instance, asked)
  return { instanceId: id, instance, ...(fault ? { fault } : {}) }
}

/** Why these rules do not let an instance in; undefined when they do. */
export async function findRefusal(
  stores: Stores,
  instance: Instance,
  { rules, action }: { readonly rules: AdmissionRules; readonly action: string },
): Promise<Fault | undefined> {
  const checked = findObstacle(instance, rules.checks, { action, allowedStates: rules.allowedStates })
  return checked ?? rules.obstacle?.(instance, stores)
}

function throwFirst(outcomes: readonly Outcome[]): void {
  const refused = outcomes.find(({ fault }) => fault)
  if (refused?.fault) throw refused.fault
}
