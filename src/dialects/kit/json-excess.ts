import { MAX_DEPTH, MAX_VALUES, type NestingProblem } from './nest-pairs.ts'

/** Of JSON: nested too deeply, or more values than one request may have. */
export type JsonExcess =
  Extract<NestingProblem, { problem: 'tooDeep' }> | { readonly problem: 'tooMany'; readonly limit: number }

/** A smaller text cannot keep the parser busy, whatever it holds. */
const SCAN_FROM_BYTES = 4096

const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b])
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d])

/**
 * Looks for too deep or too many values before `JSON.parse`, which takes seconds and hundreds of megabytes
 * over ten megabytes of brackets. What passes is still to be counted exactly afterwards.
 */
export function findJsonExcess(json: Buffer | string): JsonExcess | undefined {
  if (json.length <= SCAN_FROM_BYTES) return undefined
  const bytes = typeof json === 'string' ? Buffer.from(json) : json
  let depth = 0
  let commas = 0
  for (let position = 0; position < bytes.length; position += 1) {
    const byte = bytes[position] ?? 0
    if (byte === QUOTE) position = endOfString(bytes, position + 1)
    else if (byte === COMMA) commas += 1
    else if (OPENING.has(byte)) depth += 1
    else if (CLOSING.has(byte)) depth -= 1
    if (depth > MAX_DEPTH) return { problem: 'tooDeep', limit: MAX_DEPTH }
    if (commas > MAX_VALUES) return { problem: 'tooMany', limit: MAX_VALUES }
  }
  return undefined
}

/** Position of the closing quote, or the end of the text when there is none. */
function endOfString(bytes: Buffer, start: number): number {
  let position = start
  while (position < bytes.length && bytes[position] !== QUOTE)
    position += bytes[position] === BACKSLASH ? 2 : 1
  return position
}
