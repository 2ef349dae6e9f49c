import type { Connection, ServerChannel, Session } from 'ssh2'
import type { Login, MachineShell } from './machine-shell.ts'
import { runSftp } from './sftp-session.ts'
import { runCommand } from './ssh-exec.ts'
import { runScriptedShell } from './scripted-shell.ts'
import { ShellSession } from './shell-session.ts'
import { runTerminal } from './terminal.ts'

/** Sessions open at once on one connection. Source: MaxSessions, sshd_config(5). */
const MAX_SESSIONS = 10

const MAX_VARIABLES = 64
const LONGEST_VARIABLE = 4096

/** Variables that tell the shell who it runs for or what it runs: never taken from a client. */
const RESERVED = /^(?:PATH|HOME|USER|LOGNAME|SHELL|PWD|OLDPWD|IFS|ENV|BASH.*|SHELLOPTS|HOSTNAME|KEYPLANE.*)$/

export interface SessionOptions {
  readonly login: Login
  readonly shell: MachineShell
  /** Aborted when the connection is gone. */
  readonly signal: AbortSignal
  readonly onError: (error: unknown) => void
}

/** What a session was prepared with before its command or shell began. */
interface Prepared {
  readonly env: Readonly<Record<string, string>>
  readonly hasTerminal: boolean
}

/** What runs in a session's channel; resolves with its exit code, or undefined when the machine is down. */
type Program = (
  channel: ServerChannel,
  prepared: Prepared,
  signal: AbortSignal,
) => Promise<number | undefined>

/** Serves the sessions of a connection: commands and shells, with and without a terminal, and SFTP. No forwarding. */
export function serveSessions(connection: Connection, options: SessionOptions): void {
  let open = 0
  connection.on('session', (accept, reject) => {
    if (open >= MAX_SESSIONS) return reject()
    open += 1
    const session = accept()
    session.on('close', () => void (open -= 1))
    session.on('error', () => {})
    serveSession(session, connection, options)
  })
}

function serveSession(session: Session, connection: Connection, options: SessionOptions): void {
  const { login, shell } = options
  const env: Record<string, string> = {}
  let hasTerminal = false
  session.on('env', (accept, _reject, { key, val }) => {
    if (isAllowed(key, val) && Object.keys(env).length < MAX_VARIABLES) env[key] = val
    answer(accept)
  })
  session.on('pty', (accept, _reject, info) => {
    hasTerminal = true
    // The wire has the terminal's name; the type of the event leaves it out.
    const { term } = info as { term?: unknown }
    if (typeof term === 'string' && term !== '') env['TERM'] = term.slice(0, 64)
    answer(accept)
  })
  session.on('window-change', (accept) => answer(accept))
  session.on('signal', (accept) => answer(accept))
  const start = (channel: ServerChannel, program: Program) => {
    runProgram(channel, { program, prepared: { env, hasTerminal }, connection, options }).catch(
      options.onError,
    )
  }
  session.on('exec', (accept, _reject, { command }) => {
    start(accept(), (channel, prepared, signal) =>
      runCommand(channel, command, { login, shell, prepared, signal }),
    )
  })
  session.on('subsystem', (accept, reject, { name }) => {
    if (name !== 'sftp') return reject()
    start(accept(), (channel, _prepared, signal) => runSftp(channel, shell.disk(login), signal))
  })
  session.on('shell', (accept) => {
    start(accept(), (channel, prepared, signal) => {
      const lines = new ShellSession(shell, login, prepared.env)
      return prepared.hasTerminal
        ? runTerminal(channel, lines, signal)
        : runScriptedShell(channel, lines, signal)
    })
  })
}

/** A client that wants no answer leaves out the function to give it with. */
function answer(accept: (() => unknown) | undefined): void {
  accept?.()
}

function isAllowed(name: string, value: string): boolean {
  return /^[A-Za-z_]\w{0,127}$/.test(name) && !RESERVED.test(name) && value.length <= LONGEST_VARIABLE
}

interface Running {
  readonly program: Program
  readonly prepared: Prepared
  readonly connection: Connection
  readonly options: SessionOptions
}

async function runProgram(channel: ServerChannel, running: Running): Promise<void> {
  const { program, prepared, connection, options } = running
  const closed = new AbortController()
  channel.on('close', () => closed.abort())
  // Writing to a client that has gone away is no failure of ours.
  channel.on('error', () => closed.abort())
  channel.stderr.on('error', () => closed.abort())
  const signal = AbortSignal.any([closed.signal, options.signal])
  try {
    const exitCode = await program(channel, prepared, signal)
    if (exitCode === undefined) connection.end()
    else channel.exit(exitCode)
  } catch (error) {
    if (!signal.aborted) options.onError(error)
    channel.exit(255)
  } finally {
    channel.end()
  }
}
