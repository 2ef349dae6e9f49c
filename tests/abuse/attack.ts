import { setTimeout as pause } from 'node:timers/promises'

/** Where an attacker strikes, and from where. */
export interface Target {
  readonly apiPort: number
  readonly sshPort: number
  /** Address of the machine that is attacked over SSH. */
  readonly machine: string
  /** Where harmless log-ins go, and what opens it. */
  readonly byKey: string
  readonly privateKey: string
  /** Loopback address that the connections come from: a source of its own. */
  readonly from: string
  /** Connections at the same time. */
  readonly size: number
}

/** What came of it so far, by what is counted. */
export type Tally = Record<string, number>

/** Begins, and resolves when it is in full swing; it goes on until the process ends. Counts into the tally. */
export type Attack = (target: Target, tally: Tally) => Promise<void>

/** Resolves when so many have begun. */
export async function untilBegun(tally: Tally, what: string, size: number): Promise<void> {
  while ((tally[what] ?? 0) + (tally['broken'] ?? 0) < size) await pause(20)
}

export function count(tally: Tally, what: string, by = 1): void {
  tally[what] = (tally[what] ?? 0) + by
}
