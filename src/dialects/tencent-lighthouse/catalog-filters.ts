import type { Filters } from '../kit/tencent/filters.ts'
import { Refusal, type WireError } from '../kit/wire-error.ts'

/** What a filter of a catalog looks at. */
export interface FilterRule<Row> {
  valuesOf(row: Row): readonly string[]
  /** What can be a value at all; everything unless given. */
  isFine?(value: string): boolean
  readonly refusal?: WireError
}

/** The rows for which every filter holds; it holds when one of its values does. Tags are left to the caller. */
export function matchAll<Row>(
  rules: Readonly<Record<string, FilterRule<Row>>>,
  filters: Filters | undefined,
  rows: readonly Row[],
): readonly Row[] {
  return [...(filters ?? [])].reduce<readonly Row[]>((left, [name, values]) => {
    const rule = rules[name]
    if (!rule) return left
    if (rule.refusal && !values.every((value) => rule.isFine?.(value) ?? true))
      throw new Refusal(rule.refusal)
    return left.filter((row) => rule.valuesOf(row).some((value) => values.includes(value)))
  }, rows)
}
