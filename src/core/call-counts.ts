/** How many calls ended how; the metrics page shows it. */
export class CallCounts {
  readonly #counts = new Map<string, { labels: CallLabels; count: number }>()

  add(labels: CallLabels): void {
    const key = `${labels.dialect} ${labels.action} ${labels.outcome}`
    const entry = this.#counts.get(key)
    if (entry) entry.count += 1
    else this.#counts.set(key, { labels, count: 1 })
  }

  entries(): Iterable<{ readonly labels: CallLabels; readonly count: number }> {
    return this.#counts.values()
  }
}

/** `action` must be one that exists, or empty: callers must not be able to grow the list. */
export interface CallLabels {
  readonly dialect: string
  readonly action: string
  readonly outcome: string
}
