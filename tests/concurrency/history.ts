/** What was asked for, and on what; instances are named by their place, key pairs by their name. */
export type Deed =
  | { readonly verb: 'import'; readonly pair: string; readonly key: number }
  | { readonly verb: 'deletePairs'; readonly pairs: readonly string[] }
  | { readonly verb: 'attach' | 'detach'; readonly pair: string; readonly on: readonly number[] }
  | { readonly verb: 'start' | 'stop' | 'reboot'; readonly on: number }
  | { readonly verb: 'terminate'; readonly on: number; readonly isForced: boolean }
  | { readonly verb: 'show'; readonly on: readonly number[] }
  | { readonly verb: 'listPairs' }
  /** Not a call: what the driver was told to do with the machine, and for `apply` the keys it was given. */
  | { readonly verb: 'machine'; readonly on: number; readonly step: MachineStep; readonly keys: string }

export type MachineStep = 'stop' | 'start' | 'reboot' | 'apply' | 'remove'

/** One deed, when it began and ended, and what it was answered. The times are places in one order of all of them. */
export interface Event {
  /** Who did it; for people who read the history. */
  readonly by: string
  readonly deed: Deed
  readonly from: number
  readonly to: number
  readonly answer: string
}

/**
 * Gives every beginning and every end its place. All clients, servers and drivers of a test live in one process, so a
 * number that grows is a clock that none of them disagrees with.
 */
export class Ticks {
  #last = 0

  next(): number {
    this.#last += 1
    return this.#last
  }
}

/** One line per event, in the order of their beginnings. */
export function historyText(events: readonly Event[]): string {
  return events
    .toSorted((a, b) => a.from - b.from)
    .map(({ by, deed, from, to, answer }) => {
      const { verb, ...rest } = deed
      return `${String(from).padStart(4)}–${String(to).padEnd(4)} ${by.padEnd(9)} ${verb} ${JSON.stringify(rest)} → ${answer}`
    })
    .join('\n')
}
