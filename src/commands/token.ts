import { type Command, Option } from 'commander'

import type { Scope } from '../own-api/contract/scopes.ts'
import { openClient } from './kit/client.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import type { CommandContext } from './kit/context.ts'
import { durationSeconds } from './kit/duration.ts'
import { localTime } from './kit/local-time.ts'
import { printJson, printLine, printTable, rowsAsText, type Table } from './kit/output.ts'
import { everyPage } from '../own-api/contract/every-page.ts'
import { asking, type ReachFlags, reaching } from './kit/reach.ts'
import { tokenTexts as texts } from './token-texts.ts'

type Flags = ReachFlags & { readonly json?: true }
type CreateFlags = Flags & { readonly scope: Scope; readonly expires?: string }
type Token = Awaited<ReturnType<OwnApiClient['tokens']['list']>>['items'][number]

// Said here again, so that help does not load the contract.
const SCOPES: readonly Scope[] = ['reader', 'operator', 'admin']

const { columns } = texts
const table: Table<Token> = {
  columns: [
    { title: columns.id, cell: ({ id }) => id },
    { title: columns.name, cell: ({ name }) => name },
    { title: columns.scope, cell: ({ scope }) => scope },
    { title: columns.created, cell: ({ createdAt }) => localTime(createdAt) },
    {
      title: columns.expires,
      cell: ({ expiresAt }, { say }) => (expiresAt === undefined ? say(texts.never) : localTime(expiresAt)),
    },
  ],
  empty: texts.empty,
}

/** Adds `token`: who may use the own API, and for what. */
export function addTokenCommands(program: Command, context: CommandContext): void {
  const { say } = context
  const token = program.command('token').description(say(texts.group))
  asking(token.command('list').description(say(texts.list)), context).action(async (flags: Flags) => {
    const client = await openClient(context, flags)
    const all = await everyPage((page) => client.tokens.list(page))
    if (flags.json) printJson(context, all)
    else printTable(context, table, all.items)
  })
  asking(token.command('create').description(say(texts.create)), context)
    .argument('<name>', say(texts.name))
    .addOption(new Option('--scope <scope>', say(texts.scope)).choices(SCOPES).makeOptionMandatory())
    .option('--expires <duration>', say(texts.expires))
    .action((name: string, flags: CreateFlags) => createToken(context, { name, ...flags }))
  reaching(token.command('remove').description(say(texts.remove)), context)
    .argument('<id>', say(texts.id))
    .action(async (id: string, flags: ReachFlags) => {
      const client = await openClient(context, flags)
      await client.tokens.remove({ id })
      printLine(context, say(texts.removed(id)))
    })
}

async function createToken(
  context: CommandContext,
  { name, scope, expires, ...flags }: CreateFlags & { readonly name: string },
): Promise<void> {
  const { say, out } = context
  const life = expires === undefined ? {} : { expiresInSeconds: durationSeconds('--expires', expires) }
  const client = await openClient(context, flags)
  const made = await client.tokens.create({ name, scope, ...life })
  if (flags.json) return printJson(context, made)
  out.write(
    rowsAsText([
      ['id', made.id],
      [say(texts.token), made.token],
    ]),
  )
  printLine(context, say(texts.once))
}
