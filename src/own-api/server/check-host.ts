import type { Call } from '../../core/call.ts'
import type { Core } from '../../core/core.ts'
import type { AccessCheck } from '../../core/drift/check-access.ts'
import { type DriftMode, settleDrift } from '../../core/drift/settle-drift.ts'
import { isFault } from '../../core/fault.ts'
import { endOf } from './end-of-operation.ts'
import { faultText } from './texts.ts'

/** How one host is, and what was done about it. */
export interface CheckedHost {
  readonly id: string
  readonly address: string
  readonly state: AccessCheck['state']
  readonly mode: DriftMode
  /** Absent where nothing had to be done. */
  readonly settled?: 'adopted' | 'enforced' | 'failed'
  readonly keys: {
    readonly ours: readonly string[]
    readonly missing: readonly string[]
    readonly extra: readonly string[]
  }
  readonly foreign: readonly string[]
  readonly password: { readonly isAnswered: boolean | null; readonly shouldBe: boolean | null }
  readonly message: string
}

/** Does what the mode says about a check and waits for it; the state told is the one that was found. */
export async function settled(
  core: Core,
  call: Call,
  {
    check,
    mode,
    address,
  }: { readonly check: AccessCheck; readonly mode: DriftMode; readonly address: string },
): Promise<CheckedHost> {
  const found = { ...describe(check), address, mode }
  try {
    const operation = await settleDrift(core, call, { check, mode })
    if (!operation) return found
    const { outcome, message } = await endOf(core, operation)
    if (outcome === 'failed') return { ...found, settled: 'failed', message }
    return { ...found, settled: mode === 'adopt' ? 'adopted' : 'enforced' }
  } catch (error) {
    if (!isFault(error)) throw error
    return { ...found, settled: 'failed', message: faultText(error) }
  }
}

function describe(check: AccessCheck): Omit<CheckedHost, 'address' | 'mode'> {
  const { instance, state, keys, missingKeys, extraKeys, foreignKeys, message } = check
  return {
    id: instance.id,
    state,
    keys: { ours: keys, missing: missingKeys, extra: extraKeys },
    foreign: foreignKeys,
    password: { isAnswered: check.allowsPassword ?? null, shouldBe: check.wantsPassword ?? null },
    message,
  }
}
