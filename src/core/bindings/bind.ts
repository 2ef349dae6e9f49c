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
import type { BindingRules } from './rules.ts'

export interface BindRequest {
  readonly keyPairs: readonly KeyPairReference[]
  readonly instanceIds: readonly string[]
  /** The machine may be switched off for it. */
  readonly isForced?: boolean
  /** The change is made on the running machine. */
  readonly isLive?: boolean
  /** For binding: when it ends by itself; absent: never. */
  readonly expiresAtMs?: number
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
  return changeBindings(core, call, { rules, request, verb: 'bound' }, (instance, keyPairs) => {
    const ids = keyPairs.map(({ id }) => id)
    const keyPairIds = rules.secondBind === 'append' ? [...new Set([...instance.keyPairIds, ...ids])] : ids
    // Asked again for what is wanted already: nothing to do, unless it should have been in force by now.
    const isWanted = !instance.allowsPassword && isSameSet(keyPairIds, instance.keyPairIds)
    const isApplied =
      rules.takesEffect === 'atNextBoot' || instance.appliedVersion === instance.desiredVersion
    return isWanted && isApplied ? undefined : { keyPairIds, allowsPassword: false }
  })
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one))
}

/** Both directions: resolve the pairs, admit the instances, write what is wanted, begin what has to be done. */
export async function changeBindings(
  core: Core,
  call: Call,
  { rules, request, verb }: { rules: BindingRules; request: BindRequest; verb: 'bound' | 'unbound' },
  decide: (instance: Instance, keyPairs: readonly KeyPair[]) => AccessChange | undefined,
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
          const wanted = decide(instance, keyPairs)
          const end = { keyPairs, expiresAtMs: request.expiresAtMs }
          if (!wanted) {
            if (verb === 'bound') await noteEnd(tx, instance, end)
            return noteNothingToDo({ core, tx, call }, instance, rules)
          }
          begun.push(...(await changeAccess({ core, tx, call }, instance, wanted, { ...request, ...rules })))
          if (verb === 'bound') await noteEnd(tx, instance, end)
          call.trail.add({
            what: 'binding',
            verb,
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

/** A binding that had an end loses it when it is asked for without one; one without an end does not get one. */
async function noteEnd(
  tx: Stores,
  { account, dialect, id: instanceId, keyPairIds }: Instance,
  {
    keyPairs,
    expiresAtMs,
  }: { readonly keyPairs: readonly KeyPair[]; readonly expiresAtMs: number | undefined },
): Promise<void> {
  const temporary = await tx.temporaryBindings.ofInstance({ account, dialect, instanceId })
  for (const { id: keyPairId } of keyPairs) {
    const key = { account, dialect, instanceId, keyPairId }
    const hasEnd = temporary.some((one) => one.keyPairId === keyPairId)
    if (expiresAtMs === undefined) {
      if (hasEnd) await tx.temporaryBindings.remove(key)
    } else if (hasEnd || !keyPairIds.includes(keyPairId)) {
      const times = { expiresAtMs, dueAtMs: expiresAtMs, endingAtMs: undefined }
      await tx.temporaryBindings.put({ ...key, ...times })
    }
  }
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
