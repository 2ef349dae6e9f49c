import type { Command } from 'commander'

import { type AccountFlags, ofAccount, printing } from './account-flags.ts'
import { openClient } from './kit/client.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import type { CommandContext } from './kit/context.ts'
import { printJson, printLine, printTable, type Table } from './kit/output.ts'
import { everyPage } from '../own-api/contract/every-page.ts'
import { userTexts as texts } from './user-texts.ts'

type User = Awaited<ReturnType<OwnApiClient['users']['show']>>

const table: Table<User> = {
  columns: [
    { title: texts.columns.name, cell: ({ name }) => name },
    {
      title: texts.columns.policies,
      cell: ({ isRoot, policies }, { say }) => (isRoot ? say(texts.everything) : String(policies)),
    },
  ],
  empty: texts.empty,
}

/** Adds `user`: actors inside an account. */
export function addUserCommands(program: Command, context: CommandContext): void {
  const { say } = context
  const user = program.command('user').description(say(texts.group))
  printing(ofAccount(user.command('list').description(say(texts.list)), context), context).action(
    async (flags: AccountFlags) => {
      const { account, json } = flags
      const client = await openClient(context, flags)
      const all = await everyPage((page) => client.users.list({ account, ...page }))
      if (json) printJson(context, all)
      else printTable(context, table, all.items)
    },
  )
  printing(ofAccount(user.command('create').description(say(texts.create)), context), context)
    .argument('<name>', say(texts.name))
    .action(async (name: string, flags: AccountFlags) => {
      const { account, json } = flags
      const client = await openClient(context, flags)
      const made = await client.users.create({ account, name })
      if (json) printJson(context, made)
      else printLine(context, say(texts.created(made.name)))
    })
  ofAccount(user.command('delete').description(say(texts.remove)), context)
    .argument('<name>', say(texts.name))
    .action(async (name: string, flags: AccountFlags) => {
      const client = await openClient(context, flags)
      await client.users.remove({ account: flags.account, user: name })
      printLine(context, say(texts.removed(name)))
    })
}
