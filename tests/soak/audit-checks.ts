/** Whether the audit log has what callers were told, once, and nothing of calls that nobody made. */
import type { Ledger } from './outcome.ts'
import type { Rows } from './site.ts'

/** Keys of Keyplane's own: it tells no request ids. */
const OWN_KEYS: ReadonlySet<string> = new Set(['admin', 'keyplane'])

interface Row {
  readonly request_id: string
  readonly action: string
  readonly outcome: string
  readonly access_key_id: string
}

export async function findAuditFlaws(
  { db }: Rows,
  account: string,
  ledger: Ledger,
): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('audit')
    .select(['request_id', 'action', 'outcome', 'access_key_id', 'machine'])
    .where('account_id', '=', account)
    .execute()
  const calls = rows.filter(({ machine }) => machine === '' || machine === 'null')
  return [...toldFlaws(calls, ledger), ...untoldFlaws(calls, ledger)]
}

/** Each change that was acknowledged has its row; no call has two. */
function toldFlaws(calls: readonly Row[], { answered }: Ledger): readonly string[] {
  const byRequest = Map.groupBy(calls, (row) => row.request_id)
  return [...answered].flatMap(([id, { action, isChange, code }]) => {
    const rows = byRequest.get(id) ?? []
    if (rows.length > 1) return [`${action} ${id} has ${rows.length} rows in the audit`]
    const [row] = rows
    if (!row)
      return isChange && code === '' ? [`${action} ${id} was acknowledged and is not in the audit`] : []
    const isRight = row.action === action && (row.outcome === 'ok') === (code === '')
    return isRight
      ? []
      : [`${action} ${id} ended ${code || 'ok'}; the audit has ${row.action} ${row.outcome}`]
  })
}

/** Rows of calls whose answers nobody got: not more of them than there were such calls. */
function untoldFlaws(calls: readonly Row[], { answered, cut }: Ledger): readonly string[] {
  const untold = calls.filter((row) => !answered.has(row.request_id) && !OWN_KEYS.has(row.access_key_id))
  return [...Map.groupBy(untold, (row) => row.action)].flatMap(([action, rows]) => {
    const most = cut.get(action) ?? 0
    return rows.length > most
      ? [`the audit has ${rows.length} ${action} that nobody was told of; ${most} were cut off`]
      : []
  })
}
