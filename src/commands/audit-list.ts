import type { AuditFlags } from './audit.ts'
import { auditTexts as texts } from './audit-texts.ts'
import type { OwnClient } from './kit/client.ts'
import { CommandError } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { EXIT } from './kit/exit-codes.ts'
import { localTime } from './kit/local-time.ts'
import { printJson, printTable, type Table } from './kit/output.ts'

export type Entry = Awaited<ReturnType<OwnClient['audit']['list']>>['items'][number]

const { columns } = texts

/** Columns of every table of rows. */
export const entryTable: Table<Entry> = {
  columns: [
    { title: columns.time, cell: ({ at }) => localTime(at) },
    { title: columns.account, cell: ({ account }) => account || '-' },
    { title: columns.user, cell: ({ user }) => user || '-' },
    { title: columns.action, cell: ({ action }) => action || '-' },
    { title: columns.outcome, cell: ({ outcome }) => outcome },
    { title: columns.what, cell: whatOf },
    { title: columns.requestId, cell: ({ requestId }) => requestId },
  ],
  empty: texts.empty,
}

const MOST_TOLD = 3

function whatOf({ changes, machine }: Entry): string {
  if (machine) {
    const { instance, address, cameKeys, wentKeys } = machine
    return `${instance} ${address} +${cameKeys.length} -${wentKeys.length}`
  }
  const told = changes.slice(0, MOST_TOLD).map(({ what, verb, subject }) => `${what} ${verb} ${subject}`)
  return [...told, ...(changes.length > MOST_TOLD ? ['…'] : [])].join(', ') || '-'
}

const SHOWN_BY_DEFAULT = 20
const MOST_SHOWN = 500

export async function listRows(context: CommandContext, client: OwnClient, flags: AuditFlags): Promise<void> {
  const answer = await client.audit.list({ ...filtersOf(flags), limit: limitOf(flags.limit) })
  if (flags.json) printJson(context, answer)
  else printTable(context, entryTable, answer.items)
}

/** JSON lines, also without being asked: it is for programs. */
export async function exportRows(
  context: CommandContext,
  client: OwnClient,
  flags: AuditFlags,
): Promise<void> {
  for await (const row of await client.audit.export(filtersOf(flags))) printJson(context, row)
}

function filtersOf({ account, user, subject, action, outcome, since, until }: AuditFlags) {
  return {
    ...(account !== undefined && { account }),
    ...(user !== undefined && { user }),
    ...(subject !== undefined && { subject }),
    ...(action !== undefined && { action }),
    ...(outcome !== undefined && { outcome }),
    ...(since !== undefined && { since: timeOf('--since', since) }),
    ...(until !== undefined && { until: timeOf('--until', until) }),
  }
}

function timeOf(flag: string, given: string): string {
  const ms = Date.parse(given)
  if (Number.isNaN(ms)) throw new CommandError(texts.badTime(flag, given), EXIT.usage)
  return new Date(ms).toISOString()
}

function limitOf(given: string | undefined): number {
  if (given === undefined) return SHOWN_BY_DEFAULT
  const limit = Number(given)
  if (Number.isInteger(limit) && limit >= 1 && limit <= MOST_SHOWN) return limit
  throw new CommandError(texts.badLimit(given), EXIT.usage)
}
