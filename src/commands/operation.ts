import { type Command, Option } from 'commander'

import { openClient } from './kit/client.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { orExit } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { refuseUnknownDialect } from './kit/known-dialect.ts'
import { limited, limitOf } from './kit/limit.ts'
import { localTime } from './kit/local-time.ts'
import { narrowed, printable, printJson, printLine, printTable, type Table } from './kit/output.ts'
import { type ReachFlags, reaching } from './kit/reach.ts'
import { texts as common } from './kit/texts.ts'
import { withoutEmpty } from './kit/without-empty.ts'
import { operationTexts as texts } from './operation-texts.ts'

type Operation = Awaited<ReturnType<OwnApiClient['operations']['show']>>

interface Filters {
  readonly account?: string
  readonly dialect?: string
  readonly instance?: string
  readonly outcome?: Operation['outcome']
}

type Flags = ReachFlags & Filters & { readonly limit?: string; readonly json?: true }

/** Adds `operation`. */
export function addOperationCommands(program: Command, context: CommandContext): void {
  const { say } = context
  const operation = program.command('operation').description(say(texts.group))
  limited(
    filtered(reaching(operation.command('list').description(say(texts.list)), context), context),
    context,
  )
    .option('--json', say(common.json))
    .action(async (flags: Flags) => {
      const client = await openClient(context, flags)
      const filters = filtersOf(flags)
      await refuseUnknownDialect(client, flags)
      const answer = await client.operations.list({ ...filters, limit: limitOf(flags) })
      if (flags.json) printJson(context, answer)
      else printTable(context, narrowed(table, filters, texts.noMatch), answer.items)
    })
  reaching(operation.command('show').description(say(texts.show)), context)
    .argument('<id>', say(texts.id))
    .option('--json', say(common.json))
    .action(async (id: string, flags: Flags) => {
      const found = await (await openClient(context, flags)).operations.show({ id })
      if (flags.json) printJson(context, found)
      else printTable(context, table, [found])
    })
  filtered(reaching(operation.command('watch').description(say(texts.watch)), context), context)
    .argument('[id]', say(texts.id))
    .option('--json', say(common.jsonLines))
    .action(async (id: string | undefined, flags: Flags) =>
      orExit(await watchOperations(context, await openClient(context, flags), { id, ...flags })),
    )
}

function filtered(command: Command, { say }: CommandContext): Command {
  return command
    .option('--account <id>', say(texts.account))
    .option('--dialect <id>', say(texts.dialect))
    .option('--instance <id>', say(texts.instance))
    .addOption(
      new Option('--outcome <outcome>', say(texts.outcome)).choices(['running', 'succeeded', 'failed']),
    )
}

function filtersOf({ account, dialect, instance, outcome }: Filters) {
  return withoutEmpty({ account, dialect, instance, outcome })
}

const { columns } = texts

const table: Table<Operation> = {
  columns: [
    { title: columns.time, cell: ({ createdAt }) => localTime(createdAt) },
    { title: columns.id, cell: ({ id }) => id },
    { title: columns.action, cell: ({ action }) => action },
    {
      title: columns.instance,
      cell: ({ dialect, account, instanceId }) => `${dialect}/${account}/${instanceId}`,
    },
    { title: columns.step, cell: ({ step, steps }) => `${Math.min(step, steps.length)}/${steps.length}` },
    {
      title: columns.outcome,
      cell: ({ outcome, isUndoing }, { say }) =>
        say(outcome === 'running' && isUndoing ? texts.undoing : texts.outcomes[outcome]),
    },
    { title: columns.message, cell: ({ message }) => message },
  ],
  empty: texts.empty,
}

/** Resolves to false when the one that was watched has failed. */
async function watchOperations(
  context: CommandContext,
  client: OwnApiClient,
  { id, json, ...flags }: Flags & { readonly id: string | undefined },
): Promise<boolean> {
  await refuseUnknownDialect(client, flags)
  const events =
    id === undefined
      ? await client.operations.events(filtersOf(flags))
      : await client.operations.follow({ id })
  let last: Operation | undefined
  for await (const operation of events) {
    last = operation
    if (json) printJson(context, operation)
    else
      printLine(
        context,
        table.columns
          .map(({ cell }) => printable(cell(operation, context)))
          .join('  ')
          .trimEnd(),
      )
  }
  return id === undefined || last?.outcome === 'succeeded'
}
