import { Argument, type Command } from 'commander'

import { completionTexts as texts } from './completion-texts.ts'
import type { CommandContext } from './kit/context.ts'

const SHELLS = ['bash', 'zsh', 'fish'] as const

/** Adds `completion`, whose scripts are made from the tree of all commands. */
export function addCompletionCommand(program: Command, context: CommandContext): void {
  const { say } = context
  program
    .command('completion')
    .description(say(texts.completion))
    .addArgument(new Argument('<shell>', say(texts.shell)).choices(SHELLS))
    .addHelpText('after', say(texts.after))
    .action(async (shell: (typeof SHELLS)[number]) => {
      const { buildProgram } = await import('./build-program.ts')
      const { WRITERS } = await import('./completion-scripts.ts')
      context.out.write(WRITERS[shell](await buildProgram(context)))
    })
}
