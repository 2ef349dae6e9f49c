import type { Operation, OperationKind } from './operation.ts'

/** How an operation can end. */
export type Ending = Exclude<Operation['outcome'], 'running'>

/** How many operations this process has brought to which end; the metrics page shows it. */
export class EndedOperations {
  readonly #counts = new Map<
    string,
    { readonly kind: OperationKind; readonly outcome: Ending; count: number }
  >()

  /** Told after the commit: what was taken back, or written by a later holder, is not counted. */
  add(kind: OperationKind, outcome: Ending): void {
    const entry = this.#counts.get(`${kind} ${outcome}`)
    if (entry) entry.count += 1
    else this.#counts.set(`${kind} ${outcome}`, { kind, outcome, count: 1 })
  }

  entries(): Iterable<{ readonly kind: OperationKind; readonly outcome: Ending; readonly count: number }> {
    return this.#counts.values()
  }
}
