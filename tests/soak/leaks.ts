import type { Life, Sample } from './member.ts'

/** What a process held in one part of its life. */
export interface Held {
  readonly handles: number
  readonly residentMb: number
  /** The lowest tenth of what objects take: what stays after the garbage is collected. */
  readonly heapMb: number
  readonly externalMb: number
  /** The lowest tenth of what is resident and not of V8's heap: buffers, native memory, code. */
  readonly outsideMb: number
}

export interface Growth {
  readonly minutes: number
  readonly second: Held
  readonly last: Held
}

/** In a shorter life the second third is still warming up. */
const SHORTEST_MINUTES = 4

/** What a life held in its second third, after warming up, and in its last; undefined where it was too short to tell. */
export function growthOf({ samples }: Life): Growth | undefined {
  const third = Math.floor(samples.length / 3)
  const minutes = ((samples.at(-1)?.atMs ?? 0) - (samples[0]?.atMs ?? 0)) / 60_000
  if (minutes < SHORTEST_MINUTES) return undefined
  return {
    minutes,
    second: heldIn(samples.slice(third, 2 * third)),
    last: heldIn(samples.slice(2 * third)),
  }
}

function heldIn(samples: readonly Sample[]): Held {
  const median = (value: (sample: Sample) => number) => quantile(samples.map(value), 0.5)
  const floor = (value: (sample: Sample) => number) => quantile(samples.map(value), 0.1)
  return {
    handles: median(({ handles }) => handles),
    residentMb: median(({ residentMb }) => residentMb),
    heapMb: floor(({ heapMb }) => heapMb),
    externalMb: median(({ externalMb }) => externalMb),
    outsideMb: floor(({ residentMb, heapTotalMb }) => residentMb - heapTotalMb),
  }
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(part * (sorted.length - 1))] ?? 0
}

/** Connections come and go with the processes around: a pool is sixteen, and each client keeps one or two. */
const HANDLES_MARGIN = 8
/** Caches still fill, and a third of some minutes has few collections to find the floor by. */
const MEMORY_PART = 0.12
const HEAP_MARGIN_MB = 6
/** Pages that V8 has given up stay resident until the kernel or the allocator takes them. */
const OUTSIDE_MARGIN_MB = 40

/**
 * What a process holds more of than chance explains. Resident memory is told and not judged as a whole: V8 makes room for young
 * objects by how fast they come, 16 to 128 MB, and gives it back late. So the floor of the heap is judged, buffers, and what
 * is resident and no heap.
 */
export function leaksOf({ second, last }: Growth): readonly string[] {
  const told = (what: keyof Held) =>
    `${what} ${second[what].toFixed(1)} in the second third, ${last[what].toFixed(1)} in the last`
  const isMore = (what: keyof Held, part: number, margin: number) =>
    last[what] > second[what] * (1 + part) + margin
  return [
    ...(isMore('handles', 0, HANDLES_MARGIN) ? [told('handles')] : []),
    ...(isMore('heapMb', MEMORY_PART, HEAP_MARGIN_MB) ? [told('heapMb')] : []),
    ...(isMore('externalMb', MEMORY_PART, HEAP_MARGIN_MB) ? [told('externalMb')] : []),
    ...(isMore('outsideMb', MEMORY_PART, OUTSIDE_MARGIN_MB) ? [told('outsideMb')] : []),
  ]
}
