import { Problem } from './problem.ts'

/** Packs where a page ended; people are not meant to read it. */
export function toCursor(parts: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** @throws Problem 400 for what no page gave */
export function fromCursor(cursor: string, length: number): readonly string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(parts) && parts.length === length) return parts.map(String)
  } catch {
    // Told below.
  }
  throw notOurs()
}

/** A time in a cursor. @throws Problem 400 for what no page gave */
export function timeFrom(part: string | undefined): number {
  const timeMs = Number(part)
  if (part !== '' && Number.isSafeInteger(timeMs)) return timeMs
  throw notOurs()
}

function notOurs(): Problem {
  return new Problem(400, 'cursor: is not one that a page gave')
}

/** The key of a row in a list over all accounts and clouds. */
export function keyFromCursor(cursor: string | undefined) {
  if (cursor === undefined) return undefined
  const [account = '', dialect = '', id = ''] = fromCursor(cursor, 3)
  return { account, dialect, id }
}

export function nextPage(key: { account: string; dialect: string; id: string } | undefined) {
  return key ? { next: toCursor([key.account, key.dialect, key.id]) } : {}
}
