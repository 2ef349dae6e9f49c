import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Circumstances } from './machine.ts'
import type { Budget, Ratio, Result } from './result.ts'

/** What one part has found out when it was last kept. */
export interface KeptPart {
  readonly during: Circumstances
  readonly ratios: Readonly<Record<string, Ratio>>
  readonly budgets: readonly Budget[]
}

export type Kept = Readonly<Record<string, KeptPart>>

const FILE = join(import.meta.dirname, '..', 'kept.json')

/** The ratios of all parts that were ever kept; none where there is no file. */
export function readKept(file = FILE): Kept {
  // The file is written below and nowhere else.
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept) : {}
}

/** Puts the ratios of a part in the place of those that were kept before. */
export function keepResult(
  name: string,
  { ratios, budgets = [] }: Result,
  during: Circumstances,
  file = FILE,
): void {
  const rounded = Object.entries(ratios).map(([what, ratio]) => [what, roundedRatio(ratio)] as const)
  const kept = { ...readKept(file), [name]: { during, ratios: Object.fromEntries(rounded), budgets } }
  writeFileSync(file, `${JSON.stringify(kept, undefined, 2)}\n`)
}

/** Four digits are more than any run repeats. */
function roundedRatio({ median, min, max, ...rest }: Ratio): Ratio {
  const short = (value: number) => Number(value.toPrecision(4))
  return { median: short(median), min: short(min), max: short(max), ...rest }
}
