import { keyUntil, readTimespec } from '../../../src/drivers/kit/expiry-time.ts'
import { splitLines } from '../../../src/drivers/kit/key-file-lines.ts'

/** Written behind every key that is ours. */
const MARK = ' toy-managed'
const OWN_LINE = /^(?:expiry-time="(\d{14}Z)" )?(\S+ \S+) toy-managed$/

/** An authorized_keys file, its bytes as latin1 text: lines that are not ours stay as they are. */
export interface KeyLines {
  readonly text: string
  readonly managed: readonly string[]
  /** In milliseconds since 1970, by key. */
  readonly expiries: ReadonlyMap<string, number>
  /** With their line ends. */
  readonly foreign: readonly string[]
  /** How many foreign lines stand before ours. */
  readonly place: number
}

export function readKeyLines(text: string): KeyLines {
  const managed: string[] = []
  const expiries = new Map<string, number>()
  const foreign: string[] = []
  let place: number | undefined
  for (const line of splitLines(text)) {
    const [, end, key] = OWN_LINE.exec(line.trimEnd()) ?? []
    if (key === undefined) {
      foreign.push(line)
      continue
    }
    place ??= foreign.length
    managed.push(key)
    const expiresAtMs = end === undefined ? undefined : readTimespec(end)
    if (expiresAtMs !== undefined) expiries.set(key, expiresAtMs)
  }
  return { text, managed, expiries, foreign, place: place ?? foreign.length }
}

export function writeKeyLines(
  { foreign, place }: KeyLines,
  keys: readonly string[],
  expiries: ReadonlyMap<string, number> | undefined,
): string {
  const ours = keys.map((key) => `${keyUntil(key, expiries?.get(key))}${MARK}\n`).join('')
  const before = foreign.slice(0, place).join('')
  const gap = ours === '' || before === '' || before.endsWith('\n') ? '' : '\n'
  return before + gap + ours + foreign.slice(place).join('')
}
