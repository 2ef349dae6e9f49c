import { setImmediate as nextTurn } from 'node:timers/promises'

import type { Database } from '../database.ts'
import type { AuditEntry } from './audit-row.ts'
import type { AuditQuery } from './store.ts'

/** Read at a time. */
const PAGE = 500

export interface AuditSelection extends Omit<AuditQuery, 'account' | 'order' | 'limit'> {
  /** Absent: all accounts, one after the other. */
  readonly account?: string | undefined
}

/**
 * All rows that a selection lets through, of an account in the order in which they were written. Rows are read page by
 * page while they are taken; what is written meanwhile may be among them.
 */
export async function* exportAudit(
  database: Pick<Database, 'audit' | 'auditSeals'>,
  { account, ...selection }: AuditSelection = {},
): AsyncGenerator<AuditEntry> {
  let one = account ?? (await database.auditSeals.accountAfter(undefined))
  while (one !== undefined) {
    yield* exportAccount(database, { ...selection, account: one })
    one = account === undefined ? await database.auditSeals.accountAfter(one) : undefined
  }
}

async function* exportAccount(
  { audit }: Pick<Database, 'audit'>,
  selection: Omit<AuditQuery, 'order' | 'limit'>,
): AsyncGenerator<AuditEntry> {
  let { after } = selection
  for (;;) {
    const page = await audit.list({ ...selection, after, order: 'oldestFirst', limit: PAGE })
    yield* page
    if (page.length < PAGE) return
    after = page.at(-1)?.id
    await nextTurn()
  }
}
