import type { ServerChannel } from 'ssh2'
import { write } from './channel-output.ts'
import type { Login, MachineShell } from './machine-shell.ts'
import { scpOptions, scpWords } from './scp-command.ts'
import { runScp } from './scp-session.ts'

/** Most standard input of one command, in bytes; what a machine keeps is smaller still. */
const MAX_INPUT = 4 * 2 ** 20

export interface ExecOptions {
  readonly login: Login
  readonly shell: MachineShell
  readonly prepared: { readonly env: Readonly<Record<string, string>>; readonly hasTerminal: boolean }
  readonly signal: AbortSignal
}

/** Runs one command and passes on its output; its exit code, or undefined when the machine is down. */
export async function runCommand(
  channel: ServerChannel,
  text: string,
  { login, shell, prepared, signal }: ExecOptions,
): Promise<number | undefined> {
  const { env, hasTerminal } = prepared
  if (await shell.look('isOnlyCall', text, 'scp'))
    return runCopy(channel, text, { login, shell, prepared, signal })
  const input = readInput(channel, { hasTerminal, signal })
  const stdin = (await shell.look('readsInput', text)) ? await input : Buffer.alloc(0)
  if (stdin === 'too much') {
    await write(channel.stderr, 'bash: standard input: File too large\n', signal)
    return 1
  }
  const result = await shell.run(login, { text, stdin, env, signal })
  if (result === undefined) return undefined
  if (hasTerminal) await write(channel, forTerminal(result.stdout + result.stderr), signal)
  else {
    await write(channel, result.stdout, signal)
    await write(channel.stderr, result.stderr, signal)
  }
  return result.exitCode
}

/** scp talks with its other end: it is played on the channel, with its words as the shell expands them. */
async function runCopy(
  channel: ServerChannel,
  text: string,
  { login, shell, prepared, signal }: ExecOptions,
): Promise<number | undefined> {
  const command = { text: scpWords(text), stdin: Buffer.alloc(0), env: prepared.env, signal }
  const expanded = await shell.run(login, command)
  if (expanded === undefined) return undefined
  const options = scpOptions(expanded.stdout.split('\0').slice(0, -1))
  if (expanded.exitCode === 0 && options !== undefined) {
    return runScp(channel, options, { disk: shell.disk(login), signal })
  }
  await write(
    channel.stderr,
    expanded.stderr || 'scp: no network here; only copies from and to a client\n',
    signal,
  )
  return 1
}

/** Collects standard input to its end: the channel's, or Ctrl-D at a terminal. */
function readInput(
  channel: ServerChannel,
  { hasTerminal, signal }: { hasTerminal: boolean; signal: AbortSignal },
): Promise<Buffer | 'too much'> {
  const { promise, resolve } = Promise.withResolvers<Buffer | 'too much'>()
  const chunks: Buffer[] = []
  let size = 0
  const end = () => resolve(size > MAX_INPUT ? 'too much' : Buffer.concat(chunks))
  channel.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= MAX_INPUT) chunks.push(chunk)
    const ctrlD = hasTerminal ? chunk.indexOf(0x04) : -1
    if (ctrlD === -1) return
    chunks.push(chunks.pop()?.subarray(0, ctrlD) ?? Buffer.alloc(0))
    end()
  })
  channel.on('end', end)
  signal.addEventListener('abort', end, { once: true })
  return promise
}

/** A terminal goes to the start of the next line only when told both. */
export function forTerminal(text: string): string {
  return text.replace(/\r?\n/g, '\r\n')
}
