import { CommanderError } from 'commander'

import { buildProgram } from './commands/build-program.ts'
import { refusalOf } from './commands/kit/client.ts'
import { type CommandContext, processContext } from './commands/kit/context.ts'
import { EXIT } from './commands/kit/exit-codes.ts'
import { LEAST_NODE } from './commands/kit/least-node.ts'
import { programTexts } from './commands/program-texts.ts'
import { ConfigError } from './config.ts'

/** The program `keyplane`. Resolves to its exit code; a bug rejects. */
export async function runProgram(
  args: readonly string[],
  context: CommandContext = processContext(),
): Promise<number> {
  const [name] = args
  if (Number(process.versions.node.split('.')[0]) < LEAST_NODE && name !== 'doctor') {
    context.err.write(`keyplane: ${context.say(programTexts.oldNode(process.versions.node, LEAST_NODE))}\n`)
    return EXIT.usage
  }
  const program = await buildProgram(context, name)
  try {
    await program.parseAsync([...args], { from: 'user' })
    return EXIT.done
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
    const complain = (text: string) => context.err.write(`keyplane: ${text}\n`)
    if (error instanceof ConfigError) {
      complain(context.say(error.text))
      return EXIT.usage
    }
    const refusal = refusalOf(error)
    if (!refusal) throw error
    if (refusal.message !== '') complain(context.say(refusal.text))
    return refusal.exitCode
  }
}
