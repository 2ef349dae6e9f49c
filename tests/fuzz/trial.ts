import { readCorpus } from './corpus.ts'
import { type Decoder, Finding } from './decoder.ts'
import { judge, shown } from './judge.ts'

/** Longest mutant. */
export const MAX_BYTES = 4096
/** Below it nobody asks how much of the time was the thread's own. */
const SUSPECT_MS = 100
/** No input that is as short may take as much CPU time. */
const LONGEST_MS = 1_000

/** Runs inputs of one decoder one after the other and remembers what was found. */
export class Trial {
  readonly #decoder: Decoder
  readonly #note: (input: Buffer) => void
  /** One for each place, however many inputs lead there. */
  readonly #findings = new Map<string, string>()

  /** @param note is told of each input before it runs: should it hang, somebody else knows */
  constructor(decoder: Decoder, note: (input: Buffer) => void) {
    this.#decoder = decoder
    this.#note = note
  }

  get findings(): readonly string[] {
    return [...this.#findings.values()]
  }

  run(input: Buffer): void {
    this.#note(input)
    const begin = performance.now()
    this.#judge(input)
    if (performance.now() - begin > SUSPECT_MS) this.#time(input)
  }

  /** @param place inputs that lead to the same are told once */
  tell(place: string, finding: string): void {
    if (!this.#findings.has(place)) this.#findings.set(place, finding)
  }

  #judge(input: Buffer): void {
    try {
      judge(this.#decoder, input)
    } catch (error) {
      if (!(error instanceof Finding)) throw error
      const place = error.message.split('\n').slice(0, 3).join(' ').replaceAll(/\d+/g, '#').slice(0, 160)
      this.tell(place, `${error.message}\n  input: ${input.toString('base64')}`)
    }
  }

  /** Once more, by the thread's own time: the machine may have been busy with other things. */
  #time(input: Buffer): void {
    const begin = cpuMs()
    this.#judge(input)
    const ms = cpuMs() - begin
    const took = `${this.#decoder.name} took ${ms.toFixed(0)} ms for ${shown(input)}`
    if (ms > LONGEST_MS) this.tell('slow', `${took}\n  input: ${input.toString('base64')}`)
  }
}

/** CPU time of this thread so far, in milliseconds. */
export function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** The seeds of a decoder, then what was kept. */
export function inputsOf(decoder: Decoder): readonly Buffer[] {
  return [...decoder.seeds.map((seed) => Buffer.from(seed)), ...readCorpus(decoder.name)]
}
