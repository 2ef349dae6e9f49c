import type { CrashPoint } from './events.ts'
import type { KillAt } from './matrix.ts'

/** Transactions: at their end there is work that is done and not committed. */
const TRANSACTIONS: ReadonlySet<string> = new Set(['call', 'step', 'end', 'turn back', 'seed'])

/**
 * The moments at which a process is killed: all points, but that two between which nothing lasting happens are one:
 * after one commit or step, and before the next. After the commit of the call there is the answer.
 */
export function momentsOf(points: readonly CrashPoint[]): readonly KillAt[] {
  const moments = points.filter(({ phase, name }, place) => {
    const previous = points[place - 1]
    if (phase === 'after' || TRANSACTIONS.has(name) || !previous) return true
    return previous.phase === 'before' || previous.name === 'call'
  })
  return [...moments, 'when all is done']
}
