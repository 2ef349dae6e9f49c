import { auditRow } from '../audit/audit-log.ts'
import type { Change } from '../audit/audit-row.ts'
import type { Call } from '../call.ts'
import type { Core } from '../core.ts'
import { inTurn, type Stores } from '../database.ts'

/** What became of a change of an account: `done`, or why nothing was changed. */
export interface Ending {
  readonly outcome: string
}

/** Why nothing was changed. */
export interface Refused<Outcome extends string> {
  readonly outcome: Outcome
}

/**
 * Runs a change in the turn of the account, with its audit row in one transaction. A refusal leaves its row too, and
 * nothing else: `work` writes nothing when it ends in another way than `done`.
 */
export function changeAccount<T extends Ending>(
  { database }: Pick<Core, 'database'>,
  call: Call,
  work: (tx: Stores) => Promise<T>,
): Promise<T> {
  return inTurn(database, { account: call.account }, async (tx) => {
    // What an earlier run of `work` noted was taken back with it.
    call.trail.clear()
    const ending = await work(tx)
    const { outcome } = ending
    await tx.audit.append([auditRow(call, outcome === 'done' ? 'ok' : outcome)])
    return ending
  })
}

/** Notes for the audit row what is changed. */
export function note(call: Call, what: Change['what'], verb: Change['verb'], subject: string): void {
  call.trail.add({ what, verb, subject })
}
