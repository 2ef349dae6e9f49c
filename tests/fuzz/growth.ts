import { type Decoder, Finding } from './decoder.ts'
import { judge, shown } from './judge.ts'

/** Begins small and grows slowly, so that a reader whose time doubles with every byte is found before it hangs. */
const SMALL = Array.from({ length: 20 }, (_, step) => Math.ceil(8 * 1.25 ** step))
const LARGE_BYTES = 32 * 1024
/** Nothing so short may take as long. */
const LONGEST_SMALL_MS = 250
/** Below it a time says nothing. */
const LEAST_TOLD_MS = 30
const FACTOR = 8
/** Eight times the input may take so many times as long; a square takes 64 times. */
const MOST_GROWTH = 28

const PIECES = [
  ...[
    '"',
    '\\"',
    '"\\',
    '\\',
    '[',
    '{"a":',
    '[[],',
    ' ',
    '\t',
    '\n',
    ' \n',
    ',',
    ';',
    'a;',
    'a,',
    '=',
    '&',
    'a=1&',
    '%',
    '%41',
  ],
  ...['.', 'a.', '/', '*', '?', '(', '0', 'a', '-', '\0', '\xc3', ': ', '" ', '",'],
] as const
const OPENINGS = ['', '"', '[', '{'] as const

/** A way to make an input of a length. */
export type Family = (bytes: number) => Buffer

/** Every way to make a seed long in one place, and the decoder's own hostile inputs. */
export function familiesOf(decoder: Decoder): readonly Family[] {
  const hostile = (bytes: number) => decoder.hostile?.(bytes) ?? []
  const own = hostile(64).map(
    (_, index): Family =>
      (bytes) =>
        bytesOf(hostile(bytes)[index] ?? ''),
  )
  const stretched = ['', ...decoder.seeds].flatMap((seed) =>
    placesIn(bytesOf(seed)).flatMap((at) =>
      OPENINGS.flatMap((opening) =>
        PIECES.map((piece) => stretchedSeed(bytesOf(seed), { at, opening, piece })),
      ),
    ),
  )
  return [...own, ...stretched]
}

/** @throws Finding when time grows faster than the input */
export function judgeGrowth(decoder: Decoder, family: Family): void {
  for (const bytes of SMALL) {
    const input = family(bytes)
    if (cpuMs(decoder, input) > LONGEST_SMALL_MS && fastestMs(decoder, input) > LONGEST_SMALL_MS)
      throw new Finding(`${decoder.name} took over ${LONGEST_SMALL_MS} ms for ${shown(input)}`)
  }
  const large = family(LARGE_BYTES)
  if (cpuMs(decoder, large) < LEAST_TOLD_MS) return
  const small = family(LARGE_BYTES / FACTOR)
  const [slow, fast] = [fastestMs(decoder, large), fastestMs(decoder, small)]
  if (slow < LEAST_TOLD_MS || slow < fast * MOST_GROWTH) return
  const growth = `${fast.toFixed(1)} ms for ${small.length} bytes, ${slow.toFixed(1)} ms for ${large.length}`
  throw new Finding(`${decoder.name}: ${growth}: ${shown(large)}`)
}

function stretchedSeed(
  seed: Buffer,
  { at, opening, piece }: { readonly at: number; readonly opening: string; readonly piece: string },
): Family {
  return (bytes) => {
    const long = Buffer.alloc(bytes, piece, 'latin1')
    return Buffer.concat([seed.subarray(0, at), Buffer.from(opening), long, seed.subarray(at)])
  }
}

/** Behind the first of each kind of delimiter, in the middle and at the end. */
function placesIn(seed: Buffer): readonly number[] {
  const text = seed.toString('latin1')
  const behind = ['"', '=', ':', ' ', ',', '\n', '&', '\n\n'].flatMap((delimiter) => {
    const at = text.indexOf(delimiter)
    return at === -1 ? [] : [at + delimiter.length]
  })
  return [...new Set([0, ...behind, seed.length >> 1, seed.length])]
}

function fastestMs(decoder: Decoder, input: Buffer): number {
  return Math.min(...[1, 2, 3].map(() => cpuMs(decoder, input)))
}

/** Time of this thread alone: the machine may be busy with other things. */
function cpuMs(decoder: Decoder, input: Buffer): number {
  const before = process.threadCpuUsage()
  judge(decoder, input)
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}

function bytesOf(input: string | Buffer): Buffer {
  return typeof input === 'string' ? Buffer.from(input) : input
}
