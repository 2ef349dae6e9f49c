import { Session, type Profiler } from 'node:inspector'

/** Of our own sources alone: what libraries do with an input says little. */
const OWN = /\/src\/(?!.*\.test\.ts$)/

/** Tells which parts of our sources ran for the first time, by V8's own counts of blocks. */
export class Coverage implements Disposable {
  readonly #session = new Session()
  /** By script, a byte for each character: 1 once it has run. */
  readonly #seen = new Map<string, Uint8Array>()
  /** Blocks that V8 has told of, by script and place. */
  readonly #blocks = new Map<string, readonly [url: string, start: number]>()

  constructor() {
    this.#session.connect()
    this.#session.post('Profiler.enable')
    this.#session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  }

  /** Whether something ran since the last look that never ran before; it counts as seen from now on if `keeps`. */
  look({ keeps }: { readonly keeps: boolean }): boolean {
    let isFresh = false
    for (const { url, functions } of this.#taken()) {
      if (!OWN.test(url)) continue
      const ran = new Uint8Array(
        Math.max(0, ...functions.flatMap(({ ranges }) => ranges.map(({ endOffset }) => endOffset))),
      )
      for (const { ranges } of functions) this.#paint(url, ranges, ran)
      isFresh = this.#hasFresh(url, ran, keeps) || isFresh
    }
    return isFresh
  }

  /** Blocks that have run, of those in functions that have. */
  get blocks(): { readonly run: number; readonly known: number } {
    let run = 0
    for (const [url, start] of this.#blocks.values()) run += this.#seen.get(url)?.[start] ?? 0
    return { run, known: this.#blocks.size }
  }

  /** Everything counts as new again. V8 tells of blocks only as long as one session lasts: a second would see functions. */
  forget(): void {
    this.#seen.clear()
  }

  [Symbol.dispose](): void {
    this.#session.disconnect()
  }

  #taken(): readonly Profiler.ScriptCoverage[] {
    let scripts: readonly Profiler.ScriptCoverage[] = []
    // In the same thread the answer comes at once.
    this.#session.post('Profiler.takePreciseCoverage', (error, { result }) => {
      if (error) throw error
      scripts = result
    })
    return scripts
  }

  /** Outer ranges come before inner ones. */
  #paint(url: string, ranges: readonly Profiler.CoverageRange[], ran: Uint8Array): void {
    for (const { startOffset, endOffset, count } of ranges) {
      ran.fill(count > 0 ? 1 : 0, startOffset, endOffset)
      const key = `${url} ${startOffset}-${endOffset}`
      if (!this.#blocks.has(key)) this.#blocks.set(key, [url, startOffset])
    }
  }

  #hasFresh(url: string, ran: Uint8Array, keeps: boolean): boolean {
    let seen = this.#seen.get(url)
    if (!seen || seen.length < ran.length) {
      const longer = new Uint8Array(ran.length)
      if (seen) longer.set(seen)
      this.#seen.set(url, (seen = longer))
    }
    let isFresh = false
    for (let at = 0; at < ran.length; at += 1) {
      if (ran[at] === 1 && seen[at] === 0) {
        isFresh = true
        if (!keeps) break
        seen[at] = 1
      }
    }
    return isFresh
  }
}
