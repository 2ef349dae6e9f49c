import type { Login, MachineShell } from './machine-shell.ts'

/** Characters of a command that is parsed at each of its lines. */
const SHORT = 2_000
/** A longer one is parsed again when it has grown so much: at each line, time would grow with the square. */
const GROWTH = 1.25

export interface LineResult {
  readonly stdout: string
  readonly stderr: string
  /** The line ended the shell: `exit`, or the machine went down. */
  readonly hasEnded: boolean
}

/**
 * A shell between its commands: directory, variables and the last exit code live on from line to line. Functions and
 * aliases do not.
 */
export class ShellSession {
  readonly #shell: Pick<MachineShell, 'look' | 'run'>
  readonly #login: Login
  #env: Readonly<Record<string, string>>
  #cwd: string | undefined
  #exitCode = 0
  /** Length of the command that was found to go on. */
  #unfinished = 0

  constructor(
    shell: Pick<MachineShell, 'look' | 'run'>,
    login: Login,
    env: Readonly<Record<string, string>>,
  ) {
    this.#shell = shell
    this.#login = login
    this.#env = env
  }

  /** Exit code of the last line; the shell's own when it ends. */
  get exitCode(): number {
    return this.#exitCode
  }

  /** Prompt of the login shell, as Debian's bash shows it. */
  prompt(): string {
    const { user, instanceId } = this.#login
    const home = this.#env['HOME']
    const cwd = this.#cwd === undefined || this.#cwd === home ? '~' : this.#cwd
    return `${user}@${instanceId}:${cwd}${user === 'root' ? '#' : '$'} `
  }

  /**
   * Whether a shell would ask for more lines before it runs these. Where more have arrived, the answer may be yes for
   * lines that are whole: they are run with those that follow.
   */
  async isIncomplete(lines: string, hasMore: () => boolean): Promise<boolean> {
    const hasGrown = lines.length < this.#unfinished || lines.length >= this.#unfinished * GROWTH
    if (lines.length > SHORT && !hasGrown && hasMore()) return true
    const answer = await this.#shell.look('isIncomplete', lines)
    this.#unfinished = answer ? lines.length : 0
    return answer
  }

  /** Runs lines that make up whole commands. */
  async run(text: string, signal: AbortSignal): Promise<LineResult> {
    const cwd = this.#cwd === undefined ? {} : { cwd: this.#cwd }
    const command = {
      text,
      stdin: Buffer.alloc(0),
      env: this.#env,
      lastExitCode: this.#exitCode,
      signal,
      ...cwd,
    }
    const result = await this.#shell.run(this.#login, command)
    if (result === undefined) return { stdout: '', stderr: '', hasEnded: true }
    const { PWD, ...env } = result.env
    this.#env = env
    this.#cwd = PWD ?? this.#cwd
    this.#exitCode = result.exitCode
    return { stdout: result.stdout, stderr: result.stderr, hasEnded: result.hasExited }
  }
}
