import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import type { Fault } from '../fault.ts'
import { type AdmissionRules, findKnown, findRefusal } from './admit.ts'
import type { Instance } from './instance.ts'
import { lookAtMachine } from './look-at-machines.ts'

/** Something that could be asked of an instance, by the rules that would let it in. */
export interface Foreseen {
  readonly action: string
  readonly rules: AdmissionRules
  /** What the use case itself would find, after the rules. */
  findFault?(core: Core, instance: Instance): Promise<Fault | undefined> | Fault | undefined
}

/** Why one action would be refused now. */
export interface ForeseenRefusal {
  readonly action: string
  readonly fault: Fault
}

/**
 * Tells for each instance which actions would be refused now, whatever else their calls say; it changes nothing.
 * The order of the checks is that of the use cases. Fault: instanceNotFound.
 */
export async function foreseeRefusals(
  core: Core,
  call: Call,
  asked: { readonly instanceIds: readonly string[]; readonly actions: readonly Foreseen[] },
): Promise<readonly { readonly instanceId: string; readonly refusals: readonly ForeseenRefusal[] }[]> {
  const ids = [...new Set(asked.instanceIds)]
  const rules = { mode: 'allOrNothing', unknown: 'refusesCall', isRegional: true } as const
  const known = await findKnown(core.database, call, { rules, ids })
  const foreseen = [...known.values()].map((instance) => foreseeOne(core, instance, asked.actions))
  const refusals = new Map(await Promise.all(foreseen))
  return ids.map((instanceId) => ({ instanceId, refusals: refusals.get(instanceId) ?? [] }))
}

async function foreseeOne(
  core: Core,
  instance: Instance,
  actions: readonly Foreseen[],
): Promise<readonly [id: string, refusals: readonly ForeseenRefusal[]]> {
  // One look for all actions, and none where every one of them has an obstacle or does not care.
  let looked: ReturnType<typeof lookAtMachine> | undefined
  const refusals: ForeseenRefusal[] = []
  for (const foreseen of actions) {
    const { action, rules } = foreseen
    let fault = await findRefusal(core.database, instance, { rules, action })
    if (!fault && rules.looksAtMachine === true) fault = await (looked ??= lookAtMachine(core, instance))
    fault ??= await foreseen.findFault?.(core, instance)
    if (fault) refusals.push({ action, fault })
  }
  return [instance.id, refusals]
}
