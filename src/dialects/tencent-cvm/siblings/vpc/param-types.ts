import { integer, text } from '../../../kit/params.ts'
import { type Filters, filters, tagFilters } from '../../../kit/tencent/filters.ts'
import { idList, must, paging } from '../../../kit/tencent/param-checks.ts'
import { tencentError } from '../../../kit/tencent/tencent-error.ts'
import { Refusal, type WireError } from '../../../kit/wire-error.ts'
import { quoted } from '../../param-types.ts'

// Codes: the lists of the service in the official Go SDK, as of 2026-11. Unverified: the texts.

/** `2026-11-21 04:00:00`, as this service writes times. Unverified: that it is UTC, as all other times are. */
export function networkTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ')
}

type Kind = 'vpc' | 'subnet' | 'sg'

function malformed(id: string): WireError {
  return tencentError('InvalidParameterValue.Malformed', `The ID ${quoted(id)} is malformed.`)
}

function patternOf(kind: Kind): RegExp {
  return new RegExp(`^${kind}-[0-9a-z]{8}$`)
}

export function networkIds(kind: Kind, max = 100) {
  return idList({ pattern: patternOf(kind), max, malformed })
}

export function networkId(kind: Kind) {
  return text().check(must((id) => patternOf(kind).test(id), malformed))
}

export function networkPaging() {
  return paging({ offset: () => outOfRange('Offset'), limit: () => outOfRange('Limit') })
}

function outOfRange(name: string): WireError {
  return tencentError('InvalidParameterValue.Range', `The parameter \`${name}\` is out of range.`)
}

export function networkFilters(names: readonly string[]) {
  return filters({
    names,
    maxValues: 100,
    unknownName: (name) =>
      tencentError('InvalidParameter.FilterInvalidKey', `The filter \`${name}\` is not supported.`),
    tooManyValues: tencentError('InvalidParameterValue.LimitExceeded', 'A filter has more than 100 values.'),
  })
}

/** A list that a client may page through by tokens too: each says where the next page begins. */
export function tokens() {
  const token = text().check(must((token) => token === '' || /^\d{1,9}$/.test(token), malformed))
  const size = integer().check(
    must((size) => size >= 1 && size <= 100, outOfRange('MaxResults'), 'outOfRange'),
  )
  return { MaxResults: size.optional(), NextToken: token.optional() }
}

/** Whether a row has the value that a filter asks for, by the name of the filter. */
export type FilterTable<Row> = Readonly<Record<string, (row: Row, value: string) => boolean>>

/** Rows of these ids, or those that match; all without either. Ids that nobody has refuse the call. */
export function select<Row extends { readonly id: string }>(
  rows: readonly Row[],
  table: FilterTable<Row>,
  { ids, filters }: { readonly ids: readonly string[] | undefined; readonly filters: Filters | undefined },
): readonly Row[] {
  if (ids && filters && ids.length > 0) {
    const message = 'IDs and `Filters` cannot be given together.'
    throw new Refusal(tencentError('InvalidParameter.Coexist', message))
  }
  if (ids && ids.length > 0) return ids.map((id) => found(rows, id))
  // Nothing here has tags.
  if (tagFilters(filters).length > 0) return []
  return rows.filter((row) =>
    [...(filters ?? [])].every(([name, values]) => values.some((value) => table[name]?.(row, value))),
  )
}

/** The row of an id; one that nobody has refuses the call. */
export function found<Row extends { readonly id: string }>(rows: readonly Row[], id: string): Row {
  const row = rows.find((row) => row.id === id)
  if (!row) throw new Refusal(tencentError('ResourceNotFound', `The resource \`${id}\` does not exist.`))
  return row
}

/** `true` and `false`, in any case. */
export function isTold(value: string, fact: boolean): boolean {
  return value.toLowerCase() === String(fact)
}
