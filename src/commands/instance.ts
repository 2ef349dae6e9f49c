import { type Command, Option } from 'commander'

import { findInstance, type Instance, listInstances } from './find-instance.ts'
import { type PowerFlags, VERBS, powerInstances } from './instance-power.ts'
import { instanceTexts as texts } from './instance-texts.ts'
import { openClient } from './kit/client.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import { orExit } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { INSTANCE_STATES } from './kit/instance-states.ts'
import { refuseUnknownDialect } from './kit/known-dialect.ts'
import { localTime } from './kit/local-time.ts'
import { narrowed, printable, printJson, printTable, rowsAsText, type Table } from './kit/output.ts'
import { type ReachFlags, reaching } from './kit/reach.ts'
import { texts as common } from './kit/texts.ts'
import { waiting } from './kit/wait.ts'
import { withoutEmpty } from './kit/without-empty.ts'
import { operationTexts } from './operation-texts.ts'

interface Filters {
  readonly account?: string
  readonly dialect?: string
  readonly region?: string
  readonly state?: string
  readonly text?: string
  readonly keyPair?: string
  readonly pending?: true
}

type Flags = ReachFlags & { readonly json?: true }

/** Adds `instance`: machines of all accounts and clouds. */
export function addInstanceCommands(program: Command, context: CommandContext): void {
  const { say } = context
  const instance = program.command('instance').description(say(texts.group))
  addList(instance, context)
  reaching(instance.command('show').description(say(texts.show)), context)
    .argument('<instance>', say(texts.instance))
    .option('--json', say(common.json))
    .action(async (name: string, flags: Flags) =>
      showInstance(context, await openClient(context, flags), { name, ...flags }),
    )
  for (const verb of VERBS) {
    const command = instance.command(verb).description(say(texts[verb]))
    waiting(reaching(command, context), context)
      .argument('<instances...>', say(texts.instance))
      .option('--force', say(texts.force))
      .option('--json', say(common.jsonLines))
      .action(async (names: string[], flags: ReachFlags & PowerFlags) =>
        orExit(await powerInstances(context, await openClient(context, flags), { ...flags, names, verb })),
      )
  }
}

function addList(instance: Command, context: CommandContext): void {
  const { say } = context
  reaching(instance.command('list').description(say(texts.list)), context)
    .option('--account <id>', say(texts.account))
    .option('--dialect <id>', say(texts.dialect))
    .option('--region <id>', say(texts.region))
    .addOption(new Option('--state <state>', say(texts.state)).choices(INSTANCE_STATES))
    .option('--text <text>', say(texts.text))
    .option('--key-pair <id>', say(texts.keyPair))
    .option('--pending', say(texts.onlyPending))
    .option('--json', say(common.json))
    .action(async (flags: Flags & Filters) => {
      const { account, dialect, region, state, text, keyPair, pending } = flags
      const filters = withoutEmpty({ account, dialect, region, state, text, keyPair, pending })
      const client = await openClient(context, flags)
      await refuseUnknownDialect(client, flags)
      const items = await listInstances(client, filters)
      if (flags.json) printJson(context, { items })
      else printTable(context, narrowed(table, filters, texts.noMatch), items)
    })
}

const { columns } = texts
const { outcomes } = operationTexts

const table: Table<Instance> = {
  columns: [
    { title: columns.id, cell: ({ id }) => id },
    { title: columns.name, cell: ({ name }) => name },
    { title: columns.cloud, cell: ({ dialect, region, account }) => `${dialect} ${region} ${account}` },
    { title: columns.state, cell: ({ state }) => state },
    { title: columns.keys, cell: ({ keyPairIds }) => keyPairIds.join(' ') || '-' },
    {
      title: columns.password,
      cell: ({ allowsPassword }, { say }) => say(allowsPassword ? texts.yes : texts.no),
    },
    { title: columns.address, cell: ({ address }) => address },
    {
      title: columns.pending,
      cell: ({ pending }, { say }) => (pending ? say(texts.reasons[pending.reason]) : '-'),
    },
  ],
  empty: texts.empty,
}

async function showInstance(
  context: CommandContext,
  client: OwnApiClient,
  { name, json }: { readonly name: string; readonly json?: true },
): Promise<void> {
  const { say } = context
  const found = await findInstance(client, name)
  if (json) return printJson(context, found)
  printTable(context, table, [found])
  const { access, latestOperation, dialect, account, id } = found
  const { items } = await client.bindings.list({ instance: `${dialect}/${account}/${id}` })
  const rows = [
    ...(access ? [[say(texts.login), access.command]] : []),
    ...(latestOperation
      ? [
          [
            say(texts.operation),
            say(texts.operationIs(outcomes[latestOperation.outcome], latestOperation.action)),
            latestOperation.message,
          ],
        ]
      : []),
    ...items.map(({ keyPairName, fingerprint, boundAt, expiresAt }) => [
      keyPairName,
      fingerprint,
      ...(boundAt === undefined ? [] : [`${say(texts.bound)} ${localTime(boundAt)}`]),
      ...(expiresAt === undefined ? [] : [`${say(texts.ends)} ${localTime(expiresAt)}`]),
    ]),
  ]
  context.out.write(`\n${rowsAsText(rows.map((row) => row.map(printable)))}`)
}
