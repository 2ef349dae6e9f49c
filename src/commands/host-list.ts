import { hostTexts as texts } from './host-texts.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import type { CommandContext } from './kit/context.ts'
import { printJson, printTable, type Table } from './kit/output.ts'
import { everyPage } from '../own-api/contract/every-page.ts'

type Host = Awaited<ReturnType<OwnApiClient['hosts']['list']>>['items'][number]

const { columns } = texts

const table: Table<Host> = {
  columns: [
    { title: columns.id, cell: ({ id }) => id },
    { title: columns.name, cell: ({ name }) => name },
    {
      title: columns.login,
      cell: ({ loginUser, way }, { say }) =>
        say(texts.loginAt(loginUser, way.map(({ address, port }) => `${address}:${port}`).join(' > '))),
    },
    { title: columns.cloud, cell: ({ dialect, region, account }) => `${dialect} ${region} ${account}` },
    { title: columns.drift, cell: ({ drift }) => drift },
    {
      title: columns.state,
      cell: ({ state, isPending }, { say }) =>
        [state, say(isPending ? texts.pending : texts.inEffect)].join(say({ en: ', ', zh: '，' })),
    },
  ],
  empty: texts.empty,
}

/** Prints the enrolled hosts. */
export async function listHosts(
  context: CommandContext,
  client: OwnApiClient,
  { json = false }: { readonly json?: boolean },
): Promise<void> {
  const answer = await everyPage((page) => client.hosts.list(page))
  if (json) printJson(context, answer)
  else printTable(context, table, answer.items)
}
