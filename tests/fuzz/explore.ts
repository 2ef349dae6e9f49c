import { Coverage } from './coverage.ts'
import type { Decoder } from './decoder.ts'
import { mutate } from './mutate.ts'
import type { Random } from './random.ts'
import { type Trial, cpuMs, inputsOf, MAX_BYTES } from './trial.ts'

/**
 * Coverage is taken after so many inputs: a look takes as long as hundreds of them. Only if a batch has reached something
 * new, its halves are run again.
 */
const BATCH = 1_000

interface Exploration {
  /** Inputs that together reach all that was reached, the shortest first. */
  readonly corpus: readonly Buffer[]
  readonly blocks: { readonly run: number; readonly known: number }
  readonly inputs: number
}

interface Limits {
  readonly inputs: number
  /** CPU time of this thread. */
  readonly seconds: number
}

interface State {
  readonly decoder: Decoder
  readonly trial: Trial
  readonly coverage: Coverage
  readonly corpus: Buffer[]
}

/** Feeds a decoder mutants of a corpus and keeps those that reach what nothing has reached before. */
export function explore(
  decoder: Decoder,
  trial: Trial,
  limits: Limits & { readonly random: Random },
): Exploration {
  using coverage = new Coverage()
  const state: State = { decoder, trial, coverage, corpus: [] }
  const known = inputsOf(decoder)
  for (const input of known) keepFresh(state, [input])
  const from = { words: decoder.words ?? [], others: state.corpus, maxBytes: MAX_BYTES }
  const begin = cpuMs()
  let inputs = 0
  while (inputs < limits.inputs && cpuMs() - begin < limits.seconds * 1_000) {
    const size = Math.min(BATCH, limits.inputs - inputs)
    keepFresh(
      state,
      Array.from({ length: size }, () => mutate(pick(state.corpus, limits.random), limits.random, from)),
    )
    inputs += size
  }
  const { blocks } = coverage
  return { blocks, inputs, corpus: smallest(state) }
}

/** The newest are the nearest to what is not reached yet. */
function pick(corpus: readonly Buffer[], random: Random): Buffer {
  const newest = random.below(2) === 0 ? corpus.slice(-8) : corpus
  return random.of(newest) ?? Buffer.alloc(0)
}

/** Runs inputs and keeps those of them that reach something new, which are looked for by halves. */
function keepFresh(state: State, inputs: readonly Buffer[]): void {
  for (const input of inputs) state.trial.run(input)
  const [only, ...others] = inputs
  const isFresh = state.coverage.look({ keeps: others.length === 0 })
  if (!isFresh || !only) return
  if (others.length === 0) state.corpus.push(only)
  else {
    const middle = inputs.length >> 1
    keepFresh(state, inputs.slice(0, middle))
    keepFresh(state, inputs.slice(middle))
  }
}

/** Of the corpus, the shortest first, those that reach something that the seeds and those before do not. */
function smallest({ decoder, trial, coverage, corpus }: State): readonly Buffer[] {
  coverage.forget()
  const reaches = (input: Buffer) => {
    trial.run(input)
    return coverage.look({ keeps: true })
  }
  const seeds = decoder.seeds.map((seed) => Buffer.from(seed))
  seeds.forEach(reaches)
  return corpus.toSorted((a, b) => a.length - b.length).filter(reaches)
}
