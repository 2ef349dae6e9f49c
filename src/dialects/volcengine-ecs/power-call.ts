import type { Core } from '../../core/core.ts'
import { Fault } from '../../core/fault.ts'
import type { AdmissionRules } from '../../core/instances/admit.ts'
import type { Instance, StoppedMode } from '../../core/instances/instance.ts'
import { operatePower } from '../../core/instances/power.ts'
import type { ActionContext } from '../kit/action.ts'
import { boolean, states, text } from '../kit/params.ts'
import { Refusal } from '../kit/wire-error.ts'
import { ecsErrors, malformed } from './errors.ts'
import { operationErrors } from './faults.ts'
import { presentOutcomes } from './operation-details.ts'
import { limited } from './rates.ts'
import { isProtected, powerRules, type PowerVerb } from './rules.ts'
import { clientToken, given, requiredList } from './wire-types.ts'

/** What the calls on one instance take. Source: spec/volcengine.md §2.10. */
export const singleParams = {
  ClientToken: clientToken(),
  InstanceId: given(text()),
  DryRun: given(boolean().default(false)),
}

/** What the calls on many instances take. Source: spec/volcengine.md §2.10. */
export const batchParams = { InstanceIds: requiredList(100), ClientToken: clientToken() }

export const forceStop = { ForceStop: given(boolean().default(false)) }

/** Empty means the default of the account, which is to go on charging. Source: spec/volcengine.md §2.10. */
export const stoppedMode = {
  StoppedMode: given(
    text()
      .refine(
        (mode) => Object.hasOwn(STOPPED_MODES, mode),
        states({ kind: 'malformed', refusal: malformed('StoppedMode') }),
      )
      .transform((mode): StoppedMode => STOPPED_MODES[mode] ?? 'keep-charging')
      .default('keep-charging'),
  ),
}

const STOPPED_MODES: Readonly<Record<string, StoppedMode>> = {
  KeepCharging: 'keep-charging',
  StopCharging: 'stop-charging',
}

/** The answer of a call that has nothing to tell. */
type NoFields = { readonly [name in never]: unknown }

interface PowerOptions {
  readonly verb: PowerVerb
  readonly isForced?: boolean
  readonly stoppedMode?: StoppedMode
}

/** One instance: refused as a whole. Source: spec/volcengine.md §1.12, §2.10. */
export async function operateOne(
  context: ActionContext,
  { InstanceId, DryRun }: { readonly InstanceId: string; readonly DryRun: boolean },
  options: PowerOptions,
): Promise<NoFields> {
  const rules = rulesOf(context.core, options.verb, 'single')
  if (options.verb === 'terminate') await refuseSubscription(context, InstanceId, rules)
  await operatePower(context.core, context.call, rules, {
    ...options,
    instanceIds: [InstanceId],
    isDryRun: DryRun,
  })
  if (DryRun) throw new Refusal(ecsErrors.dryRun)
  return {}
}

/** Many instances: each for itself. Source: spec/volcengine.md §1.13, §2.10. */
export async function operateMany(
  { core, call }: ActionContext,
  instanceIds: readonly string[],
  options: PowerOptions,
): Promise<ReturnType<typeof presentOutcomes>> {
  const rules = rulesOf(core, options.verb, 'batch')
  return presentOutcomes(await operatePower(core, call, rules, { ...options, instanceIds }))
}

function rulesOf(core: Core, verb: PowerVerb, kind: 'single' | 'batch'): AdmissionRules {
  const rules = powerRules(verb, kind)
  return limited(core, verb === 'terminate' ? { ...rules, obstacle: deletionObstacle } : rules)
}

function deletionObstacle(instance: Instance): Fault | undefined {
  const isHeld = instance.chargeType === 'prepaid' || isProtected(instance)
  return isHeld ? new Fault('instanceProtected', { id: instance.id }) : undefined
}

/**
 * A subscription that runs cannot be deleted. The charge type of an instance never changes, so it need not be read
 * in the transaction. Source: spec/volcengine.md §2.10.
 */
async function refuseSubscription(
  { core, call }: ActionContext,
  id: string,
  { allowedStates }: AdmissionRules,
): Promise<void> {
  const { account, dialect, region } = call
  const [instance] = await core.database.instances.findByIds({ account, dialect, region }, [id])
  if (instance?.chargeType !== 'prepaid' || !allowedStates.includes(instance.state)) return
  throw new Refusal(operationErrors.chargeType)
}
