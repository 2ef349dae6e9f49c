import { Bash, getCommandNames, type BashOptions, type CommandName } from 'just-bash'
import { baseDisk } from './base-disk.ts'
import { homeOf, type Disk } from './disk.ts'
import { machineCommands } from './machine-commands.ts'
import { keptDisk, openMachineFs, type MachineFs } from './machine-fs.ts'
import { isTooComplex } from './parse-script.ts'
import { isIncomplete, parses } from './script-input.ts'
import { ShellFiles } from './shell-files.ts'
import { TOO_COMPLEX } from './shell-messages.ts'

/**
 * This file and those it imports load the shell, which is big: it is imported by the thread of the shell only
 * (`shell-thread.ts`).
 */
export interface Script {
  readonly text: string
  readonly instanceId: string
  readonly user: string
  readonly disk: Disk
  readonly stdin: Buffer
  /** The home directory where absent. */
  readonly cwd?: string
  readonly env: Readonly<Record<string, string>>
  /** Present for a line of a shell that goes on afterwards: the exit code of the line before. */
  readonly lastExitCode?: number
  readonly signal: AbortSignal
  readonly sleep: (ms: number) => Promise<void>
}

export interface ScriptResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  /** Variables as the script left them. */
  readonly env: Readonly<Record<string, string>>
  /** The script left the shell that it is a line of, by `exit` or `logout`. */
  readonly hasExited: boolean
  /** The disk as the script left it; as it was when the script ran out of space. */
  readonly disk: Disk
}

const MIB = 2 ** 20

/**
 * Scripts take turns in one thread and are not interrupted: the limits keep most to about a tenth of a second, loops
 * over dear commands to some seconds, and all to some 50 MiB. What goes beyond them is ended with its thread (`shell.ts`).
 */
const LIMITS: NonNullable<BashOptions['executionLimits']> = {
  maxSourceBytes: MIB,
  maxCommandCount: 5000,
  maxLoopIterations: 5000,
  maxCallDepth: 50,
  maxAwkIterations: 20_000,
  maxSedIterations: 20_000,
  maxJqIterations: 20_000,
  maxStringLength: 4 * MIB,
  maxHeredocSize: MIB,
  maxArrayElements: 20_000,
  maxBraceExpansionResults: 5000,
  maxGlobOperations: 50_000,
  maxTraversalEntries: 50_000,
  maxOutputSize: 4 * MIB,
  maxInputBytes: 8 * MIB,
  maxLiveBytes: 32 * MIB,
  maxArchiveBytes: 4 * MIB,
  maxArchiveEntryBytes: 2 * MIB,
  maxArchiveCompressedBytes: 2 * MIB,
  maxArchiveEntries: 5000,
}

/** The database engine is left out: it starts a thread and takes tens of megabytes. */
function commands(): CommandName[] {
  return getCommandNames().filter((name): name is CommandName => name !== 'sqlite3')
}

/** Runs a script on a machine's files. Whatever goes wrong in the script is told in its result. */
export async function runScript(script: Script): Promise<ScriptResult> {
  if (isTooComplex(script.text)) {
    return { ...TOO_COMPLEX, env: script.env, hasExited: false, disk: script.disk }
  }
  const base = baseDisk(script)
  const fs = await openMachineFs(base, script.disk)
  const hasLinks = Object.values(script.disk).some(({ kind }) => kind === 'link')
  const files = new ShellFiles(fs, { hasLinks })
  const bash = await openBash(script, fs, files)
  const options = { stdin: script.stdin.toString('latin1'), stdinKind: 'bytes', rawScript: true } as const
  try {
    const result = await bash.exec(withMarks(script), { ...options, signal: script.signal })
    const { [REACHED_END]: reachedEnd, '?': _code, ...env } = result.env
    const exitCode = reachedEnd === undefined ? result.exitCode : Number(reachedEnd)
    const { stdout, stderr } = result
    const hasExited = reachedEnd === undefined && hasLeftShell(script, stderr)
    return { exitCode, stdout, stderr, env, hasExited, disk: await keptDisk(fs, base) }
  } catch (error) {
    if (!fs.isFull) throw error
    const stderr = 'bash: write error: No space left on device\n'
    return { exitCode: 1, stdout: '', stderr, env: script.env, hasExited: false, disk: script.disk }
  } finally {
    files.release()
    forgetCommands(bash)
  }
}

/** A shell cannot be closed, and its commands are most of what is left of it: `ShellFiles` tells who keeps it. */
function forgetCommands(bash: Bash): void {
  const commands: unknown = Reflect.get(bash, 'commands')
  if (commands instanceof Map) commands.clear()
}

/** Set by a line that ran to its end. */
const REACHED_END = 'KEYPLANE_REACHED_END'

/** A line of a shell starts with the exit code of the one before, and tells whether it ran to its end. */
function withMarks({ text, lastExitCode }: Script): string {
  if (lastExitCode === undefined) return text
  // An open here-document would swallow the mark; it ends the shell's input anyway.
  const after = isIncomplete(text) ? '' : `\n${REACHED_END}=$?`
  return `logout() { exit "$@"; }\n(exit ${lastExitCode})\n${text}${after}`
}

/** Whether a line that did not run to its end meant to: not if it does not parse, was stopped, or met a limit. */
function hasLeftShell({ text, signal }: Script, stderr: string): boolean {
  return parses(text) && !signal.aborted && !stderr.includes('increase executionLimits.')
}

async function openBash(script: Script, fs: MachineFs, files: ShellFiles): Promise<Bash> {
  const id = script.user === 'root' ? 0 : 1000
  const cwd = await directory(fs, script)
  const bash = new Bash({
    fs: files.fs,
    cwd,
    env: { ...environment(script), HOSTNAME: script.instanceId },
    commands: commands(),
    customCommands: machineCommands(fs, script),
    executionLimits: LIMITS,
    processInfo: { uid: id, gid: id },
    sleep: script.sleep,
    // That layer swaps globals of the whole process (timers, Function, process) under every other request while a
    // command runs. No command here reaches JavaScript: js-exec, python and the network are not registered.
    defenseInDepth: false,
  })
  files.endInstallation()
  return bash
}

async function directory(fs: MachineFs, { cwd, user }: Script): Promise<string> {
  const wanted = cwd ?? homeOf(user)
  return (await fs.exists(wanted)) ? wanted : '/'
}

/** What sshd gives every session; the client's own variables cannot change who they are or what runs. */
function environment({ env, user }: Script): Record<string, string> {
  return {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TERM: 'dumb',
    ...env,
    HOME: env['HOME'] ?? homeOf(user),
    USER: user,
    LOGNAME: user,
    SHELL: '/bin/bash',
  }
}
