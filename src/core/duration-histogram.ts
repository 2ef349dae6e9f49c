/** Upper bounds of the buckets, in seconds: a read takes milliseconds, a caller who waits gives up after some ten. */
export const DURATION_BOUNDS: readonly number[] = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
]

/** How long things took: counts per bucket, nothing is allocated per value. */
export class DurationHistogram {
  /** One more than there are bounds: what took longer than the last one. */
  readonly #counts = new Float64Array(DURATION_BOUNDS.length + 1)
  #sum = 0

  add(seconds: number): void {
    let place = 0
    while (seconds > (DURATION_BOUNDS[place] ?? Infinity)) place += 1
    // Within the array: the loop ends behind the last bound at the latest.
    this.#counts[place] = (this.#counts[place] ?? 0) + 1
    this.#sum += seconds
  }

  /** Sum of all values, in seconds. */
  get sum(): number {
    return this.#sum
  }

  /** How many values were at most each of `DURATION_BOUNDS`; the last entry counts all. */
  cumulated(): readonly number[] {
    let upTo = 0
    return Array.from(this.#counts, (count) => (upTo += count))
  }
}
