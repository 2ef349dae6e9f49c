import type { Decoder } from './decoder.ts'
import { mutate } from './mutate.ts'
import type { Random } from './random.ts'
import { cpuMs, inputsOf, MAX_BYTES, type Trial } from './trial.ts'

const BATCH = 1_000
/** After as many inputs whatever fills up by itself is full. */
const WARM_INPUTS = 20_000
/** The memory after the garbage is gone may not have grown by more. */
const MOST_GROWTH_MIB = 32
const MIB = 2 ** 20

interface Limits {
  readonly inputs: number
  /** CPU time of this thread. */
  readonly seconds: number
}

/** Feeds a decoder mutants of its corpus and looks at what each does, but not at what it reaches: many times as fast. */
export function repeat(
  decoder: Decoder,
  trial: Trial,
  { inputs, seconds, random, collectGarbage }: Limits & { random: Random; collectGarbage: () => void },
): { readonly inputs: number; readonly grownMiB: number } {
  const heapMiB = () => {
    collectGarbage()
    return process.memoryUsage().heapUsed / MIB
  }
  const corpus = inputsOf(decoder)
  const from = { words: decoder.words ?? [], others: corpus, maxBytes: MAX_BYTES }
  const begin = cpuMs()
  let count = 0
  let warmMiB: number | undefined
  while (count < inputs && cpuMs() - begin < seconds * 1_000) {
    const size = Math.min(BATCH, inputs - count)
    for (let left = size; left > 0; left -= 1) {
      trial.run(mutate(random.of(corpus) ?? Buffer.alloc(0), random, from))
    }
    count += size
    if (warmMiB === undefined && count >= WARM_INPUTS) warmMiB = heapMiB()
  }
  const grownMiB = warmMiB === undefined ? 0 : heapMiB() - warmMiB
  if (grownMiB > MOST_GROWTH_MIB) trial.tell('memory', `${decoder.name} keeps ${grownMiB.toFixed(0)} MiB`)
  return { inputs: count, grownMiB }
}
