import { setImmediate as nextTurn } from 'node:timers/promises'

/** What does not end by itself in that time waits for something outside: a machine that does not answer. */
const LONGEST_WAIT_MS = 5_000
/** An operation that ends may wake another one in the turns after it. */
const QUIET_TURNS = 3

/** Resolves when no operation is at work, or when one has been for too long. */
export async function untilSettled({ isIdle }: { readonly isIdle: () => boolean }): Promise<void> {
  const begunAtMs = performance.now()
  let quietTurns = 0
  while (quietTurns < QUIET_TURNS && performance.now() - begunAtMs < LONGEST_WAIT_MS) {
    await nextTurn()
    quietTurns = isIdle() ? quietTurns + 1 : 0
  }
}
