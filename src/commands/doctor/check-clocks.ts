import type { CommandContext } from '../kit/context.ts'
import type { Text } from '../kit/language.ts'
import { type Finding, ok, type Patient, problem, reasonOf, skipped } from './finding.ts'
import { clockTexts as texts } from './texts.ts'

const LONGEST_ANSWER_MS = 5_000
/** One step of a one-time code; the narrowest window of any signature is far wider. */
const MOST_SKEW_MS = 30_000

/** The clock here against that of the running server, told by its `Date` header, whole seconds. */
export async function checkServerClock({ url, context }: Patient): Promise<Finding> {
  const check = 'server-clock'
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(LONGEST_ANSWER_MS) })
    await response.arrayBuffer()
    const told = Date.parse(response.headers.get('date') ?? '')
    if (Number.isNaN(told)) return skipped(check, texts.noServer(url))
    return compare({ check, other: texts.server, toldMs: told }, context)
  } catch {
    return skipped(check, texts.noServer(url))
  }
}

/** Whether the database answers, and its clock. */
export async function checkDatabase({ config, context }: Patient): Promise<readonly Finding[]> {
  const { databaseUrl } = config
  if (databaseUrl === undefined) return [skipped('database', texts.embedded)]
  // Only who uses it pays for loading it.
  const { placeOf } = await import('../../store/postgres/postgres-database.ts')
  let place = '--database-url'
  try {
    place = await placeOf(databaseUrl)
    const toldMs = await askTime(databaseUrl)
    const clock = compare({ check: 'database-clock', other: texts.database, toldMs }, context)
    return [ok('database', texts.reached(place)), clock]
  } catch (error) {
    return [problem('database', texts.unreachable(place, reasonOf(error)), texts.mendDatabase)]
  }
}

async function askTime(url: string): Promise<number> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: LONGEST_ANSWER_MS })
  // It may break while it is idle, which is not of interest.
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<{ ms: string }>(
      'select extract(epoch from clock_timestamp()) * 1000 as ms',
    )
    return Number(rows[0]?.ms)
  } finally {
    await client.end()
  }
}

function compare(
  { check, other, toldMs }: { readonly check: string; readonly other: Text; readonly toldMs: number },
  { now }: CommandContext,
): Finding {
  const skewMs = toldMs - now()
  if (Math.abs(skewMs) <= MOST_SKEW_MS) return ok(check, texts.agrees)
  return problem(check, texts.differs(other, Math.round(skewMs / 1_000)), texts.setClocks)
}
