/** Runs of characters that a name may be of; addresses are one. */
const TOKENS = /\d+\.\d+\.\d+\.\d+|(?:[\da-f]{2}:){5}[\da-f]{2}|[A-Za-z0-9_+/=-]+/g
/** Hardware addresses follow from those of the network. */
const ADDRESS = /^(?:\d+\.\d+\.\d+\.\d+|(?:[\da-f]{2}:){5}[\da-f]{2})$/
/** Shorter texts are never made by chance. */
const SHORTEST_BY_CHANCE = 8
/** Digits alone may be a count or a time; of so many they are a request id that has no letter by chance. */
const SHORTEST_OF_DIGITS = 20
const PRIVATE_KEY = '-----BEGIN'

/**
 * Compares what two worlds answered to the same calls. Where they differ, both must have a text made by chance (an id, a
 * key, a request id, the address of a machine), and the one always in place of the other: a renaming, as it were. A name that
 * a seed file gave is not by chance.
 */
export class SameAnswers {
  readonly #names: ReadonlySet<string>
  readonly #there = new Map<string, string>()
  readonly #back = new Map<string, string>()

  /** @param seeds what the worlds began with */
  constructor(...seeds: readonly unknown[]) {
    this.#names = new Set(seeds.flatMap((seed) => JSON.stringify(seed).match(TOKENS) ?? []))
  }

  /** What the other world has in place of a text of the first one. */
  translated(text: string): string {
    return this.#there.get(text) ?? text
  }

  /** Where the answers differ; empty: nowhere. */
  differences(one: unknown, other: unknown, path = ''): readonly string[] {
    if (typeof one === 'string' && typeof other === 'string') {
      return this.#isSameText(one, other) ? [] : [`${path}: ${one} ≠ ${other}`]
    }
    if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
      return one === other ? [] : [`${path}: ${String(one)} ≠ ${String(other)}`]
    }
    const [names, otherNames] = [Object.keys(one), Object.keys(other)]
    if (names.join() !== otherNames.join()) return [`${path}: members ${names.join()} ≠ ${otherNames.join()}`]
    return names.flatMap((name) =>
      this.differences(Reflect.get(one, name), Reflect.get(other, name), `${path}/${name}`),
    )
  }

  #isSameText(one: string, other: string): boolean {
    if (one === other) return true
    if (one.startsWith(PRIVATE_KEY)) return other.startsWith(PRIVATE_KEY)
    if (one.replaceAll(TOKENS, '') !== other.replaceAll(TOKENS, '')) return false
    const [tokens, others] = [one.match(TOKENS) ?? [], other.match(TOKENS) ?? []]
    if (tokens.length !== others.length) return false
    const isSame = tokens.every((token, at) => this.#isRenaming(token, others[at] ?? ''))
    // Whole texts are what later calls send again.
    if (isSame) this.#there.set(one, other)
    return isSame
  }

  #isRenaming(token: string, other: string): boolean {
    const known = this.#there.get(token) ?? token
    if (known === other) return true
    const isChance = this.#isByChance(token) && this.#isByChance(other)
    const isFree = !this.#there.has(token) && !this.#back.has(other)
    const isAddress = ADDRESS.test(token) && ADDRESS.test(other)
    if (!isChance || !isFree || (token.length !== other.length && !isAddress)) return false
    this.#there.set(token, other)
    this.#back.set(other, token)
    return true
  }

  #isByChance(token: string): boolean {
    const shortest = /^\d+$/.test(token) ? SHORTEST_OF_DIGITS : SHORTEST_BY_CHANCE
    return !this.#names.has(token) && token.length >= shortest
  }
}
