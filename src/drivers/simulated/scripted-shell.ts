import { StringDecoder } from 'node:string_decoder'
import type { ServerChannel } from 'ssh2'
import { chunks } from './channel-input.ts'
import type { ShellSession } from './shell-session.ts'
import { write } from './channel-output.ts'

/** Longest script that waits for its end, in characters. */
const LONGEST_SCRIPT = 2 ** 20

/** A shell without terminal: runs the lines that arrive, as soon as they make up whole commands. */
export async function runScriptedShell(
  channel: ServerChannel,
  shell: ShellSession,
  signal: AbortSignal,
): Promise<number> {
  const decoder = new StringDecoder('utf8')
  let waiting = ''
  let rest = ''
  for await (const chunk of chunks(channel, signal)) {
    rest += decoder.write(chunk)
    const end = rest.lastIndexOf('\n') + 1
    const lines = rest.slice(0, end).match(/[^\n]*\n/g) ?? []
    rest = rest.slice(end)
    if (rest.length > LONGEST_SCRIPT) return 1
    for (const [place, line] of lines.entries()) {
      waiting += line
      if (waiting.length > LONGEST_SCRIPT) return 1
      if (await shell.isIncomplete(waiting, () => place + 1 < lines.length)) continue
      const text = waiting
      waiting = ''
      if (await runLines(channel, { shell, text, signal })) return shell.exitCode
    }
  }
  if ((waiting + rest).trim() !== '') await runLines(channel, { shell, text: waiting + rest, signal })
  return shell.exitCode
}

/** Whether the lines ended the shell. */
async function runLines(
  channel: ServerChannel,
  { shell, text, signal }: { shell: ShellSession; text: string; signal: AbortSignal },
): Promise<boolean> {
  const { stdout, stderr, hasEnded } = await shell.run(text, signal)
  await write(channel, stdout, signal)
  await write(channel.stderr, stderr, signal)
  return hasEnded
}
