import { type Command, Option } from 'commander'

import { findKeypair, type KeyPair } from './find-keypair.ts'
import { rotateKeypair, type RotateFlags } from './keypair-rotate.ts'
import { keypairTexts as texts } from './keypair-texts.ts'
import { openClient } from './kit/client.ts'
import { orExit } from './kit/command-error.ts'
import type { CommandContext } from './kit/context.ts'
import { refuseUnknownDialect } from './kit/known-dialect.ts'
import { localTime } from './kit/local-time.ts'
import { narrowed, printable, printJson, printLine, printTable, type Table } from './kit/output.ts'
import { everyPage } from '../own-api/contract/every-page.ts'
import { type ReachFlags, reaching } from './kit/reach.ts'
import { readText } from './kit/read-text.ts'
import { texts as common } from './kit/texts.ts'
import { withoutEmpty } from './kit/without-empty.ts'
import { withPrivateKeyFile } from './private-key-file.ts'

type Flags = ReachFlags & { readonly json?: true }
type PlaceFlags = Flags & { readonly account: string; readonly dialect: string; readonly region?: string }

/** Adds `keypair`. */
export function addKeypairCommands(program: Command, context: CommandContext): void {
  const { say } = context
  const keypair = program.command('keypair').description(say(texts.group))
  addReads(keypair, context)
  addMaking(keypair, context)
  reaching(keypair.command('delete').description(say(texts.remove)), context)
    .argument('<key-pair>', say(texts.keyPair))
    .action(async (name: string, flags: ReachFlags) => {
      const client = await openClient(context, flags)
      const key = await findKeypair(client, name)
      await client.keyPairs.remove(key)
      printLine(context, say(texts.removed(key.id)))
    })
  reaching(keypair.command('rotate').description(say(texts.rotate)), context)
    .argument('<key-pair>', say(texts.keyPair))
    .option('--new-name <name>', say(texts.newName))
    .option('--public-key <file>', say(texts.newPublicKey))
    .option('--overlap <duration>', say(texts.overlap))
    .option('--out <file>', say(texts.out))
    .option('--json', say(common.jsonLines))
    .action(async (name: string, flags: ReachFlags & RotateFlags) =>
      orExit(await rotateKeypair(context, await openClient(context, flags), { ...flags, name })),
    )
}

function addReads(keypair: Command, context: CommandContext): void {
  const { say } = context
  reaching(keypair.command('list').description(say(texts.list)), context)
    .option('--account <id>', say(texts.account))
    .option('--dialect <id>', say(texts.dialect))
    .option('--region <id>', say(texts.region))
    .option('--text <text>', say(texts.text))
    .option('--fingerprint <fingerprint>', say(texts.fingerprint))
    .option('--json', say(common.json))
    .action(async (flags: Flags & Partial<PlaceFlags> & { text?: string; fingerprint?: string }) => {
      const { account, dialect, region, text, fingerprint } = flags
      const filters = withoutEmpty({ account, dialect, region, text, fingerprint })
      const client = await openClient(context, flags)
      await refuseUnknownDialect(client, flags)
      const all = await everyPage((page) => client.keyPairs.list({ ...page, ...filters }))
      if (flags.json) printJson(context, all)
      else printTable(context, narrowed(table, filters, texts.noMatch), all.items)
    })
  reaching(keypair.command('show').description(say(texts.show)), context)
    .argument('<key-pair>', say(texts.keyPair))
    .option('--json', say(common.json))
    .action(async (name: string, flags: Flags) => {
      const client = await openClient(context, flags)
      const found = await client.keyPairs.show(await findKeypair(client, name))
      if (flags.json) return printJson(context, found)
      printTable(context, table, [found])
      printLine(context, `\n${found.publicKey}`)
      for (const user of found.usedBy) {
        printLine(context, printable(`${say(texts.usedBy)} ${user.id} ${user.name} ${user.state}`))
      }
    })
}

function addMaking(keypair: Command, context: CommandContext): void {
  const { say } = context
  placed(keypair.command('create').description(say(texts.create)), context)
    .argument('<name>', say(texts.name))
    .addOption(new Option('--type <type>', say(texts.type)).choices(['ed25519', 'rsa-2048']))
    .option('--out <file>', say(texts.out))
    .action(async (name: string, flags: PlaceFlags & { type?: 'ed25519' | 'rsa-2048'; out?: string }) => {
      const client = await openClient(context, flags)
      const wanted = { ...placeOf(flags), name, ...withoutEmpty({ type: flags.type }) }
      await withPrivateKeyFile(flags.out, async (file) => {
        const { privateKey, ...made } = await client.keyPairs.create(wanted)
        if (flags.json) printJson(context, flags.out === undefined ? { ...made, privateKey } : made)
        // The private key alone is what the standard output is for.
        else context.err.write(`${say(texts.created(made.id, made.fingerprint))}\n`)
        if (flags.out !== undefined || !flags.json) file.write(context, privateKey)
      })
    })
  placed(keypair.command('import').description(say(texts.import)), context)
    .argument('<name>', say(texts.name))
    .argument('<file>', say(texts.publicKey))
    .action(async (name: string, file: string, flags: PlaceFlags) => {
      const client = await openClient(context, flags)
      const publicKey = readText(file)
      const made = await client.keyPairs.import({ ...placeOf(flags), name, publicKey })
      if (flags.json) printJson(context, made)
      else printLine(context, say(texts.imported(made.id, made.type, made.fingerprint)))
    })
}

function placed(command: Command, context: CommandContext): Command {
  const { say } = context
  return reaching(command, context)
    .requiredOption('--account <id>', say(texts.account))
    .requiredOption('--dialect <id>', say(texts.dialect))
    .option('--region <id>', say(texts.region))
    .option('--json', say(common.json))
}

function placeOf({ account, dialect, region }: PlaceFlags) {
  return { account, dialect, ...(region !== undefined && { region }) }
}

const { columns } = texts

const table: Table<KeyPair> = {
  columns: [
    { title: columns.id, cell: ({ id }) => id },
    { title: columns.name, cell: ({ name }) => name },
    {
      title: columns.cloud,
      cell: ({ dialect, region, account }) =>
        [dialect, region, account].filter((word) => word !== '').join(' '),
    },
    { title: columns.type, cell: ({ type, bits }) => `${type} ${bits}` },
    { title: columns.fingerprint, cell: ({ fingerprint }) => fingerprint },
    { title: columns.created, cell: ({ createdAt }) => localTime(createdAt) },
  ],
  empty: texts.empty,
}
