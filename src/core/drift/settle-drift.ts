import type { Call } from '../call.ts'
import { type Core, changeInstances } from '../core.ts'
import type { Stores } from '../database.ts'
import { Fault } from '../fault.ts'
import type { AccessChange } from '../instances/change-access.ts'
import { changeAccess } from '../instances/change-access.ts'
import type { Instance } from '../instances/instance.ts'
import type { Operation } from '../operations/operation.ts'
import type { AccessCheck } from './check-access.ts'

/** What is done about a difference: nothing, the database follows the machine, or the machine follows the database. */
export type DriftMode = 'report' | 'adopt' | 'enforce'

/**
 * Does what the mode says about a drifted machine; resolves to the operation that brings both together, undefined when
 * there is nothing to do. `changed`: others changed its access while it was looked at, so what was found says nothing any
 * more, and nothing is done. Keys that others wrote are touched in no mode. Faults: instanceNotFound, instanceBusy.
 */
export async function settleDrift(
  core: Core,
  call: Call,
  { check, mode }: { readonly check: AccessCheck; readonly mode: DriftMode },
): Promise<Operation | 'changed' | undefined> {
  if (mode === 'report' || check.state !== 'drifted') return undefined
  const { id } = check.instance
  const begun = await changeInstances(core, call, {
    instanceIds: [id],
    work: async (tx) => {
      // The look took its time: what was read before it may be of the past.
      const [instance] = await tx.instances.findByIds(check.instance, [id])
      if (!instance) throw new Fault('instanceNotFound', { ids: [id] })
      if (isOther(check.instance, instance)) return 'changed' as const
      const wanted: AccessChange = mode === 'enforce' ? {} : await adopted(tx, instance, check)
      call.trail.add({ what: 'binding', verb: 'modified', subject: id, detail: mode })
      return changeAccess({ core, tx, call }, instance, wanted, { takesEffect: 'atOnce', isLive: true })
    },
  })
  if (begun === 'changed') return begun
  core.dispatcher.wake(begun)
  return begun[0]
}

/** The access of an instance became another one, here or on its machine, or an operation that ran has ended since then. */
function isOther(before: Instance, now: Instance): boolean {
  return (
    now.desiredVersion !== before.desiredVersion ||
    now.appliedVersion !== before.appliedVersion ||
    (before.currentOperationId !== undefined && now.currentOperationId !== before.currentOperationId)
  )
}

/** What somebody took away by hand is unbound; how passwords are answered stays. */
async function adopted(
  tx: Stores,
  instance: Instance,
  { missingKeys, allowsPassword, wantsPassword }: AccessCheck,
): Promise<AccessChange> {
  const bound = await tx.bindings.keysOf(instance)
  const there = bound.filter(({ publicKey }) => !missingKeys.includes(publicKey))
  const keyPairIds = there.map(({ keyPairId }) => keyPairId)
  const isSet = allowsPassword !== undefined && wantsPassword !== undefined
  return { keyPairIds, ...(isSet ? { allowsPassword } : {}) }
}
