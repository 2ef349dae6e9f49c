import type { z } from 'zod'

import type { Call } from '../../core/call.ts'
import type { AccessCheck } from '../../core/drift/check-access.ts'
import { type DriftMode, settleDrift } from '../../core/drift/settle-drift.ts'
import { isFault } from '../../core/fault.ts'
import type { checkedHost } from '../contract/hosts.ts'
import type { OwnContext } from './context.ts'
import { endOf } from './end-of-operation.ts'
import { faultText } from './texts.ts'

/** How one host is, and what was done about it. */
export type CheckedHost = z.input<typeof checkedHost>

const CHANGED = 'its access was changed while it was looked at, nothing is done: ask again'

/** Does what the mode says about a check and waits for it as long as the caller does; the state told is the one found. */
export async function settled(
  { core, gone }: OwnContext,
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
    if (operation === 'changed') return { ...found, settled: 'failed', message: CHANGED }
    const ended = await endOf(core, operation, gone)
    if (!ended) return found
    if (ended.outcome === 'failed') return { ...found, settled: 'failed', message: ended.message }
    return { ...found, settled: mode === 'adopt' ? 'adopted' : 'enforced' }
  } catch (error) {
    if (!isFault(error)) throw error
    return { ...found, settled: 'failed', message: faultText(error) }
  }
}

function describe(check: AccessCheck): Omit<CheckedHost, 'address' | 'mode'> {
  const { instance, state, keys, missingKeys, extraKeys, otherEnds, foreignKeys } = check
  const ends = otherEnds.length === 0 ? '' : `our keys that end at another time there: ${otherEnds.length}`
  return {
    id: instance.id,
    account: instance.account,
    dialect: instance.dialect,
    state,
    keys: { ours: keys, missing: missingKeys, extra: extraKeys },
    foreign: foreignKeys,
    password: { isAnswered: check.allowsPassword ?? null, shouldBe: check.wantsPassword ?? null },
    message: check.message || ends,
  }
}
