import { percentText, spreadText } from './print.ts'
import type { Spread } from './spread.ts'

/** A figure that a later run can be held against: one thing measured in terms of another in the same run. */
export interface Ratio extends Spread {
  /** What is better. */
  readonly better: 'higher' | 'lower'
}

/** A line of design.md §11 as it was measured. */
export interface Budget {
  readonly what: string
  /** `≥ 35 %` */
  readonly must: string
  readonly measured: string
  readonly isMet: boolean
}

export type Table = readonly (readonly string[])[]

/** What one part of the bench found out. */
export interface Result {
  /** Each with a heading row. */
  readonly tables: readonly Table[]
  readonly ratios: Readonly<Record<string, Ratio>>
  readonly budgets?: readonly Budget[]
  /** What a reader of the tables has to know besides. */
  readonly notes?: readonly string[]
}

/** Holds a figure against its limit. A limit in `%` is a share of one. */
export function budgetOf(
  what: string,
  { limit, unit, ...figure }: Ratio & { readonly limit: number; readonly unit: '%' | '×' | 'MB' },
): Budget {
  const { better, median } = figure
  const isMet = better === 'higher' ? median >= limit : median <= limit
  const text = unit === '%' ? `${(limit * 100).toFixed(0)} %` : `${Number(limit.toFixed(1))} ${unit}`
  const measured = unit === '%' ? percentText(figure) : spreadText(figure, unit === '×' ? 2 : 0, unit)
  return { what, must: `${better === 'higher' ? '≥' : '≤'} ${text}`, measured, isMet }
}
