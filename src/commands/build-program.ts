import type { Command } from 'commander'

import type { CommandContext } from './kit/context.ts'
import { LocalizedCommand } from './kit/localized-command.ts'
import { programTexts } from './program-texts.ts'
import { groupsFor } from './registry.ts'

/**
 * The tree of commands.
 *
 * @param name first word of the command line: the other commands are not loaded. Undefined: all are.
 */
export async function buildProgram(context: CommandContext, name?: string): Promise<Command> {
  const { say } = context
  const program = new LocalizedCommand('keyplane', context)
    .description(say(programTexts.description))
    .addHelpText('after', say(programTexts.after))
  const groups = await Promise.all(groupsFor(name).map((group) => group.load()))
  for (const add of groups) add(program, context)
  return program
}
