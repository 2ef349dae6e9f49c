import { DurationHistogram } from './duration-histogram.ts'

/** How many calls ended how, and how long those of each dialect took; the metrics page shows it. */
export class CallCounts {
  readonly #counts = new Map<string, { labels: CallLabels; count: number }>()
  readonly #durations = new Map<string, DurationHistogram>()

  add(labels: CallLabels, seconds: number): void {
    const key = `${labels.dialect} ${labels.action} ${labels.outcome}`
    const entry = this.#counts.get(key)
    if (entry) entry.count += 1
    else this.#counts.set(key, { labels, count: 1 })
    this.#durationsOf(labels.dialect).add(seconds)
  }

  entries(): Iterable<{ readonly labels: CallLabels; readonly count: number }> {
    return this.#counts.values()
  }

  /** By dialect. */
  durations(): ReadonlyMap<string, DurationHistogram> {
    return this.#durations
  }

  #durationsOf(dialect: string): DurationHistogram {
    const known = this.#durations.get(dialect)
    if (known) return known
    const begun = new DurationHistogram()
    this.#durations.set(dialect, begun)
    return begun
  }
}

/** `action` must be one that exists, or empty: callers must not be able to grow the list. */
export interface CallLabels {
  readonly dialect: string
  readonly action: string
  readonly outcome: string
}
