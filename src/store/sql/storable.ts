/** PostgreSQL's text cannot hold it; SQLite's can, but its functions see the text end there. */
const NUL = '\0'
const REPLACEMENT = '\ufffd'

/**
 * A value as both engines keep it and find it again: whatever a caller sends must not make a statement fail that writes
 * his audit row, nor read back otherwise on the other engine. Halves of characters become the same on their way to either.
 */
export function storable<T>(value: T): T | string {
  return typeof value === 'string' && value.includes(NUL) ? value.replaceAll(NUL, REPLACEMENT) : value
}

/** A text as it will be read back. */
export function storedText(text: string): string {
  return text.toWellFormed().replaceAll(NUL, REPLACEMENT)
}
