import type { z } from 'zod'

import { bindKeyPairs, type BindRequest } from '../../core/bindings/bind.ts'
import type { BindingRules } from '../../core/bindings/rules.ts'
import { ON_TOP_AT_ONCE } from '../../core/bindings/expiry.ts'
import { unbindKeyPairs } from '../../core/bindings/unbind.ts'
import type { Call } from '../../core/call.ts'
import { eachBounded } from '../../core/each-bounded.ts'
import { type Fault, isFault } from '../../core/fault.ts'
import { type Instance, machineIdOf } from '../../core/instances/instance.ts'
import type { changedInstance } from '../contract/bindings.ts'
import { ownCall, type OwnContext } from './context.ts'
import { findInstances } from './find-instances.ts'
import { KeyPairFinder } from './find-key-pair.ts'
import { findEnrolled } from './host-desk.ts'
import { knownDialect } from './known-dialect.ts'
import { Problem } from './problem.ts'
import { shortfallOf } from './shortfall.ts'
import { faultText } from './texts.ts'
import { Turns } from './turns.ts'

type ChangedInstance = z.input<typeof changedInstance>

/** In one call many instances: the driver bounds how many are written at a time, this only how many are waited for. */
const MOST_AT_A_TIME = 1_000

/** What is asked for at each instance. */
export interface Wanted {
  readonly verb: 'bind' | 'unbind'
  readonly pairs: KeyPairFinder
  readonly force: boolean
  readonly wait: boolean
  readonly replace?: boolean | undefined
  readonly forSeconds?: number | undefined
}

/** The machines that a call names, and the id or name of the key pair. */
export interface Named {
  readonly key: string
  readonly hosts: readonly string[]
  readonly instances: readonly string[]
}

export interface Target {
  readonly instance: Instance
  readonly address: string
}

/** Binds or unbinds one key pair at many instances; gives each one's result when it is there. */
export async function* changeAtInstances(
  context: OwnContext,
  { key, hosts, instances, ...asked }: Omit<Wanted, 'pairs'> & Named,
): AsyncGenerator<ChangedInstance, void, undefined> {
  const targets = await targetsOf(context, { hosts, instances })
  const wanted = { ...asked, pairs: new KeyPairFinder(context.core, key) }
  // A change that has begun goes on for who has gone.
  const turns = new Turns()
  yield* eachBounded(targets, MOST_AT_A_TIME, async (target) => {
    await turns.take()
    return changeAt(context, target, wanted)
  })
}

/** The machines that a call names, each once. @throws Problem for one that there is not, or for none */
export async function targetsOf(
  context: OwnContext,
  { hosts, instances }: Omit<Named, 'key'>,
): Promise<readonly Target[]> {
  const targets = new Map<string, Target>()
  for (const { instance, way } of await findEnrolled(context, hosts))
    targets.set(machineIdOf(instance), { instance, address: way.at(-1)?.address ?? '' })
  for (const instance of await findInstances(context, instances))
    targets.set(machineIdOf(instance), { instance, address: instance.address })
  if (targets.size === 0) throw new Problem(400, 'instances: name at least one')
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
  const { verb, forSeconds } = wanted
  const { rules, request } = await requestAt(context, call, { instance, wanted })
  const { outcomes } = await (verb === 'bind' ? bindKeyPairs : unbindKeyPairs)(core, call, rules, request)
  const fault = outcomes[0]?.fault
  if (fault) return { outcome: 'refused', message: refusalText(fault, wanted) }
  if (forSeconds !== undefined) context.expiry?.wake()
  return resultOf(context, call, { instance, wanted })
}

/** What the core is asked for at one instance, and by which rules. */
export async function requestAt(
  context: OwnContext,
  { nowMs }: Call,
  { instance, wanted }: { readonly instance: Instance; readonly wanted: Wanted },
): Promise<{ readonly rules: BindingRules; readonly request: BindRequest }> {
  const { pairs, force, forSeconds } = wanted
  const rules = rulesFor(context, instance, wanted)
  const scope = { ...instance, region: rules.isAccountWide ? '' : instance.region }
  const isLive = instance.driver === context.desk.driver || forSeconds !== undefined
  const request = {
    keyPairs: [{ id: await pairs.idAt(scope) }],
    ...{ instanceIds: [instance.id], isLive, isForced: force },
    ...(forSeconds === undefined ? {} : { expiresAtMs: nowMs + forSeconds * 1_000 }),
  }
  return { rules, request }
}

/** A cloud's own rules, or those of hosts; a temporary binding is always at once and beside what is there. */
function rulesFor(context: OwnContext, instance: Instance, wanted: Wanted): BindingRules {
  const { seeding, ownRules } = knownDialect(context.dialects, instance.dialect)
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
  context: OwnContext,
  call: Call,
  { instance, wanted }: { readonly instance: Instance; readonly wanted: Wanted },
): Promise<Result> {
  const done = { outcome: wanted.verb === 'bind' ? 'bound' : 'unbound', message: '' } as const
  const [now] = await context.core.database.instances.findByIds(instance, [instance.id])
  if (!now) return done
  const operation = now.latestOperation
  // Recorded for a call that had nothing to do: what else is pending there is not its doing.
  if (operation?.requestId === call.requestId && operation.kind === 'attribute') return done
  const isAwaited = operation?.requestId === call.requestId || now.currentOperationId !== undefined
  if (isAwaited && !wanted.wait && operation?.outcome === 'running')
    return { outcome: 'begun', message: operation.id }
  return (await shortfallOf(context, instance, isAwaited ? operation : undefined)) ?? done
}

/** In plain words; says where force would help. */
export function refusalText(fault: Fault, { force }: Pick<Wanted, 'force'>): string {
  const text = faultText(fault)
  return isRefusedAsRunning(fault) && !force
    ? `${text}: ask with force to have it switched off for this`
    : text
}

function isRefusedAsRunning({ kind, detail }: Fault): boolean {
  return kind === 'instanceState' && 'state' in detail && detail.state === 'running'
}
