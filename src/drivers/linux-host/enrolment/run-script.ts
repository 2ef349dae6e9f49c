import type { ExecResult, SshConnection } from '../ssh/connection.ts'

/** Longest that one of the scripts of enrolment may take. */
const SCRIPT_TIMEOUT_MS = 20_000

export interface ScriptCall {
  readonly args: readonly string[]
  /** Run as root by sudo. */
  readonly isRoots?: boolean
  readonly signal: AbortSignal
}

/**
 * Runs a constant script of ours on a host. It goes over stdin, so that any login shell may start it; only the
 * arguments stand on its command line.
 */
export function runScript(
  connection: Pick<SshConnection, 'exec'>,
  script: string,
  { args, isRoots = false, signal }: ScriptCall,
): Promise<ExecResult> {
  const shell = isRoots ? 'exec sudo -n sh -s --' : 'exec sh -s --'
  const command = [shell, ...args.map(quote)].join(' ')
  return connection.exec(command, { stdin: script, signal, timeoutMs: SCRIPT_TIMEOUT_MS })
}

/** Of one word, for every shell that somebody may have as login shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
