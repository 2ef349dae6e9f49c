import { setImmediate as nextTurn } from 'node:timers/promises'

import type { Database } from '../database.ts'
import { headOf, sealAfter, trueSum } from './chain.ts'
import { rowIdAt } from './row-ids.ts'
import type { AuditHead, AuditSeal, SealableRow } from './seal-store.ts'

/** Rows sealed in one transaction: what calls have to wait for on the embedded database. */
const BATCH = 200

export interface SealWish {
  readonly account: string
  /** By the machine's clock, as ids are. */
  readonly nowMs: number
  /** See `SealerParts`. */
  readonly lateMs: number
  /** Looks for rows at least this far back; 0: from where all are known to be sealed. */
  readonly backMs: number
}

/**
 * Gives every committed row of an account that has none its number and hash. Rows whose own sum is wrong were not
 * written by us: they get no seal, and `verify` tells them. Resolves to how many were sealed.
 */
export async function sealAccount(database: Database, wish: SealWish): Promise<number> {
  const { auditSeals } = database
  const { account } = wish
  let sealed = 0
  let head = await auditSeals.head(account)
  let after = beginOf(head, wish)
  for (;;) {
    const rows = await auditSeals.unsealed(account, { after, limit: BATCH })
    const last = rows.at(-1)
    if (!last) return sealed
    const next = extend(database, head, { wish, rows })
    if (next === undefined || (await commit(database, head, next))) {
      sealed += next?.seals.length ?? 0
      head = next?.head ?? head
      after = last.id
    } else {
      // Somebody else seals this account too.
      head = await auditSeals.head(account)
      after = beginOf(head, wish)
    }
    await nextTurn()
  }
}

function beginOf(head: AuditHead | undefined, { nowMs, backMs }: Pick<SealWish, 'nowMs' | 'backMs'>): string {
  const settled = head?.settledId ?? ''
  return backMs === 0 ? settled : least(settled, rowIdAt(nowMs - backMs))
}

interface Extension {
  readonly seals: readonly AuditSeal[]
  readonly head: AuditHead
}

function extend(
  { sum }: Database,
  head: AuditHead | undefined,
  { wish, rows }: { wish: SealWish; rows: readonly SealableRow[] },
): Extension | undefined {
  const { account, nowMs, lateMs } = wish
  const seals: AuditSeal[] = []
  let previous: Pick<AuditSeal, 'number' | 'hash'> | undefined = head
  for (const row of rows) {
    const rowSum = trueSum(sum, row)
    if (rowSum === undefined) continue
    const seal = sealAfter(sum, account, { previous, row: { id: row.id, sum: rowSum } })
    seals.push(seal)
    previous = seal
  }
  const lastId = rows.at(-1)?.id ?? ''
  if (!previous || seals.length === 0) return undefined
  // Rows that begin earlier may still be on their way.
  const certain = lateMs === 0 ? lastId : least(lastId, rowIdAt(nowMs - lateMs))
  const settledId = head !== undefined && head.settledId > certain ? head.settledId : certain
  const { number, hash } = previous
  return { seals, head: headOf(sum, { account, number, hash, settledId }) }
}

async function commit(
  database: Database,
  seen: AuditHead | undefined,
  { head, seals }: Extension,
): Promise<boolean> {
  return database.transaction(async (tx) => {
    if (!(await tx.auditSeals.moveHead(seen, head))) return false
    await tx.auditSeals.insert(head.account, seals)
    return true
  })
}

function least(one: string, other: string): string {
  return one < other ? one : other
}
