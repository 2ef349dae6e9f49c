import type { AuditFlags } from './audit.ts'
import { auditTexts as texts } from './audit-texts.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { CommandError } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { EXIT } from './kit/exit-codes.ts'
import { limitOf } from './kit/limit.ts'
import { localTime } from './kit/local-time.ts'
import { printJson, printTable, type Table } from './kit/output.ts'
import { withoutEmpty } from './kit/without-empty.ts'

export type Entry = Awaited<ReturnType<OwnApiClient['audit']['list']>>['items'][number]

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

export async function listRows(
  context: CommandContext,
  client: OwnApiClient,
  flags: AuditFlags,
): Promise<void> {
  const answer = await client.audit.list({ ...filtersOf(flags), limit: limitOf(flags) })
  if (flags.json) printJson(context, answer)
  else printTable(context, entryTable, answer.items)
}

/** JSON lines, also without being asked: it is for programs. */
export async function exportRows(
  context: CommandContext,
  client: OwnApiClient,
  flags: AuditFlags,
): Promise<void> {
  for await (const row of await client.audit.export(filtersOf(flags))) printJson(context, row)
}

function filtersOf({ account, user, subject, action, outcome, since, until }: AuditFlags) {
  const times = { since: timeOf('--since', since), until: timeOf('--until', until) }
  return withoutEmpty({ account, user, subject, action, outcome, ...times })
}

function timeOf(flag: string, given: string | undefined): string | undefined {
  if (given === undefined) return undefined
  const ms = Date.parse(given)
  if (Number.isNaN(ms)) throw new CommandError(texts.badTime(flag, given), EXIT.usage)
  return new Date(ms).toISOString()
}
