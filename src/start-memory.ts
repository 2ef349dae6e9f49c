import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** The first callers are answered before. */
const AFTER_MS = 1_000

/**
 * Gives back the memory that only starting needed, a moment from now: loading the code leaves two thirds of the heap
 * empty, which V8 keeps for a server that is not called. Takes some 50 ms, once.
 */
export function returnStartMemory(afterMs = AFTER_MS): void {
  setTimeout(collectGarbage, afterMs).unref()
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  // What the flag gives is a function of every new context.
  const collect = runInNewContext('gc') as (how: object) => void
  setFlagsFromString('--no-expose-gc')
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}
