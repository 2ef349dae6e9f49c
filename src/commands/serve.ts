import { setTimeout as wait } from 'node:timers/promises'

import type { Command } from 'commander'

import { readConfig, SETTINGS } from '../config.ts'
import { returnStartMemory } from '../start-memory.ts'
import type { CommandContext } from './kit/context.ts'
import { untilStopped } from './kit/until-stopped.ts'
import { serveTexts, settingsInChinese } from './serve-texts.ts'

type Flags = Readonly<Record<string, string | true | undefined>>

/** Adds `serve`, which is the server itself and no client of one. */
export function addServeCommand(program: Command, context: CommandContext): void {
  const { say } = context
  const serve = program.command('serve').description(say(serveTexts.serve))
  for (const { name, help, isSwitch } of SETTINGS) {
    serve.option(isSwitch ? `--${name}` : `--${name} <value>`, say({ en: help, zh: settingsInChinese[name] }))
  }
  serve.addHelpText('after', say(serveTexts.after)).action(() => serveUntilStopped(serve.opts(), context))
}

async function serveUntilStopped(options: Flags, { environment, out }: CommandContext): Promise<void> {
  const stopped = untilStopped()
  const flags = Object.fromEntries(SETTINGS.map(({ name }) => [name, options[camelCase(name)]?.toString()]))
  const config = readConfig({ flags, environment, file: 'keyplane.yaml' })
  const { startKeyplane } = await import('../keyplane.ts')
  const keyplane = await startKeyplane(config)
  out.write(`keyplane ready api=${keyplane.api} ssh=${keyplane.ssh}\n`)
  returnStartMemory()
  await stopped
  keyplane.drain()
  // A second signal ends the process at once.
  await wait(config.drainMs)
  await keyplane[Symbol.asyncDispose]()
}

function camelCase(flag: string): string {
  return flag.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
