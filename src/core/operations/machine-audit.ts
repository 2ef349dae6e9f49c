import type { AuditRow, MachineChange } from '../audit/audit-row.ts'
import type { Instance } from '../instances/instance.ts'
import { sha256Fingerprint } from '../key-pairs/public-key.ts'
import { type AccessState, keyDifference } from '../machines/access-state.ts'
import type { Applied } from '../machines/driver.ts'
import type { Operation } from './operation.ts'
import type { Worker } from './worker.ts'

/** A step that was done at a machine, or failed there. */
interface Place {
  readonly operation: Operation
  readonly instance: Instance
}

/**
 * What a machine got, for the audit log; undefined: it had it already. A process that died between the machine and its
 * row left a machine that needs no change any more: then the difference is that to the last row of the machine.
 */
export async function appliedChange(
  worker: Worker,
  place: Place,
  { desired, applied }: { readonly desired: AccessState; readonly applied: Applied },
): Promise<MachineChange | undefined> {
  const { operation, instance } = place
  // Somebody else brought a newer one, and tells of it.
  if (applied.version !== desired.version) return undefined
  const { changed } = applied
  if (!changed && desired.version <= instance.appliedVersion) return undefined
  const wanted = fingerprints(desired.publicKeys)
  const last = changed && !desired.isRescue ? undefined : await worker.database.audit.lastOnMachine(instance)
  // A rescue system has no keys; those on the disk stay.
  const keys = desired.isRescue ? (last?.keys ?? []) : wanted
  const differs = changed
    ? { cameKeys: fingerprints(changed.cameKeys), wentKeys: fingerprints(changed.wentKeys) }
    : keyDifference(last?.keys ?? (operation.attempt > 1 ? [] : keys), keys)
  return {
    ...base(place, desired.version),
    ...{ keys, ...differs },
    ...(changed?.password ? { password: changed.password } : {}),
    ...(changed?.isPasswordNew ? { isPasswordNew: true } : {}),
  }
}

/** All that was managed went, with the disk or the machine: as far as the log tells what was there. */
export async function emptiedChange(worker: Worker, place: Place): Promise<MachineChange> {
  const { instance } = place
  const last = await worker.database.audit.lastOnMachine(instance)
  const wentKeys = last?.keys ?? fingerprints(await worker.database.bindings.publicKeysOf(instance))
  return { ...base(place, instance.appliedVersion), cameKeys: [], wentKeys, keys: [] }
}

export function failedChange(place: Place, message: string): MachineChange {
  const none = { cameKeys: [], wentKeys: [], keys: [] }
  return { ...base(place, place.instance.desiredVersion), ...none, message }
}

export function machineRow(
  { clock }: Pick<Worker, 'clock'>,
  { operation, instance }: Place,
  { machine, outcome }: { readonly machine: MachineChange; readonly outcome: 'ok' | 'failed' },
): AuditRow {
  const { account, dialect, action, requestId } = operation
  const nobody = { user: '', accessKeyId: '', sourceAddress: '' }
  const { region } = instance
  return {
    ...{ atMs: clock.now(), account, dialect, region, action, requestId },
    ...{ ...nobody, outcome, changes: [], machine },
  }
}

type Facts = Omit<MachineChange, 'cameKeys' | 'wentKeys' | 'keys'>

function base({ operation, instance }: Place, version: number): Facts {
  const { id, driver, address, loginUser } = instance
  const step = operation.steps[operation.step]?.name ?? ''
  return { instance: id, driver, address, loginUser, step, isUndoing: operation.isUndoing, version }
}

function fingerprints(keys: readonly string[]): readonly string[] {
  return keys.map((key) => sha256Fingerprint(Buffer.from(key.split(' ')[1] ?? '', 'base64')))
}
