/** What became of a parameter. */
export type ParameterUse = 'read' | 'ignored' | 'unknown'

export interface ParameterLabels {
  readonly dialect: string
  readonly action: string
  /** Dotted path, without the indexes of lists. */
  readonly parameter: string
  readonly use: ParameterUse
}

/** Different parameters that are counted each; callers can invent any number of unknown ones. */
const MOST_COUNTED = 5_000
/** Under this name the others are counted. */
const OTHERS = 'others'

/** How often which parameter of which action was read, ignored or unknown. */
export class ParameterCounts {
  readonly #counts = new Map<string, { readonly labels: ParameterLabels; count: number }>()

  /** True when this parameter of the action has not been met before. */
  add(labels: ParameterLabels): boolean {
    const entry = this.#counts.get(keyOf(labels))
    if (entry) {
      entry.count += 1
      return false
    }
    if (this.#counts.size >= MOST_COUNTED && labels.parameter !== OTHERS) {
      this.add({ ...labels, parameter: OTHERS })
      return false
    }
    this.#counts.set(keyOf(labels), { labels, count: 1 })
    return true
  }

  entries(): Iterable<{ readonly labels: ParameterLabels; readonly count: number }> {
    return this.#counts.values()
  }
}

function keyOf({ dialect, action, use, parameter }: ParameterLabels): string {
  return `${dialect} ${action} ${use} ${parameter}`
}
