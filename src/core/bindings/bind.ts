import type { Call } from '../call.ts'
import { type Core, changeInstances } from '../core.ts'
import type { Stores } from '../database.ts'
import type { AccessChange } from '../instances/change-access.ts'
import { changeAccess } from '../instances/change-access.ts'
import { admit, type Outcome } from '../instances/admit.ts'
import type { Instance } from '../instances/instance.ts'
import { lookAtMachines } from '../instances/look-at-machines.ts'
import { resolveKeyPairs } from '../key-pairs/find.ts'
import type { KeyPair, KeyPairReference } from '../key-pairs/key-pair.ts'
import { scopeOf } from '../key-pairs/add.ts'
import { recordOperation } from '../operations/begin.ts'
import type { Operation } from '../operations/operation.ts'
import { checkEnds, type PlannedEnd, planEnds, planLimits, writeEnds } from './ends.ts'
import type { BindingRules } from './rules.ts'

export interface BindRequest {
  readonly keyPairs: readonly KeyPairReference[]
  readonly instanceIds: readonly string[]
  /** The machine may be switched off for it. */
  readonly isForced?: boolean
  /** The change is made on the running machine. */
  readonly isLive?: boolean
  /** For binding and limiting: when it ends by itself; absent: never. */
  readonly expiresAtMs?: number
  /** For unbinding: only what is bound until then, neither longer nor for good. */
  readonly boundUntilMs?: number
}

export interface BindResult {
  readonly keyPairs: readonly KeyPair[]
  readonly outcomes: readonly Outcome[]
}

/**
 * Binds key pairs to instances. Password login is off from then on. Keys added by hand inside the machine are not
 * touched. Faults: keyPairNotFound, then those of `admit`.
 */
export function bindKeyPairs(
  core: Core,
  call: Call,
  rules: BindingRules,
  request: BindRequest,
): Promise<BindResult> {
  return changeBindings(core, call, { rules, request, verb: 'bound' }, decideBind(rules))
}

/** The access that an instance is to have; undefined where there is nothing to do. Faults: why it may not have it. */
type Decide = (
  instance: Instance,
  keyPairs: readonly KeyPair[],
  hasOtherEnd: boolean,
) => AccessChange | undefined

/** What a call does with bindings; `limited`: what is bound for good gets an end. */
type Verb = 'bound' | 'unbound' | 'limited'

/** What binding by these rules makes of an instance. */
export function decideBind(rules: BindingRules): Decide {
  return (instance, keyPairs, hasOtherEnd) => {
    const ids = keyPairs.map(({ id }) => id)
    const keyPairIds = rules.secondBind === 'append' ? [...new Set([...instance.keyPairIds, ...ids])] : ids
    // Asked again for what is wanted already: nothing to do, unless it should have been in force by now.
    const isSame = isSameSet(keyPairIds, instance.keyPairIds) && !hasOtherEnd
    const isWanted = !instance.allowsPassword && isSame
    const isApplied =
      rules.takesEffect === 'atNextBoot' || instance.appliedVersion === instance.desiredVersion
    return isWanted && isApplied ? undefined : { keyPairIds, allowsPassword: false }
  }
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one))
}

/** All of them: resolve the pairs, admit the instances, write what is wanted, begin what has to be done. */
export async function changeBindings(
  core: Core,
  call: Call,
  { rules, request, verb }: { rules: BindingRules; request: BindRequest; verb: Verb },
  decide: Decide,
): Promise<BindResult> {
  await lookAtMachines(core, call, { rules, instanceIds: request.instanceIds })
  const begun: Operation[] = []
  const result = await changeInstances(core, call, {
    instanceIds: request.instanceIds,
    work: async (tx: Stores) => {
      const keyPairs = await resolveKeyPairs(tx, scopeOf(call, rules), request.keyPairs)
      const outcomes = await admit(
        tx,
        call,
        { rules, instanceIds: request.instanceIds },
        async (instance) => {
          const { wanted, ends } = await decideAt(tx, instance, { keyPairs, request, verb, decide })
          if (!wanted) return noteNothingToDo({ core, tx, call }, instance, rules)
          begun.push(...(await changeAccess({ core, tx, call }, instance, wanted, { ...request, ...rules })))
          await writeEnds(tx, ends)
          call.trail.add({
            what: 'binding',
            verb: verb === 'limited' ? 'modified' : verb,
            subject: instance.id,
            detail: keyPairs.map(({ id }) => id).join(),
          })
        },
      )
      return { keyPairs, outcomes }
    },
  })
  core.dispatcher.wake(begun)
  return result
}

/** What becomes of the access of an instance and of the ends of its bindings; writes nothing. */
export async function decideAt(
  stores: Stores,
  instance: Instance,
  {
    keyPairs,
    request: { expiresAtMs, boundUntilMs },
    verb,
    decide,
  }: {
    readonly keyPairs: readonly KeyPair[]
    readonly request: BindRequest
    readonly verb: Verb
    readonly decide: Decide
  },
): Promise<{ readonly ends: readonly PlannedEnd[]; readonly wanted: AccessChange | undefined }> {
  if (boundUntilMs !== undefined) await checkEnds(stores, instance, { keyPairs, boundUntilMs })
  const ends = await endsBy(verb, stores, instance, { keyPairs, expiresAtMs })
  const hasOtherEnd = ends.some(({ isOther }) => isOther)
  return { ends, wanted: decide(instance, keyPairs, hasOtherEnd) }
}

async function endsBy(
  verb: Verb,
  ...[stores, instance, { keyPairs, expiresAtMs }]: Parameters<typeof planEnds>
): Promise<readonly PlannedEnd[]> {
  if (verb === 'bound') return planEnds(stores, instance, { keyPairs, expiresAtMs })
  const isLimited = verb === 'limited' && expiresAtMs !== undefined
  return isLimited ? planLimits(stores, instance, { keyPairs, expiresAtMs }) : []
}

/** Where every accepted call is shown as an operation, one that had nothing to do is shown as done. */
async function noteNothingToDo(
  parts: { readonly core: Core; readonly tx: Stores; readonly call: Call },
  instance: Instance,
  { takesEffect }: BindingRules,
): Promise<void> {
  if (takesEffect !== 'atOnce') return
  const latestOperationId = await recordOperation(parts, instance)
  await parts.tx.instances.update(instance, { operationId: undefined }, { latestOperationId })
}
