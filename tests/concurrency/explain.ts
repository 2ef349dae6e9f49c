import type { Event } from './history.ts'
import { hiddenTurns, nameOfState, type State, take } from './model.ts'

/** Whether some order explains a history. */
export type Verdict =
  | { readonly isExplained: true }
  /** `longest`: the most events, in an order, that could be explained; `stuck`: what could not come next. */
  | { readonly isExplained: false; readonly longest: readonly Event[]; readonly stuck: readonly Event[] }

interface Node {
  readonly state: State
  /** One bit per event that has been put in order. */
  readonly taken: bigint
  readonly order: Path | undefined
}

/** The order so far, last event first: shared between nodes. */
interface Path {
  readonly event: Event
  readonly before: Path | undefined
  readonly length: number
}

/**
 * Looks for an order of all events in which the model gives every answer of the history, and in which no event comes
 * after one that began when it had already ended. The search of Wing and Gong ("Testing and verifying concurrent
 * objects", 1993), which visits no pair of "what has been taken" and "state of the model" twice (Lowe, 2017). Turns of
 * the model that nobody sees may come between any two events.
 */
export function explain(begin: State, history: readonly Event[]): Verdict {
  const events = history.toSorted((a, b) => a.from - b.from)
  const all = (1n << BigInt(events.length)) - 1n
  const seen = new Set<string>()
  const open: Node[] = [{ state: begin, taken: 0n, order: undefined }]
  let longest: Node | undefined
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.taken === all) return { isExplained: true }
    const name = `${node.taken.toString(36)} ${nameOfState(node.state)}`
    if (seen.has(name)) continue
    seen.add(name)
    if (lengthOf(node) >= lengthOf(longest)) longest = node
    open.push(...nextNodes(node, events))
  }
  return {
    isExplained: false,
    longest: orderOf(longest?.order),
    stuck: possibleNext(events, longest?.taken ?? 0n).map(({ event }) => event),
  }
}

function nextNodes({ state, taken, order }: Node, events: readonly Event[]): readonly Node[] {
  const hidden = hiddenTurns(state).map((next) => ({ state: next, taken, order }))
  const seen = possibleNext(events, taken).flatMap(({ event, bit }) => {
    const turn = take(state, event.deed)
    if (turn?.answer !== event.answer) return []
    const path = { event, before: order, length: (order?.length ?? 0) + 1 }
    return [{ state: turn.next, taken: taken | bit, order: path }]
  })
  return [...hidden, ...seen]
}

/** The events that may come next: those that began before any other that is left had ended. */
function possibleNext(events: readonly Event[], taken: bigint): readonly { event: Event; bit: bigint }[] {
  const left = events
    .map((event, place) => ({ event, bit: 1n << BigInt(place) }))
    .filter(({ bit }) => (taken & bit) === 0n)
  const firstEnd = Math.min(...left.map(({ event }) => event.to))
  return left.filter(({ event }) => event.from < firstEnd)
}

function lengthOf(node: Node | undefined): number {
  return node?.order?.length ?? 0
}

function orderOf(path: Path | undefined): readonly Event[] {
  const events: Event[] = []
  for (let one = path; one; one = one.before) events.push(one.event)
  return events.reverse()
}
