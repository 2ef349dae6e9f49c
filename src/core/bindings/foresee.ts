import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import { admit, type Outcome } from '../instances/admit.ts'
import { type AccessChange, planChange } from '../instances/change-access.ts'
import { lookAtMachines } from '../instances/look-at-machines.ts'
import { scopeOf } from '../key-pairs/add.ts'
import { resolveKeyPairs } from '../key-pairs/find.ts'
import type { KeyPair } from '../key-pairs/key-pair.ts'
import type { Plan } from '../operations/plans.ts'
import { type BindRequest, decideAt, decideBind } from './bind.ts'
import type { BindingRules } from './rules.ts'

/** What binding would do to one instance. */
export interface ForeseenBinding extends Outcome {
  /** The access that it would get; absent where it is refused or has it already. */
  readonly wanted?: AccessChange
  /** How that would come to the machine; absent: with the next boot. */
  readonly plan?: Plan
}

/**
 * What `bindKeyPairs` would do now, found by the same steps in the same order; nothing is changed, begun or written
 * down. Faults: the same.
 */
export async function foreseeBinding(
  core: Core,
  call: Call,
  rules: BindingRules,
  request: BindRequest,
): Promise<{ readonly keyPairs: readonly KeyPair[]; readonly outcomes: readonly ForeseenBinding[] }> {
  const { instanceIds } = request
  await lookAtMachines(core, call, { rules, instanceIds })
  return core.database.snapshot(async (stores) => {
    const keyPairs = await resolveKeyPairs(stores, scopeOf(call, rules), request.keyPairs)
    const foreseen = new Map<string, Pick<ForeseenBinding, 'wanted' | 'plan'>>()
    const asked = { keyPairs, request, verb: 'bound', decide: decideBind(rules) } as const
    const outcomes = await admit(stores, call, { rules, instanceIds }, async (instance) => {
      const { wanted } = await decideAt(stores, instance, asked)
      if (!wanted) return
      const plan = planChange(core, instance, { ...request, ...rules })
      foreseen.set(instance.id, { wanted, ...(plan ? { plan } : {}) })
    })
    const told = outcomes.map((outcome) => ({ ...outcome, ...foreseen.get(outcome.instanceId) }))
    return { keyPairs, outcomes: told }
  })
}
