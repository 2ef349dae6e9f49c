import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import type { Stores } from '../database.ts'
import { Fault } from '../fault.ts'
import { beginOperation } from '../operations/begin.ts'
import type { Operation } from '../operations/operation.ts'
import { type Plan, planAccess } from '../operations/plans.ts'
import type { Instance } from './instance.ts'
import type { InstanceChanges } from './store.ts'

/** The desired access that a call asks for; what is left out stays. */
export interface AccessChange {
  readonly keyPairIds?: readonly string[]
  readonly allowsPassword?: boolean
  readonly passwordHash?: string
}

interface HowToChange {
  readonly takesEffect: 'atOnce' | 'atNextBoot'
  readonly isForced?: boolean
  readonly isLive?: boolean
}

/**
 * How a change of access comes to the machine: by an operation of this plan, or, where there is none, with the next boot.
 * Fault: instanceBusy.
 */
export function planChange(
  core: Pick<Core, 'drivers'>,
  instance: Instance,
  { takesEffect, isLive = false }: HowToChange,
): Plan | undefined {
  const { id, state, currentOperationId } = instance
  // Who writes asks again by his statement: another call may have come in between.
  if (currentOperationId !== undefined) throw new Fault('instanceBusy', { id, state, isSameAction: false })
  const { capabilities } = core.drivers.get(instance.driver)
  const isNow = takesEffect === 'atOnce' || (capabilities.appliesLive && state === 'running')
  return isNow ? planAccess(state, { isLive, capabilities }) : undefined
}

/**
 * Writes a new desired access. With `atOnce`, or a driver that applies live, an operation brings it to the machine
 * now and is returned; otherwise it stays pending until the next boot.
 * Fault: instanceBusy, before anything of this instance is written.
 */
export async function changeAccess(
  parts: { readonly core: Core; readonly tx: Stores; readonly call: Call },
  instance: Instance,
  wanted: AccessChange,
  how: HowToChange,
): Promise<readonly Operation[]> {
  const { keyPairIds, ...fields } = wanted
  const changes: InstanceChanges = { ...fields, desiredVersion: instance.desiredVersion + 1 }
  const plan = planChange(parts.core, instance, how)
  const begun: Operation[] = []
  if (plan) {
    const unbinds = keyPairIds ? instance.keyPairIds.filter((id) => !keyPairIds.includes(id)) : []
    const options = { changes, unbinds, isForced: how.isForced ?? false }
    begun.push(await beginOperation(parts, instance, plan, options))
  } else {
    await writeFree(parts.tx, instance, changes)
  }
  if (keyPairIds) await parts.tx.bindings.replace(instance, keyPairIds, parts.call.nowMs)
  return begun
}

async function writeFree(tx: Stores, instance: Instance, changes: InstanceChanges): Promise<void> {
  const { id, state } = instance
  if (await tx.instances.update(instance, { operationId: undefined, state }, changes)) return
  throw new Fault('instanceBusy', { id, state, isSameAction: false })
}
