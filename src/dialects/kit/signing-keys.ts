import type { KeyObject } from 'node:crypto'

/**
 * Keeps the keys that verify signatures, so that a warm request derives and imports nothing.
 *
 * Bounded: beyond `maxEntries` the key that went unused for longest is dropped. A caller who names ever new
 * scopes therefore costs time, never memory.
 */
export class SigningKeys {
  readonly #maxEntries: number
  readonly #keys = new Map<string, KeyObject>()
  #newest: string | undefined

  /** @param maxEntries at least 1 */
  constructor(maxEntries: number) {
    if (!Number.isInteger(maxEntries) || maxEntries < 1) {
      throw new RangeError(`maxEntries must be a positive integer, got ${maxEntries}`)
    }
    this.#maxEntries = maxEntries
  }

  /**
   * The key kept under `cacheKey`, or the one `derive` returns, which is then kept.
   *
   * `cacheKey` must contain everything `derive` depends on, the secret itself included: a rotated secret must
   * not find the key of its predecessor. When `derive` throws, nothing is kept.
   */
  get(cacheKey: string, derive: () => KeyObject): KeyObject {
    const kept = this.#keys.get(cacheKey)
    if (kept !== undefined) {
      this.#touch(cacheKey, kept)
      return kept
    }
    const derived = derive()
    this.#keys.set(cacheKey, derived)
    this.#newest = cacheKey
    if (this.#keys.size > this.#maxEntries) this.#dropOldest()
    return derived
  }

  /** Moves a key to the young end of the map, whose insertion order is the order of use. */
  #touch(cacheKey: string, key: KeyObject): void {
    if (cacheKey === this.#newest) return
    this.#keys.delete(cacheKey)
    this.#keys.set(cacheKey, key)
    this.#newest = cacheKey
  }

  #dropOldest(): void {
    for (const oldest of this.#keys.keys()) {
      this.#keys.delete(oldest)
      return
    }
  }
}
