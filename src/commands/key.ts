import { type Command, Option } from 'commander'

import type { ACCESS_KEY_FORMS } from '../own-api/contract/access-keys.ts'
import { type AccountFlags, holderOf, ofHolder, printing } from './account-flags.ts'
import { keyTexts as texts } from './key-texts.ts'
import { openClient } from './kit/client.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import type { CommandContext } from './kit/context.ts'
import { printJson, printLine, printTable, rowsAsText, type Table } from './kit/output.ts'
import { everyPage } from '../own-api/contract/every-page.ts'

type Flags = AccountFlags & { readonly user?: string }
type Form = (typeof ACCESS_KEY_FORMS)[number]
type AccessKey = Awaited<ReturnType<OwnApiClient['accessKeys']['show']>>

// Said here again, so that help does not load the contract.
const FORMS: readonly Form[] = ['keyplane', 'tencent', 'alibaba', 'volcengine']

const table: Table<AccessKey> = {
  columns: [
    { title: texts.columns.id, cell: ({ id }) => id },
    {
      title: texts.columns.state,
      cell: ({ isDisabled }, { say }) => say(isDisabled ? texts.states.disabled : texts.states.enabled),
    },
  ],
  empty: texts.empty,
}

/** Adds `key`: access keys. */
export function addKeyCommands(program: Command, context: CommandContext): void {
  const { say } = context
  const key = program.command('key').description(say(texts.group))
  printing(ofHolder(key.command('list').description(say(texts.list)), context), context).action(
    async (flags: Flags) => {
      const client = await openClient(context, flags)
      const all = await everyPage((page) => client.accessKeys.list({ ...holderOf(flags), ...page }))
      if (flags.json) printJson(context, all)
      else printTable(context, table, all.items)
    },
  )
  printing(ofHolder(key.command('create').description(say(texts.create)), context), context)
    .option('--id <id>', say(texts.newId))
    .addOption(new Option('--form <form>', say(texts.form)).choices(FORMS))
    .action((flags: CreateFlags) => createKey(context, flags))
  addSwitch(key, context, 'disable')
  addSwitch(key, context, 'enable')
  ofHolder(key.command('delete').description(say(texts.remove)), context)
    .argument('<id>', say(texts.id))
    .action(async (id: string, flags: Flags) => {
      const client = await openClient(context, flags)
      await client.accessKeys.remove({ ...holderOf(flags), id })
      printLine(context, say(texts.removed(id)))
    })
}

type CreateFlags = Flags & { readonly id?: string; readonly form?: Form }

async function createKey(context: CommandContext, flags: CreateFlags): Promise<void> {
  const { say, out } = context
  const { id, form, json } = flags
  const client = await openClient(context, flags)
  const made = await client.accessKeys.create({
    ...holderOf(flags),
    ...(id !== undefined && { id }),
    ...(form && { form }),
  })
  if (json) return printJson(context, made)
  out.write(
    rowsAsText([
      [say(texts.accessKey), made.id],
      [say(texts.secret), made.secret],
    ]),
  )
  printLine(context, say(texts.once))
}

function addSwitch(key: Command, context: CommandContext, verb: 'disable' | 'enable'): void {
  const { say } = context
  const isDisabled = verb === 'disable'
  printing(ofHolder(key.command(verb).description(say(texts[verb])), context), context)
    .argument('<id>', say(texts.id))
    .action(async (id: string, flags: Flags) => {
      const client = await openClient(context, flags)
      const now = await client.accessKeys.update({ ...holderOf(flags), id, isDisabled })
      if (flags.json) printJson(context, now)
      else printLine(context, say(isDisabled ? texts.disabled(id) : texts.enabled(id)))
    })
}
