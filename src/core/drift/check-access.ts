import type { Core } from '../core.ts'
import { desiredAccess } from '../instances/desired-access.ts'
import { type Instance, machineOf } from '../instances/instance.ts'
import type { AccessState } from '../machines/access-state.ts'
import { MachineError, type Observed } from '../machines/driver.ts'

/** A machine that has not answered within this time counts as unreachable. */
const LONGEST_CHECK_MS = 30_000

/** How the access found on a machine differs from the access wanted. */
export interface AccessCheck {
  readonly instance: Instance
  readonly state: 'in-sync' | 'drifted' | 'unreachable'
  /** Managed keys that are wanted and not there. */
  readonly missingKeys: readonly string[]
  /** Managed keys that are there and not wanted any more. */
  readonly extraKeys: readonly string[]
  /** Managed keys that are where they belong. */
  readonly keys: readonly string[]
  /** Those of `keys` that end at another time there than is wanted, or without an end. */
  readonly otherEnds: readonly string[]
  /** Lines that others wrote. They are told, and never are a difference. */
  readonly foreignKeys: readonly string[]
  /** Whether passwords are answered; undefined when nobody can say. */
  readonly allowsPassword?: boolean | undefined
  /** Whether they should be; undefined when the machine's own setting counts. */
  readonly wantsPassword?: boolean | undefined
  /** Why the machine could not be looked at; empty otherwise. */
  readonly message: string
}

/** Looks at the machine of an instance and compares it with what the database wants. Changes nothing. */
export async function checkAccess(
  core: Pick<Core, 'database' | 'drivers'>,
  instance: Instance,
  signal: AbortSignal,
): Promise<AccessCheck> {
  const wanted = await desiredAccess(core.database, instance)
  const late = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_CHECK_MS)])
  try {
    const { isReachable, access, ...observed } = await core.drivers
      .get(instance.driver)
      .observe(machineOf(instance), late)
    if (!isReachable) return unreachable(instance, 'the machine does not answer')
    if (!access) return unreachable(instance, 'the machine answers, but its access cannot be read')
    return compare(instance, { wanted, found: access, observed })
  } catch (error) {
    if (signal.aborted || !(error instanceof MachineError || late.aborted)) throw error
    return unreachable(instance, late.aborted ? 'the machine did not answer in time' : messageOf(error))
  }
}

function compare(
  instance: Instance,
  parts: {
    readonly wanted: AccessState
    readonly found: AccessState
    readonly observed: Pick<Observed, 'foreignKeys' | 'keepsPasswordSetting' | 'knowsNoEnds'>
  },
): AccessCheck {
  const { wanted, found, observed } = parts
  const missingKeys = wanted.publicKeys.filter((key) => !found.publicKeys.includes(key))
  const extraKeys = found.publicKeys.filter((key) => !wanted.publicKeys.includes(key))
  const keys = found.publicKeys.filter((key) => wanted.publicKeys.includes(key))
  const wantedEnds = observed.knowsNoEnds === true ? undefined : wanted.expiries
  const otherEnds = keys.filter((key) => endOf(found.expiries, key) !== endOf(wantedEnds, key))
  const wantsPassword = observed.keepsPasswordSetting === true ? undefined : wantedPassword(wanted)
  const isPasswordWrong = wantsPassword !== undefined && found.allowsPassword !== wantsPassword
  const areKeysWrong = missingKeys.length + extraKeys.length + otherEnds.length > 0
  const isInSync = !areKeysWrong && !isPasswordWrong
  return {
    instance,
    state: isInSync ? 'in-sync' : 'drifted',
    missingKeys,
    extraKeys,
    keys,
    otherEnds,
    foreignKeys: observed.foreignKeys,
    allowsPassword: found.allowsPassword,
    wantsPassword,
    message: '',
  }
}

/** Machines have whole seconds, rounded up. */
function endOf(expiries: AccessState['expiries'], key: string): number {
  return Math.ceil((expiries?.get(key) ?? Infinity) / 1_000)
}

/** While nothing is bound and no password was set by Keyplane, the machine answers passwords as it did before. */
function wantedPassword({ publicKeys, allowsPassword, passwordHash }: AccessState): boolean | undefined {
  return publicKeys.length === 0 && passwordHash === undefined ? undefined : allowsPassword
}

function unreachable(instance: Instance, message: string): AccessCheck {
  const none = { missingKeys: [], extraKeys: [], keys: [], otherEnds: [], foreignKeys: [] }
  return { instance, state: 'unreachable', ...none, message }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
