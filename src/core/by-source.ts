/** What each source has of something, oldest first, and how much all of them have. */
export class BySource<Member> {
  readonly #sources = new Map<string, Set<Member>>()
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Returns all that the source has now; undefined: it had this one already. */
  add(source: string, member: Member): ReadonlySet<Member> | undefined {
    const own = this.#sources.get(source) ?? new Set<Member>()
    if (own.has(member)) return undefined
    this.#sources.set(source, own.add(member))
    this.#size += 1
    return own
  }

  remove(source: string, member: Member): void {
    const own = this.#sources.get(source)
    if (!own?.delete(member)) return
    this.#size -= 1
    if (own.size === 0) this.#sources.delete(source)
  }

  /** What the source has that has most; nothing when nobody has anything. */
  largest(): ReadonlySet<Member> {
    let largest: ReadonlySet<Member> = new Set()
    for (const own of this.#sources.values()) if (own.size > largest.size) largest = own
    return largest
  }
}
