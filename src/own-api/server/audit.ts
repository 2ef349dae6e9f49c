import type { AuditEntry } from '../../core/audit/audit-row.ts'
import { exportAudit } from '../../core/audit/export.ts'
import type { AuditQuery } from '../../core/audit/store.ts'
import { traceRequest } from '../../core/audit/trace.ts'
import { verifyAccount, verifyAudit } from '../../core/audit/verify.ts'
import type { Database } from '../../core/database.ts'
import type { OwnContext } from './context.ts'
import { fromCursor, toCursor } from './cursor.ts'
import { api } from './implementer.ts'
import { Problem } from './problem.ts'
import { isoTime } from './texts.ts'

export const audit = api.audit.router({
  list: api.audit.list.handler(async ({ context, input: { cursor, limit, account, ...filters } }) => {
    const { database } = await written(context)
    const after = cursor === undefined ? undefined : fromCursor(cursor, 1)[0]
    const rows = await database.audit.list({
      ...filtersOf(filters),
      ...{ account: account ?? (await onlyAccount(database)), order: 'newestFirst', after },
      // One more than was asked for: the page has one behind it.
      limit: limit + 1,
    })
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    return { items: items.map(tell), ...(rows.length > limit && last ? { next: toCursor([last.id]) } : {}) }
  }),

  trace: api.audit.trace.handler(async ({ context, input: { requestId } }) => {
    const { database } = await written(context)
    const trace = await traceRequest(database, requestId)
    if (!trace)
      throw new Problem(404, `no row of the audit log has the request id ${JSON.stringify(requestId)}`)
    return { requestId, calls: trace.calls.map(tell), machines: trace.machines.map(tell) }
  }),

  verify: api.audit.verify.handler(async ({ context, input: { account, anchor } }) => {
    if (anchor !== undefined && account === undefined)
      throw new Problem(400, 'account: must be told with anchor')
    const { database, gone } = await written(context)
    if (account === undefined) return verifyAudit(database, { signal: gone })
    return one(verifyAccount(database, account, { signal: gone, anchor: anchorOf(anchor) }))
  }),

  export: api.audit.export.handler(async ({ context, input: { account, ...filters } }) => {
    const { database } = await written(context)
    return told(exportAudit(database, { account, ...filtersOf(filters) }))
  }),
})

/** What this process has answered by now is in the log. */
async function written({ core, gone }: OwnContext): Promise<{ database: Database; gone: AbortSignal }> {
  await core.auditLog.flush()
  return { database: core.database, gone }
}

async function onlyAccount({ auditSeals }: Database): Promise<string> {
  const first = await auditSeals.accountAfter('')
  const second = first === undefined ? undefined : await auditSeals.accountAfter(first)
  if (second === undefined) return first ?? ''
  throw new Problem(400, `account: must be told, as there are several, such as ${first} and ${second}`)
}

interface Filters {
  readonly requestId?: string | undefined
  readonly user?: string | undefined
  readonly subject?: string | undefined
  readonly action?: string | undefined
  readonly outcome?: string | undefined
  readonly since?: string | undefined
  readonly until?: string | undefined
}

function filtersOf({
  outcome,
  since,
  until,
  ...others
}: Filters): Omit<AuditQuery, 'account' | 'order' | 'limit'> {
  return {
    ...others,
    ...(outcome === 'refused' ? { isRefused: true } : { outcome }),
    sinceMs: since === undefined ? undefined : Date.parse(since),
    untilMs: until === undefined ? undefined : Date.parse(until),
  }
}

function anchorOf(text: string | undefined) {
  if (text === undefined) return undefined
  const [number = '', hash = ''] = text.split(':')
  return { number: Number(number), hash }
}

async function* one<T>(result: Promise<T>): AsyncGenerator<T, void, undefined> {
  yield await result
}

async function* told(rows: AsyncIterable<AuditEntry>) {
  for await (const row of rows) yield tell(row)
}

function tell({ atMs, ...row }: AuditEntry) {
  const { id, number, hash, account, dialect, region, user, accessKeyId, changes, machine } = row
  const { action, requestId, sourceAddress, outcome } = row
  return {
    ...{ id, number, hash, at: isoTime(atMs), account, dialect, region, user, accessKeyId },
    ...{ action, requestId, sourceAddress, outcome, changes, machine },
  }
}
