import { z } from 'zod'

import type { TagFilter } from '../../../core/tags/tag.ts'
import { text } from '../params.ts'
import type { WireError } from '../wire-error.ts'
import { must } from './param-checks.ts'

/** Filters of a call by name: every one must hold, each holds when one of its values does. */
export type Filters = ReadonlyMap<string, readonly string[]>

/** Most filters in one call. Source: spec/tencent.md §1.11. */
const MOST_FILTERS = 10

/** The `Filters` parameter. `names` are those without tags, which nearly every list knows. Source: spec/tencent.md §1.11. */
export function filters(rules: {
  readonly names: readonly string[]
  /** Whether there are filters by tag; there are unless this says no. */
  readonly hasTags?: boolean
  readonly maxValues: number
  readonly unknownName: (name: string) => WireError
  readonly tooManyValues: WireError
}) {
  const { names, hasTags = true, maxValues, unknownName, tooManyValues } = rules
  const known = new Set([...names, ...(hasTags ? ['tag-key', 'tag-value'] : [])])
  const isKnown = (name: string) => known.has(name) || (hasTags && name.startsWith('tag:'))
  const filter = z.object({
    Name: text().check(must(isKnown, unknownName, 'outOfRange')),
    Values: z.array(text()).check(must((values) => values.length <= maxValues, tooManyValues, 'tooMany')),
  })
  return z.array(filter).max(MOST_FILTERS).transform(byName).optional()
}

function byName(given: readonly { Name: string; Values: string[] }[]): Filters {
  const filters = new Map<string, readonly string[]>()
  for (const { Name, Values } of given) {
    const earlier = filters.get(Name)
    filters.set(Name, earlier ? Values.filter((value) => earlier.includes(value)) : Values)
  }
  return filters
}

/** What the filters `tag-key`, `tag-value` and `tag:<key>` ask of a resource. */
export function tagFilters(filters: Filters | undefined): readonly TagFilter[] {
  return [...(filters ?? [])].flatMap(([name, values]): TagFilter[] => {
    if (name === 'tag-key') return [{ anyKey: values, values: [] }]
    if (name === 'tag-value') return [{ values }]
    return name.startsWith('tag:') ? [{ key: name.slice('tag:'.length), values }] : []
  })
}

/** True when a filter has no value left that anything could match. */
export function matchNothing(filters: Filters | undefined): boolean {
  return [...(filters?.values() ?? [])].some((values) => values.length === 0)
}
