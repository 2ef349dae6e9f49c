import { Command, CommanderError } from 'commander'

import { ConfigError, readConfig, SETTINGS } from './config.ts'
import { startKeyplane } from './keyplane.ts'

const EXIT_BAD_CONFIGURATION = 2

/** The program `keyplane`. Resolves to its exit code. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const program = new Command('keyplane').description('Binds SSH key pairs to machines.').exitOverride()
  const serve = program.command('serve').description('Starts the server; SIGTERM ends it.')
  for (const { name, help } of SETTINGS) serve.option(`--${name} <value>`, help)
  serve.addHelpText(
    'after',
    '\nEach flag is also KEYPLANE_<FLAG> in the environment and a key in keyplane.yaml.',
  )
  serve.action(() => serveUntilStopped(serve.opts()))
  try {
    await program.parseAsync([...args], { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_BAD_CONFIGURATION
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`keyplane: ${error.message}\n`)
    return EXIT_BAD_CONFIGURATION
  }
}

async function serveUntilStopped(options: Readonly<Record<string, string | undefined>>): Promise<void> {
  const stopped = untilStopped()
  const flags = Object.fromEntries(SETTINGS.map(({ name }) => [name, options[camelCase(name)]]))
  const config = readConfig({ flags, environment: process.env, file: 'keyplane.yaml' })
  const keyplane = await startKeyplane(config)
  process.stdout.write(`keyplane ready api=${keyplane.api} ssh=${keyplane.ssh}\n`)
  await stopped
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
