import type { Command } from 'commander'

import { buildProgram } from '../../src/commands/build-program.ts'
import { createContext } from '../../src/commands/kit/context.ts'
import type { Language } from '../../src/commands/kit/language.ts'

/** A command with the words that call it: `host add`. */
export interface PlacedCommand {
  readonly words: string
  readonly command: Command
}

/** The program and all commands below it, each before those it holds. */
export async function listCommands(language: Language): Promise<readonly PlacedCommand[]> {
  const nowhere = { write: () => undefined }
  const context = createContext({ environment: { KEYPLANE_LANG: language }, out: nowhere, err: nowhere })
  return below({ words: '', command: await buildProgram(context) })
}

function below(placed: PlacedCommand): readonly PlacedCommand[] {
  const { words, command } = placed
  const inside = command.commands.map((child) => ({
    words: `${words} ${child.name()}`.trim(),
    command: child,
  }))
  return [placed, ...inside.flatMap(below)]
}
