import { setTimeout as pause } from 'node:timers/promises'

import type { Command } from 'commander'

import type { CommandContext } from './context.ts'
import { durationMs } from './duration.ts'
import { texts } from './texts.ts'

/** Flags of commands whose work goes on in the server. */
export interface WaitFlags {
  readonly wait?: boolean
  readonly timeout?: string
}

const LONGEST_WAIT_MS = 600_000
/** More a timer of Node does not take: it would go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** Adds `--wait` and `--timeout`. */
export function waiting(command: Command, { say }: CommandContext): Command {
  return command.option('--wait', say(texts.wait)).option('--timeout <duration>', say(texts.timeout))
}

/** The duration of `--timeout` in ms. @throws CommandError when it is none */
export function timeoutOf({ timeout }: Pick<WaitFlags, 'timeout'>): number {
  if (timeout === undefined) return LONGEST_WAIT_MS
  return Math.min(durationMs('--timeout', timeout), LONGEST_TIMER_MS)
}

const SHORTEST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 1_000

/**
 * Asks again and again how the rest is, and yields each document that has ended once.
 *
 * @param look tells of these keys the ones that have ended, with their documents
 * @throws the reason of the signal when it is aborted
 */
export async function* untilEnded<Document>(
  keys: readonly string[],
  look: (missing: readonly string[]) => Promise<ReadonlyMap<string, Document>>,
  signal: AbortSignal,
): AsyncGenerator<Document, void, undefined> {
  const missing = new Set(keys)
  let pauseMs = SHORTEST_PAUSE_MS
  while (missing.size > 0) {
    const ended = await look([...missing])
    for (const [key, document] of ended) if (missing.delete(key)) yield document
    if (missing.size === 0) return
    pauseMs = ended.size > 0 ? SHORTEST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, pauseMs * 2)
    await pause(pauseMs, undefined, { signal })
  }
}
