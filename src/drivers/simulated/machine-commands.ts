import { decodeBytesToUtf8, defineCommand, type CustomCommand, type ExecResult } from 'just-bash'
import type { MachineFs } from './machine-fs.ts'
import { isTooComplex } from './parse-script.ts'
import { TOO_COMPLEX } from './shell-messages.ts'

/** Commands that must speak for the machine, or that scripts of SSH tools need and the shell lacks. */
export function machineCommands(
  fs: MachineFs,
  machine: { instanceId: string; user: string },
): CustomCommand[] {
  const { instanceId, user } = machine
  const uid = user === 'root' ? '0' : '1000'
  return [
    defineCommand('hostname', async () => says(instanceId)),
    defineCommand('whoami', async () => says(user)),
    defineCommand('id', async (args) => says(identity(args, { user, uid }))),
    defineCommand('uname', async (args) => says(kernel(args, instanceId))),
    defineCommand('umask', async (args) => setUmask(fs, args)),
    // Its ends of a copy are played on the channel of the session: this is any other call.
    defineCommand('scp', async () => ({ ...SILENT, stderr: SCP_REFUSAL, exitCode: 1 })),
    ...['bash', 'sh'].map(shell),
    // Every file belongs to the one who asks: there is nothing to change.
    defineCommand('chown', async () => SILENT),
    defineCommand('chgrp', async () => SILENT),
  ]
}

const SILENT: ExecResult = { stdout: '', stderr: '', exitCode: 0 }

const SCP_REFUSAL = 'scp: no network here; copies go from and to a client, as the only command of a session\n'

function says(line: string): ExecResult {
  return { ...SILENT, stdout: `${line}\n` }
}

/** id(1): `-u`, `-g` and `-G`, with `-n` as names. */
function identity(args: readonly string[], { user, uid }: { user: string; uid: string }): string {
  const flags = args.filter((arg) => arg.startsWith('-')).join('')
  if (/[ugG]/.test(flags)) return flags.includes('n') ? user : uid
  return `uid=${uid}(${user}) gid=${uid}(${user}) groups=${uid}(${user})`
}

/** uname(1) of an ordinary Linux. */
function kernel(args: readonly string[], hostname: string): string {
  const facts = { s: 'Linux', n: hostname, r: '6.1.0-keyplane', v: '#1 SMP', m: 'x86_64', o: 'GNU/Linux' }
  const flags = args.join('')
  if (flags.includes('a')) return Object.values(facts).join(' ')
  const wanted = Object.entries(facts).filter(([flag]) => flags.includes(flag))
  return wanted.length === 0 ? facts.s : wanted.map(([, fact]) => fact).join(' ')
}

function setUmask(fs: MachineFs, [mode]: readonly string[]): ExecResult {
  if (mode === undefined) return says(fs.umask.toString(8).padStart(4, '0'))
  if (!/^[0-7]{1,4}$/.test(mode)) {
    return { stdout: '', stderr: `bash: umask: ${mode}: octal number out of range\n`, exitCode: 1 }
  }
  fs.umask = Number.parseInt(mode, 8) & 0o777
  return SILENT
}

/** A shell started with the options people use; the bundled one takes a script, `-c`, or its input only. */
function shell(name: string): CustomCommand {
  return defineCommand(name, async (args, context) => {
    const { settings, isCommand, isInput, words } = shellOptions(args)
    const run =
      context.origCommand ?? (async () => ({ ...SILENT, stderr: `${name}: not found\n`, exitCode: 127 }))
    const isFile = words.length > 0 && !isCommand && !isInput
    if (isFile) return run(words)
    const [command = '', ...operands] = isCommand ? words : [decodeBytesToUtf8(context.stdin), name, ...words]
    if (isTooComplex(command)) return TOO_COMPLEX
    if (!isCommand && words.length === 0 && settings === '') return run([])
    return run(['-c', settings + command, ...operands])
  })
}

interface ShellOptions {
  /** `set` commands that stand for the options. */
  readonly settings: string
  readonly isCommand: boolean
  readonly isInput: boolean
  /** What follows the options. */
  readonly words: string[]
}

/** bash(1), "OPTIONS": letters may stand together; login and interactive shells are like any other here. */
function shellOptions(args: readonly string[]): ShellOptions {
  let letters = ''
  let settings = ''
  let place = 0
  for (; place < args.length; place += 1) {
    const arg = args[place] ?? ''
    if (arg === '-o') {
      place += 1
      settings += `set -o ${args[place]?.replace(/\W/g, '') ?? ''};`
    } else if (/^-[a-z]+$/.test(arg)) letters += arg.slice(1)
    else if (arg === '--') {
      place += 1
      break
    } else if (!arg.startsWith('--')) break
  }
  settings += Array.from(letters.replace(/[^eux]/g, ''), (letter) => `set -${letter};`).join('')
  return {
    settings,
    isCommand: letters.includes('c'),
    isInput: letters.includes('s'),
    words: args.slice(place),
  }
}
