import type { Command } from 'commander'

import { accessColumns } from '../own-api/contract/access.ts'
import { asCsv } from '../own-api/contract/csv.ts'
import { accessTexts as texts } from './access-texts.ts'
import { openClient } from './kit/client.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { CommandError } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { EXIT } from './kit/exit-codes.ts'
import { refuseUnknownDialect } from './kit/known-dialect.ts'
import { localTime } from './kit/local-time.ts'
import { narrowed, printable, printJson, printTable, type Table } from './kit/output.ts'
import { type ReachFlags, reaching } from './kit/reach.ts'
import { texts as common } from './kit/texts.ts'
import { withoutEmpty } from './kit/without-empty.ts'

type Page = Awaited<ReturnType<OwnApiClient['access']['list']>>
type Line = Page['items'][number]

interface Flags extends ReachFlags {
  readonly instance?: string
  readonly fingerprint?: string
  readonly account?: string
  readonly dialect?: string
  readonly look: boolean
  readonly json?: true
  readonly csv?: true
}

/** Adds `access`: who can open what. */
export function addAccessCommand(program: Command, context: CommandContext): void {
  const { say } = context
  reaching(program.command('access').description(say(texts.access)), context)
    .option('--instance <id>', say(texts.instance))
    .option('--fingerprint <SHA256:…>', say(texts.fingerprint))
    .option('--account <id>', say(texts.account))
    .option('--dialect <id>', say(texts.dialect))
    .option('--no-look', say(texts.noLook))
    .option('--json', say(common.json))
    .option('--csv', say(texts.csv))
    .action(async (flags: Flags) => {
      if (flags.json && flags.csv) throw new CommandError(texts.oneForm, EXIT.usage)
      const client = await openClient(context, flags)
      await refuseUnknownDialect(client, flags)
      const filters = filtersOf(flags)
      const found = await readAll(client, { ...filters, look: flags.look })
      if (flags.json) return printJson(context, found)
      if (flags.csv) context.out.write(asCsv(found.items, accessColumns))
      else printTable(context, narrowed(table, filters, texts.noMatch), found.items)
      for (const { instance, message } of found.unseen) {
        context.err.write(`keyplane: ${printable(`${instance} ${say(texts.unseen)}: ${message}`)}\n`)
      }
    })
}

function filtersOf({ instance, fingerprint, account, dialect }: Flags) {
  return withoutEmpty({ instance, fingerprint, account, dialect })
}

async function readAll(
  client: OwnApiClient,
  filters: ReturnType<typeof filtersOf> & Pick<Flags, 'look'>,
): Promise<Pick<Page, 'items' | 'unseen'>> {
  const items: Page['items'] = []
  const unseen: Page['unseen'] = []
  let page: Page | undefined
  do {
    page = await client.access.list({
      ...filters,
      ...(page?.next !== undefined && { cursor: page.next }),
    })
    items.push(...page.items)
    unseen.push(...page.unseen)
  } while (page.next !== undefined)
  return { items, unseen }
}

const { columns } = texts

const table: Table<Line> = {
  columns: [
    {
      title: columns.instance,
      cell: ({ dialect, account, instanceId }) => `${dialect}/${account}/${instanceId}`,
    },
    { title: columns.login, cell: ({ loginUser }) => loginUser },
    { title: columns.fingerprint, cell: ({ fingerprint }) => fingerprint || '-' },
    {
      title: columns.through,
      cell: ({ source, keyPairName, comment }, { say }) =>
        [say(texts.sources[source]), keyPairName, comment].filter((word) => word !== '').join(' '),
    },
    {
      title: columns.open,
      cell: ({ isOpen }, { say }) => say(isOpen === null ? texts.unknown : isOpen ? texts.yes : texts.no),
    },
    { title: columns.since, cell: ({ since }) => (since === undefined ? '-' : localTime(since)) },
    { title: columns.ends, cell: ({ expiresAt }) => (expiresAt === undefined ? '-' : localTime(expiresAt)) },
  ],
  empty: texts.empty,
}
