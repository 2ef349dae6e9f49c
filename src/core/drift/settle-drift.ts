import type { Call } from '../call.ts'
import { type Core, changeInstances } from '../core.ts'
import type { AccessChange } from '../instances/change-access.ts'
import { changeAccess } from '../instances/change-access.ts'
import type { Operation } from '../operations/operation.ts'
import type { AccessCheck } from './check-access.ts'

/** What is done about a difference: nothing, the database follows the machine, or the machine follows the database. */
export type DriftMode = 'report' | 'adopt' | 'enforce'

/**
 * Does what the mode says about a drifted machine; resolves to the operation that brings both together, undefined when
 * there is nothing to do. Keys that others wrote are touched in no mode. Fault: instanceBusy.
 */
export async function settleDrift(
  core: Core,
  call: Call,
  { check, mode }: { readonly check: AccessCheck; readonly mode: DriftMode },
): Promise<Operation | undefined> {
  if (mode === 'report' || check.state !== 'drifted') return undefined
  const { instance } = check
  const begun = await changeInstances(core, call, {
    instanceIds: [instance.id],
    work: async (tx) => {
      // Both lists are in the order in which the pairs were bound.
      const publicKeys = await tx.bindings.publicKeysOf(instance)
      const isThere = (_id: string, place: number) => !check.missingKeys.includes(publicKeys[place] ?? '')
      const wanted: AccessChange =
        mode === 'enforce' ? {} : adopted(check, instance.keyPairIds.filter(isThere))
      call.trail.add({ what: 'binding', verb: 'modified', subject: instance.id, detail: mode })
      return changeAccess({ core, tx, call }, instance, wanted, { takesEffect: 'atOnce', isLive: true })
    },
  })
  core.dispatcher.wake(begun)
  return begun[0]
}

/** What somebody took away by hand is unbound; how passwords are answered stays. */
function adopted(
  { allowsPassword, wantsPassword }: AccessCheck,
  keyPairIds: readonly string[],
): AccessChange {
  const isSet = allowsPassword !== undefined && wantsPassword !== undefined
  return { keyPairIds, ...(isSet ? { allowsPassword } : {}) }
}
