import { createContext } from '../../src/commands/kit/context.ts'
import { runProgram } from '../../src/program.ts'

export interface CliResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a command in this process, without a terminal.
 *
 * @param environment all of it: nothing of the machine's own is seen. English unless it says otherwise.
 */
export async function runCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  now?: () => number,
): Promise<CliResult> {
  const written = { stdout: '', stderr: '' }
  const context = createContext({
    environment,
    ...(now && { now }),
    out: { write: (text) => (written.stdout += text) },
    err: { write: (text) => (written.stderr += text) },
  })
  const exitCode = await runProgram(args, context)
  return { exitCode, ...written }
}
