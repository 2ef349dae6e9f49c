import { findJsonExcess } from '../json-excess.ts'
import { isObject } from './document.ts'
import type { Source } from './access-table.ts'

/** Parameters before they are checked, nested: `Placement.Zone` is `Placement: { Zone }`. */
export type RawParams = Readonly<Record<string, unknown>>

/** More ids than any action takes: judged against all of them. */
const MOST_TEXTS = 100

/**
 * The texts of a parameter that nobody has checked yet; numbers and booleans as the action would read them. An empty
 * text counts as absent. Source: spec/policies.md §1.0, row "Unreadable ids".
 */
export function textsAt(
  params: RawParams,
  { path, form }: Source,
): readonly string[] | 'absent' | 'unreadable' {
  const found = valuesAt(params, path.split('.'))
  if (found === 'unreadable') return found
  const present = found.filter((value) => value !== undefined && value !== null && value !== '')
  if (present.length === 0) return 'absent'
  const texts: string[] = []
  for (const value of present) {
    const read = readTexts(value, form)
    if (!read) return 'unreadable'
    texts.push(...read)
  }
  const isReadable = texts.length > 0 && texts.length <= MOST_TEXTS
  return isReadable ? [...new Set(texts)] : 'unreadable'
}

/** True when there is anything at the path. */
export function isGiven(params: RawParams, path: string): boolean {
  const found = valuesAt(params, path.split('.'))
  return (
    found === 'unreadable' || found.some((value) => value !== undefined && value !== null && value !== '')
  )
}

/** Everything at a path; `*` goes into every entry of a list. */
export function valuesAt(params: RawParams, path: readonly string[]): readonly unknown[] | 'unreadable' {
  let values: readonly unknown[] = [params]
  for (const step of path) {
    const next: unknown[] = []
    for (const value of values) {
      if (value === undefined || value === null || value === '') continue
      if (step === '*') {
        if (!Array.isArray(value)) return 'unreadable'
        for (const entry of value as readonly unknown[]) next.push(entry)
      } else if (isObject(value)) {
        if (Object.hasOwn(value, step)) next.push(Reflect.get(value, step))
      } else return 'unreadable'
    }
    values = next
  }
  return values
}

function readTexts(value: unknown, form: Source['form']): readonly string[] | undefined {
  if (form === 'one') return textsOfList([value])
  if (form === 'oneOrList') return textsOfList(Array.isArray(value) ? value : [value])
  if (form === 'list') return Array.isArray(value) ? textsOfList(value) : undefined
  if (typeof value !== 'string') return undefined
  if (form === 'commas') return textsOfList(value.split(',').map((entry) => entry.trim()))
  if (findJsonExcess(value)) return undefined
  try {
    const parsed: unknown = JSON.parse(value)
    // Numbers in it are refused by the action, so they never come to be used.
    return Array.isArray(parsed) ? textsOfList(parsed) : undefined
  } catch {
    return undefined
  }
}

function textsOfList(values: readonly unknown[]): readonly string[] | undefined {
  const texts: string[] = []
  for (const value of values.slice(0, MOST_TEXTS + 1)) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined
    texts.push(String(value))
  }
  return texts
}
