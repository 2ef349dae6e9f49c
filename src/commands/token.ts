import { type Command, Option } from 'commander'

import type { Scope } from '../own-api/contract/route.ts'
import { everyPage, printing } from './account-flags.ts'
import { openClient, type OwnClient } from './kit/client.ts'
import { CommandError } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { EXIT } from './kit/exit-codes.ts'
import { localTime } from './kit/local-time.ts'
import { printJson, printLine, printTable, rowsAsText, type Table } from './kit/output.ts'
import { type ReachFlags, reaching } from './kit/reach.ts'
import { tokenTexts as texts } from './token-texts.ts'

type Flags = ReachFlags & { readonly json?: true }
type CreateFlags = Flags & { readonly scope: Scope; readonly expires?: string }
type Token = Awaited<ReturnType<OwnClient['tokens']['list']>>['items'][number]

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
  printing(reaching(token.command('list').description(say(texts.list)), context), context).action(
    async (flags: Flags) => {
      const client = await openClient(context, flags)
      const all = await everyPage((page) => client.tokens.list(page))
      if (flags.json) printJson(context, all)
      else printTable(context, table, all.items)
    },
  )
  printing(reaching(token.command('create').description(say(texts.create)), context), context)
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
  const life = expires === undefined ? {} : { expiresInSeconds: secondsOf(expires) }
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

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 }

function secondsOf(text: string): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? []
  const seconds = UNITS[unit]
  if (seconds === undefined) throw new CommandError(texts.badExpires(text), EXIT.usage)
  return Number(count) * seconds
}
