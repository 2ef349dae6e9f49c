import { isUtf8 } from 'node:buffer'

/** Takes the pieces between ampersands, in order, until one is a problem; empty ones are skipped. */
export function takePieces<Problem>(
  text: string,
  take: (piece: string) => Problem | undefined,
): Problem | undefined {
  for (let start = 0; start < text.length;) {
    const ampersand = text.indexOf('&', start)
    const end = ampersand === -1 ? text.length : ampersand
    if (end > start) {
      const problem = take(text.slice(start, end))
      if (problem !== undefined) return problem
    }
    start = end + 1
  }
  return undefined
}

/**
 * A name or a value; `+` and `%20` are blanks.
 *
 * @throws URIError alone: a broken escape or bytes that are not UTF-8.
 */
export function decodePart(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  return spaced.includes('%') ? decodeURIComponent(spaced) : spaced
}

/**
 * Node hands header bytes over as Latin-1; a query with raw UTF-8 in it has to be put together again. Undefined when it
 * is not UTF-8.
 */
export function utf8OfHeader(text: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- the range is "all of ASCII"
  if (/^[\x00-\x7f]*$/.test(text)) return text
  const bytes = Buffer.from(text, 'latin1')
  return isUtf8(bytes) ? bytes.toString() : undefined
}
