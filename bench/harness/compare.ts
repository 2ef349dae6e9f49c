import type { Ratio } from './result.ts'

/** A ratio that is no longer what it was. */
export interface Loss {
  readonly what: string
  readonly kept: Ratio
  /** Undefined: it was not measured at all. */
  readonly now: Ratio | undefined
}

type Ratios = Readonly<Record<string, Ratio>>

/** How much worse than the worst kept round the middle of a run may be. */
const ALLOWED = 0.2

/** What is worse now than the spread of the kept run and a fifth explain. What is new is no loss. */
export function lossesIn(kept: Ratios, now: Ratios): readonly Loss[] {
  return Object.entries(kept)
    .map(([what, ratio]) => ({ what, kept: ratio, now: now[what] }))
    .filter(({ kept, now }) => now === undefined || isLost(kept, now))
}

function isLost(kept: Ratio, now: Ratio): boolean {
  return kept.better === 'higher'
    ? now.median < kept.min * (1 - ALLOWED)
    : now.median > kept.max * (1 + ALLOWED)
}
