/**
 * Work that waits, in a line for each source; sources are served in turn, so that one who sends much waits for himself.
 * Nothing is kept of a source without work.
 */
export class FairLine<Work> {
  /** The source whose turn it is comes first. */
  readonly #lines = new Map<string, Work[]>()

  add(source: string, work: Work): void {
    const line = this.#lines.get(source)
    if (line) line.push(work)
    else this.#lines.set(source, [work])
  }

  /** Takes the first work of the next source that may; undefined when there is none. */
  take(may: (source: string) => boolean = () => true): { source: string; work: Work } | undefined {
    for (const [source, line] of this.#lines) {
      if (!may(source)) continue
      const work = line.shift()
      this.#lines.delete(source)
      if (line.length > 0) this.#lines.set(source, line)
      if (work !== undefined) return { source, work }
    }
    return undefined
  }

  /** It need not be done any more. */
  remove(source: string, work: Work): void {
    const line = this.#lines.get(source)
    const place = line?.indexOf(work) ?? -1
    if (place < 0) return
    line?.splice(place, 1)
    if (line?.length === 0) this.#lines.delete(source)
  }

  /** Sources that have work. */
  sources(): Iterable<string> {
    return this.#lines.keys()
  }
}
