import type { Command } from 'commander'

import { accountTexts as texts } from './account-texts.ts'
import { openClient } from './kit/client.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import type { CommandContext } from './kit/context.ts'
import type { Text } from './kit/language.ts'
import { printJson, printLine, printTable, type Table } from './kit/output.ts'
import { everyPage } from '../own-api/contract/every-page.ts'
import { asking, type ReachFlags, reaching } from './kit/reach.ts'

type Flags = ReachFlags & { readonly json?: true }
type Account = Awaited<ReturnType<OwnApiClient['accounts']['show']>>

const table: Table<Account> = {
  columns: [
    { title: texts.columns.id, cell: ({ id }) => id },
    { title: texts.columns.name, cell: ({ name }) => name },
    { title: texts.columns.mfa, cell: ({ requireMfa }) => requireMfa.join(' ') },
  ],
  empty: texts.empty,
}

/** Adds `account`: tenants. */
export function addAccountCommands(program: Command, context: CommandContext): void {
  const { say } = context
  const account = program.command('account').description(say(texts.group))
  addReads(account, context)
  asking(account.command('create').description(say(texts.create)), context)
    .argument('<name>', say(texts.name))
    .option('--id <id>', say(texts.newId))
    .action(async (name: string, flags: Flags & { id?: string }) => {
      const { id } = flags
      const client = await openClient(context, flags)
      const made = await client.accounts.create({ name, ...(id !== undefined && { id }) })
      print(context, flags, made, texts.created(made.id))
    })
  asking(account.command('rename').description(say(texts.rename)), context)
    .argument('<id>', say(texts.id))
    .argument('<name>', say(texts.name))
    .action(async (id: string, name: string, flags: Flags) => {
      const client = await openClient(context, flags)
      const now = await client.accounts.update({ account: id, name })
      print(context, flags, now, texts.renamed(id, now.name))
    })
  asking(account.command('require-mfa').description(say(texts.requireMfa)), context)
    .argument('<id>', say(texts.id))
    .argument('[actions...]', say(texts.actions))
    .action(async (id: string, requireMfa: string[], flags: Flags) => {
      const client = await openClient(context, flags)
      const now = await client.accounts.update({ account: id, requireMfa })
      const told = now.requireMfa.join(' ')
      print(context, flags, now, told === '' ? texts.needsNone(id) : texts.needs(id, told))
    })
  reaching(account.command('delete').description(say(texts.remove)), context)
    .argument('<id>', say(texts.id))
    .action(async (id: string, flags: ReachFlags) => {
      const client = await openClient(context, flags)
      await client.accounts.remove({ account: id })
      printLine(context, say(texts.removed(id)))
    })
}

function addReads(account: Command, context: CommandContext): void {
  const { say } = context
  asking(account.command('list').description(say(texts.list)), context).action(async (flags: Flags) => {
    const client = await openClient(context, flags)
    const all = await everyPage((page) => client.accounts.list(page))
    if (flags.json) printJson(context, all)
    else printTable(context, table, all.items)
  })
  asking(account.command('show').description(say(texts.show)), context)
    .argument('<id>', say(texts.id))
    .action(async (id: string, flags: Flags) => {
      const client = await openClient(context, flags)
      const found = await client.accounts.show({ account: id })
      if (flags.json) printJson(context, found)
      else printTable(context, table, [found])
    })
}

function print(context: CommandContext, { json }: Flags, answer: Account, text: Text): void {
  if (json) printJson(context, answer)
  else printLine(context, context.say(text))
}
