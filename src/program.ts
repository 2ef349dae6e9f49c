import { setTimeout as wait } from 'node:timers/promises'

import { Argument, Command, CommanderError } from 'commander'

import { clientSettings, DEFAULT_ENDPOINT, type Target, TARGETS } from './client-settings.ts'
import { addBackupCommand } from './commands/backup.ts'
import { addBindCommands } from './commands/bind-commands.ts'
import { addHostCommands } from './commands/host-commands.ts'
import { CommandError } from './commands/own-client.ts'
import { addRestoreCommand } from './commands/restore.ts'
import { ConfigError, firstLine, readConfig, SETTINGS } from './config.ts'
import { AUTHORITY_PATH } from './http/own-paths.ts'
import { startKeyplane } from './keyplane.ts'
import { readAuthority } from './tls/authority.ts'

const EXIT_BAD_CONFIGURATION = 2

/** The program `keyplane`. Resolves to its exit code. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const program = new Command('keyplane').description('Binds SSH key pairs to machines.').exitOverride()
  const serve = program.command('serve').description('Starts the server; SIGTERM ends it.')
  for (const { name, help, isSwitch } of SETTINGS) {
    serve.option(isSwitch ? `--${name}` : `--${name} <value>`, help)
  }
  serve.addHelpText(
    'after',
    '\nEach flag is also KEYPLANE_<FLAG> in the environment and a key in keyplane.yaml.',
  )
  serve.action(() => serveUntilStopped(serve.opts()))
  addClientCommands(program)
  addHostCommands(program)
  addBindCommands(program)
  addBackupCommand(program)
  addRestoreCommand(program)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_BAD_CONFIGURATION
    if (error instanceof CommandError) {
      if (error.message !== '') process.stderr.write(`keyplane: ${error.message}\n`)
      return error.exitCode
    }
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`keyplane: ${error.message}\n`)
    return EXIT_BAD_CONFIGURATION
  }
}

/** What people need to point their clients here. */
function addClientCommands(program: Command): void {
  program
    .command('ca')
    .description('Prints the certificate of the local CA of --tls auto, PEM; makes the CA if there is none.')
    .option('--data <value>', 'directory of the data (default ./keyplane-data)')
    .action(printAuthority)
  program
    .command('env')
    .description('Prints what clients need to be pointed here: lines for a shell, or blocks for Terraform.')
    .addArgument(new Argument('<clients>', 'whose clients').choices(TARGETS))
    .option('--endpoint <url>', 'where Keyplane answers', DEFAULT_ENDPOINT)
    .action((target: Target, { endpoint }: { endpoint: string }) => {
      process.stdout.write(clientSettings(target, endpoint))
    })
}

async function printAuthority(flags: Readonly<Record<string, string>>): Promise<void> {
  const { data } = readConfig({ flags, environment: process.env, file: 'keyplane.yaml' })
  if (data === 'memory') {
    throw new ConfigError(
      `in memory the CA is another one at each start; the running server has it at ${AUTHORITY_PATH}`,
    )
  }
  try {
    process.stdout.write((await readAuthority(data, Date.now())).certificate)
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(`the CA in ${data} cannot be used: ${firstLine(error)}`, { cause: error })
  }
}

async function serveUntilStopped(
  options: Readonly<Record<string, string | true | undefined>>,
): Promise<void> {
  const stopped = untilStopped()
  const flags = Object.fromEntries(SETTINGS.map(({ name }) => [name, options[camelCase(name)]?.toString()]))
  const config = readConfig({ flags, environment: process.env, file: 'keyplane.yaml' })
  const keyplane = await startKeyplane(config)
  process.stdout.write(`keyplane ready api=${keyplane.api} ssh=${keyplane.ssh}\n`)
  await stopped
  keyplane.drain()
  // A second signal ends the process at once.
  await wait(config.drainMs)
  await keyplane[Symbol.asyncDispose]()
}

/** Resolves on the first SIGTERM or SIGINT; a second one ends the process at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
}

function camelCase(flag: string): string {
  return flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
