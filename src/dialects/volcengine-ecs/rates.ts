import type { Core } from '../../core/core.ts'
import { Fault } from '../../core/fault.ts'
import type { AdmissionRules } from '../../core/instances/admit.ts'
import { machineIdOf } from '../../core/instances/instance.ts'
import type { CallRates } from '../kit/call-rate.ts'

/**
 * Calls per second of one account in one region. Unverified: the pages have the code but no number, and do not say what
 * is counted together. Source: spec/volcengine.md §1.8.
 */
export const rates: CallRates = { countedPer: 'account', perSecond: {}, otherwise: 20 }

/** How often one instance may be bound, unbound or switched. Unverified: no page gives a number. Source: §2.10, §3.1. */
const PER_INSTANCE_AND_SECOND = 5

/** The rules with "too often" as the last reason not to operate on an instance. */
export function limited<Rules extends AdmissionRules>(core: Core, rules: Rules): Rules {
  return {
    ...rules,
    async obstacle(instance, stores) {
      const own = await rules.obstacle?.(instance, stores)
      if (own) return own
      const subject = `machine ${machineIdOf(instance)}`
      const excess = await core.rates.take(subject, PER_INSTANCE_AND_SECOND, stores)
      return excess && new Fault('instanceRateExceeded', { id: instance.id, ...excess })
    },
  }
}
