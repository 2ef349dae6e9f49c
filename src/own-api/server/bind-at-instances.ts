import { bindKeyPairs } from '../../core/bindings/bind.ts'
import type { BindingRules } from '../../core/bindings/rules.ts'
import { ON_TOP_AT_ONCE } from '../../core/bindings/expiry.ts'
import { unbindKeyPairs } from '../../core/bindings/unbind.ts'
import type { Call } from '../../core/call.ts'
import { eachBounded } from '../../core/each-bounded.ts'
import { isFault } from '../../core/fault.ts'
import { type Instance, machineIdOf } from '../../core/instances/instance.ts'
import { ownCall, type OwnContext } from './context.ts'
import { endOf } from './end-of-operation.ts'
import { findInstances } from './find-instances.ts'
import { dialectOf } from './find-key-pair.ts'
import { findEnrolled } from './host-desk.ts'
import { Problem } from './problem.ts'
import { pendingOf } from './tell-instance.ts'
import { faultText } from './texts.ts'

/** What became of the call at one instance. */
interface ChangedInstance {
  readonly id: string
  readonly dialect: string
  readonly account: string
  readonly address: string
  readonly outcome: 'bound' | 'unbound' | 'pending' | 'begun' | 'failed' | 'refused'
  readonly message: string
}

/** In one call many instances: the driver bounds how many are written at a time, this only how many are waited for. */
const MOST_AT_A_TIME = 1_000

/** What is asked for at each instance. */
interface Wanted {
  readonly verb: 'bind' | 'unbind'
  readonly key: string
  readonly force: boolean
  readonly wait: boolean
  readonly replace?: boolean | undefined
  readonly forSeconds?: number | undefined
}

interface Target {
  readonly instance: Instance
  readonly address: string
}

/** Binds or unbinds one key pair at many instances; gives each one's result when it is there. */
export async function* changeAtInstances(
  context: OwnContext,
  {
    hosts,
    instances,
    ...wanted
  }: Wanted & { readonly hosts: readonly string[]; readonly instances: readonly string[] },
): AsyncGenerator<ChangedInstance, void, undefined> {
  const targets = await targetsOf(context, { hosts, instances })
  if (targets.length === 0) throw new Problem(400, 'instances: name at least one')
  yield* eachBounded(targets, MOST_AT_A_TIME, (target) => changeAt(context, target, wanted))
}

async function targetsOf(
  context: OwnContext,
  { hosts, instances }: { readonly hosts: readonly string[]; readonly instances: readonly string[] },
): Promise<readonly Target[]> {
  const targets = new Map<string, Target>()
  for (const { instance, way } of await findEnrolled(context, hosts))
    targets.set(machineIdOf(instance), { instance, address: way.at(-1)?.address ?? '' })
  for (const instance of await findInstances(context.core, instances))
    targets.set(machineIdOf(instance), { instance, address: instance.address })
  return [...targets.values()]
}

async function changeAt(
  context: OwnContext,
  { instance, address }: Target,
  wanted: Wanted,
): Promise<ChangedInstance> {
  const { account, dialect, region, id } = instance
  const told = { id, dialect, account, address }
  const action = wanted.verb === 'bind' ? 'BindKeyPair' : 'UnbindKeyPair'
  const call = ownCall(context, { account, dialect, region, action })
  try {
    return { ...told, ...(await change(context, call, { instance, wanted })) }
  } catch (error) {
    if (!isFault(error)) throw error
    return { ...told, outcome: 'refused', message: refusalText(error, wanted) }
  }
}

type Result = Pick<ChangedInstance, 'outcome' | 'message'>

async function change(
  context: OwnContext,
  call: Call,
  { instance, wanted }: { readonly instance: Instance; readonly wanted: Wanted },
): Promise<Result> {
  const { core } = context
  const { verb, key, force, forSeconds } = wanted
  const isHost = instance.driver === context.desk.driver
  const rules = rulesFor(context, instance, wanted)
  const scope = { ...instance, region: rules.isAccountWide ? '' : instance.region }
  const [byName] = await core.database.keyPairs.findByNames(scope, [key])
  const [byId] = byName ? [] : await core.database.keyPairs.findByIds(scope, [key])
  const keyPair = byName ?? byId
  const isLive = isHost || forSeconds !== undefined
  const request = {
    keyPairs: [keyPair ? { id: keyPair.id } : { name: key }],
    ...{ instanceIds: [instance.id], isLive, isForced: force },
    ...(forSeconds === undefined ? {} : { expiresAtMs: call.nowMs + forSeconds * 1_000 }),
  }
  const { outcomes } = await (verb === 'bind' ? bindKeyPairs : unbindKeyPairs)(core, call, rules, request)
  const fault = outcomes[0]?.fault
  if (fault) return { outcome: 'refused', message: refusalText(fault, wanted) }
  if (forSeconds !== undefined) context.expiry?.wake()
  return resultOf(context, call, { instance, wanted })
}

/** A cloud's own rules, or those of hosts; a temporary binding is always at once and beside what is there. */
function rulesFor(context: OwnContext, instance: Instance, wanted: Wanted): BindingRules {
  const { seeding, ownRules } = dialectOf(context, instance.dialect)
  const { isAccountWide } = seeding.keyPairRules
  const { verb, force, replace, forSeconds } = wanted
  const isHost = instance.driver === context.desk.driver
  if (isHost || forSeconds !== undefined) {
    const secondBind = replace === true && forSeconds === undefined ? 'replace' : 'append'
    return { ...ON_TOP_AT_ONCE, isAccountWide, secondBind }
  }
  const rules = ownRules.binding(verb, force)
  return {
    ...rules,
    // Asked for again where it is done: nothing to do, also where the cloud would complain.
    unbind: { whenNoneIsBound: 'ignored', whenOthersAreBound: 'ignored' },
    ...(replace === undefined ? {} : { secondBind: replace ? 'replace' : 'append' }),
  }
}

async function resultOf(
  { core }: OwnContext,
  call: Call,
  { instance, wanted }: { readonly instance: Instance; readonly wanted: Wanted },
): Promise<Result> {
  const done = { outcome: wanted.verb === 'bind' ? 'bound' : 'unbound', message: '' } as const
  const [now] = await core.database.instances.findByIds(instance, [instance.id])
  if (!now) return done
  const operation = now.latestOperation
  // Recorded for a call that had nothing to do: what else is pending there is not its doing.
  if (operation?.requestId === call.requestId && operation.kind === 'attribute') return done
  if (operation && (operation.requestId === call.requestId || now.currentOperationId !== undefined)) {
    if (!wanted.wait && operation.outcome === 'running') return { outcome: 'begun', message: operation.id }
    const { outcome, message } = await endOf(core, operation)
    if (outcome === 'failed') return { outcome, message }
  }
  const [after = now] = await core.database.instances.findByIds(instance, [instance.id])
  const pending = pendingOf(after)
  if (!pending) return done
  return { outcome: 'pending', message: PENDING[pending.reason] }
}

const PENDING = {
  operationRunning: 'an operation runs',
  operationFailed: 'the last operation failed',
  machineOff: 'in force when the machine has started',
  nextBoot: 'in force from the next boot on',
} as const

function refusalText(fault: Parameters<typeof faultText>[0], { force }: Wanted): string {
  const text = faultText(fault)
  return fault.kind === 'instanceState' && !force && text.endsWith('is running')
    ? `${text}: ask with force to have it switched off for this`
    : text
}
