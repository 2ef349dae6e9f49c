import type { Command } from 'commander'

import { holderOf, ofUser, printing, type UserFlags } from './account-flags.ts'
import { append } from './kit/append.ts'
import { openClient } from './kit/client.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { CommandError, orExit } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { EXIT } from './kit/exit-codes.ts'
import { printable, printJson, printLine, printTable, type Table } from './kit/output.ts'
import { readText } from './kit/read-text.ts'
import { type CheckFlags, checkPolicy } from './policy-check.ts'
import { policyTexts as texts } from './policy-texts.ts'

type Policy = Awaited<ReturnType<OwnApiClient['policies']['show']>>

const table: Table<Policy> = {
  columns: [
    { title: texts.columns.id, cell: ({ id }) => id },
    { title: texts.columns.dialect, cell: ({ dialect }) => dialect },
    { title: texts.columns.statements, cell: ({ document }) => JSON.stringify(document) },
  ],
  empty: texts.empty,
}

/** Adds `policy`: what users may do. */
export function addPolicyCommands(program: Command, context: CommandContext): void {
  const { say } = context
  const policy = program.command('policy').description(say(texts.group))
  printing(ofUser(policy.command('list').description(say(texts.list)), context), context).action(
    async (flags: UserFlags) => {
      const client = await openClient(context, flags)
      const all = await client.policies.list(holderOf(flags))
      if (flags.json) printJson(context, all)
      else printTable(context, table, all.items)
    },
  )
  printing(ofUser(policy.command('attach').description(say(texts.attach)), context), context)
    .argument('<file>', say(texts.file))
    .requiredOption('--dialect <id>', say(texts.dialect))
    .action((file: string, flags: UserFlags & { dialect: string }) =>
      attachPolicy(context, { file, ...flags }),
    )
  ofUser(policy.command('detach').description(say(texts.detach)), context)
    .argument('<id>', say(texts.id))
    .action(async (id: string, flags: UserFlags) => {
      const client = await openClient(context, flags)
      await client.policies.detach({ ...holderOf(flags), policy: id })
      printLine(context, say(texts.detached(id)))
    })
  printing(ofUser(policy.command('check').description(say(texts.check)), context), context)
    .argument('<action>', say(texts.action))
    .requiredOption('--dialect <id>', say(texts.dialect))
    .option('--region <id>', say(texts.region))
    .option('--parameters <json>', say(texts.parameters))
    .option('--resource <name>', say(texts.resource), append)
    .option('--from <address>', say(texts.from))
    .option('--plain', say(texts.plain))
    .action(async (action: string, flags: CheckFlags) =>
      orExit(await checkPolicy(context, await openClient(context, flags), { ...flags, action })),
    )
}

async function attachPolicy(
  context: CommandContext,
  { file, dialect, ...flags }: UserFlags & { readonly file: string; readonly dialect: string },
): Promise<void> {
  const { say } = context
  const document = documentIn(file)
  const client = await openClient(context, flags)
  const made = await client.policies.attach({ ...holderOf(flags), dialect, document })
  if (flags.json) return printJson(context, made)
  printLine(context, say(texts.attached(made.id)))
  for (const { path, message } of made.warnings)
    printLine(context, printable(say(texts.warning(path, message))))
}

function documentIn(file: string): Record<string, unknown> {
  const text = readText(file)
  try {
    // The server says what is wrong with a document that is none.
    return JSON.parse(text) as Record<string, unknown>
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new CommandError(texts.notJson(file, why), EXIT.usage)
  }
}
