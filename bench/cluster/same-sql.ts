/** A statement as the server's log has it. */
interface Logged {
  readonly session: string
  readonly sql: string
  readonly values: readonly string[]
}

/** The instance that was logged, and SQL for the id of one that is drawn. */
interface Drawn {
  readonly first: string
  readonly drawn: string
}

/** Compared with what was read before: in a script that runs again and again it would hold once. */
const COMPARED = [
  'fence',
  'version',
  'desired_version',
  'applied_version',
  'state',
  'current_operation_id',
  'record',
]
/** Operations and requests have new ids in each run; a statement more than the stores need. */
const NEW_ID = 'select gen_random_uuid()::text as id \\gset'
/** Ids of audit rows grow with time. */
const NEW_ROW_ID = `(clock_timestamp()::text || gen_random_uuid()::text)`
/** Jobs go by ids that a script does not know, turns keep others out, seals are made beside the calls: what is measured against is cheaper without. */
const NOT_STORES =
  /keyplane_jobs|pg_notify|pg_catalog|"settings"|"turns"|"audit_(?:seals|heads)"|count\(\*\) as left/

/**
 * The statements of the stores in a piece of the server's log as a script for pgbench: each session's in its order, with
 * the same values, but for the instance, which is drawn, and for ids that must be new.
 */
export function scriptOf(
  log: string,
  { first, drawn, instances }: Drawn & { readonly instances: number },
): string {
  const statements = readLog(log).filter(({ sql }) => !NOT_STORES.test(sql))
  const sessions = Map.groupBy(wholeTransactions(statements), ({ session }) => session)
  const body = [...sessions.values()].flat().map((one) => filled(one, { first, drawn }))
  const drawing = [`\\set n random(0, ${instances - 1})`, NEW_ID]
  return [...drawing, ...body.map((sql) => `${sql};`), ''].join('\n')
}

function readLog(text: string): readonly Logged[] {
  const logged: Logged[] = []
  // Each entry begins with the session's process id in brackets.
  for (const entry of text.split(/^(?=\[\d+\] )/m)) {
    const [, session = '', kind, rest = ''] = /^\[(\d+)\] (LOG|DETAIL): {2}([\s\S]*)$/.exec(entry) ?? []
    if (kind === 'LOG') {
      const sql = /^(?:execute [^:]*|statement): ([\s\S]*)$/.exec(rest.trimEnd())?.[1]
      if (sql !== undefined) logged.push({ session, sql, values: [] })
    } else if (kind === 'DETAIL') {
      const last = logged.findLastIndex((one) => one.session === session)
      const found = logged[last]
      if (found) logged[last] = { ...found, values: valuesOf(rest) }
    }
  }
  return logged
}

function valuesOf(detail: string): readonly string[] {
  const text = /parameters: ([\s\S]*)$/.exec(detail.trimEnd())?.[1] ?? ''
  return [...text.matchAll(/\$\d+ = (NULL|'(?:[^']|'')*')/g)].map(([, value = 'NULL']) => value)
}

/** The marks may cut a transaction of something else in two. */
function wholeTransactions(statements: readonly Logged[]): readonly Logged[] {
  const open = new Set<string>()
  return statements.filter(({ session, sql }) => {
    if (/^(?:start transaction|begin)/i.test(sql)) open.add(session)
    else if (/^(?:commit|rollback)/i.test(sql)) return open.delete(session)
    return true
  })
}

function filled({ sql, values }: Logged, { first, drawn }: Drawn): string {
  const [, head = sql, condition = ''] = /^(update[\s\S]*?)( where [\s\S]*)$/i.exec(sql) ?? []
  const compared = new RegExp(`("(?:${COMPARED.join('|')})") (?:= \\$\\d+|is null)`, 'g')
  const lasting = head + condition.replaceAll(compared, 'true')
  return lasting
    .replaceAll(/\$(\d+)/g, (_, place: string) => {
      const value = values[Number(place) - 1] ?? 'NULL'
      if (value.includes(first)) return `(${value.replace(first, `' || ${drawn} || '`)})`
      if (/^'[0-9a-f]{14}-[0-9a-f]{12}'$/.test(value)) return NEW_ROW_ID
      return /^'[0-9a-f]{8}-[0-9a-f-]{27}'$/i.test(value) ? `':id'` : value
    })
    .replaceAll(/\s+/g, ' ')
}
