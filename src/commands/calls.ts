import type { Command } from 'commander'

import { callsTexts as texts } from './calls-texts.ts'
import { openClient } from './kit/client.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import type { CommandContext } from './kit/context.ts'
import { refuseUnknownDialect } from './kit/known-dialect.ts'
import { limited, limitOf } from './kit/limit.ts'
import { localTime } from './kit/local-time.ts'
import {
  narrowed,
  printable,
  printJson,
  printLine,
  printTable,
  rowsAsText,
  type Table,
} from './kit/output.ts'
import { type ReachFlags, reaching } from './kit/reach.ts'
import { texts as common } from './kit/texts.ts'
import { withoutEmpty } from './kit/without-empty.ts'

interface Filters {
  readonly dialect?: string
  readonly action?: string
  readonly account?: string
  readonly outcome?: string
}

type Flags = ReachFlags & Filters & { readonly limit?: string; readonly json?: true }

/** Adds `calls`: what the server was asked and what it answered. */
export function addCallsCommands(program: Command, context: CommandContext): void {
  const { say } = context
  const calls = program.command('calls').description(say(texts.calls))
  limited(filtered(reaching(calls.command('list').description(say(texts.list)), context), context), context)
    .option('--json', say(common.json))
    .action(async (flags: Flags) => listCalls(context, await openClient(context, flags), flags))
  reaching(calls.command('show').description(say(texts.show)), context)
    .argument('<request-id>', say(texts.requestId))
    .option('--json', say(common.json))
    .action(async (requestId: string, flags: Flags) =>
      showCall(context, await openClient(context, flags), { requestId, ...flags }),
    )
  filtered(reaching(calls.command('watch').description(say(texts.watch)), context), context)
    .option('--json', say(common.jsonLines))
    .action(async (flags: Flags) => watchCalls(context, await openClient(context, flags), flags))
}

function filtered(command: Command, { say }: CommandContext): Command {
  return command
    .option('--dialect <id>', say(texts.dialect))
    .option('--action <name>', say(texts.action))
    .option('--account <id>', say(texts.account))
    .option('--outcome <outcome>', say(texts.outcome))
}

function filtersOf({ dialect, action, account, outcome }: Filters) {
  return withoutEmpty({ dialect, action, account, outcome })
}

type CallSummary = Awaited<ReturnType<OwnApiClient['calls']['list']>>['items'][number]

const { columns } = texts

const table: Table<CallSummary> = {
  columns: [
    { title: columns.time, cell: ({ at }) => localTime(at) },
    { title: columns.cloud, cell: ({ dialect }) => dialect },
    { title: columns.action, cell: ({ action }) => action || '-' },
    { title: columns.account, cell: ({ account }) => account || '-' },
    { title: columns.user, cell: ({ user }) => user || '-' },
    { title: columns.outcome, cell: ({ outcome }) => outcome },
    { title: columns.duration, cell: ({ durationMs }) => durationMs.toFixed(1) },
    { title: columns.requestId, cell: ({ requestId }) => requestId },
  ],
  empty: texts.empty,
}

async function listCalls(context: CommandContext, client: OwnApiClient, flags: Flags): Promise<void> {
  const filters = filtersOf(flags)
  await refuseUnknownDialect(client, flags)
  const answer = await client.calls.list({ ...filters, limit: limitOf(flags) })
  if (flags.json) printJson(context, answer)
  else printTable(context, narrowed(table, filters, texts.noMatch), answer.items)
}

async function showCall(
  context: CommandContext,
  client: OwnApiClient,
  { requestId, json }: { readonly requestId: string; readonly json?: true },
): Promise<void> {
  const call = await client.calls.show({ requestId })
  if (json) return printJson(context, call)
  printTable(context, table, [call])
  const { read, ignored, unknown } = call.parameters
  const uses = [
    [texts.read, read],
    [texts.ignored, ignored],
    [texts.unknown, unknown],
  ] as const
  const told = uses.flatMap(([title, names]) =>
    names.length > 0 ? [[context.say(title), names.join(' ')]] : [],
  )
  context.out.write(`\n${rowsAsText(told.map((row) => row.map(printable)))}`)
  const { method, path, query, headers, body } = call.request
  heading(context, context.say(texts.request))
  printLine(context, printable(`${method} ${path}${query === '' ? '' : `?${query}`}`))
  for (const [name, value] of Object.entries(headers)) printLine(context, printable(`${name}: ${value}`))
  if (body !== '') printLine(context, `\n${printable(body)}`)
  heading(context, context.say(texts.answer))
  const answer = call.answer === undefined ? `${call.outcome}: ${call.message}` : JSON.stringify(call.answer)
  printLine(context, printable(answer))
}

function heading(context: CommandContext, title: string): void {
  printLine(context, `\n${context.paint('bold', title)}`)
}

async function watchCalls(context: CommandContext, client: OwnApiClient, flags: Flags): Promise<void> {
  await refuseUnknownDialect(client, flags)
  for await (const call of await client.calls.events(filtersOf(flags))) {
    if (flags.json) printJson(context, call)
    else printLine(context, table.columns.map(({ cell }) => printable(cell(call, context))).join('  '))
  }
}
