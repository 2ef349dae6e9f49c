import { hash } from 'node:crypto'

/** A nonce is remembered at least this long: the window of acceptable timestamps, both ways. */
const GENERATION_MS = 30 * 60_000
/** Most nonces of one generation; two are kept. */
const GENERATION_SIZE = 100_000
/** Longer nonces are kept as their hash, so that a caller cannot fill the memory with a few. */
const LONGEST_KEPT = 64

/**
 * The nonces that were used, per access key. Two generations: the older one is dropped when the younger one has
 * lasted half an hour or is full, so memory is bounded and a nonce is known for at least that long. Only a flood of
 * more than a hundred thousand calls in that time shortens it.
 * Source: spec/alibaba.md §1.6.
 */
export class Nonces {
  readonly #generationSize: number
  #young = new Set<string>()
  #old: ReadonlySet<string> = new Set()
  #bornAtMs = 0

  constructor(generationSize = GENERATION_SIZE) {
    this.#generationSize = generationSize
  }

  /** Records a nonce; false when it was used before. Call it only after the signature was verified. */
  use(accessKeyId: string, nonce: string, nowMs: number): boolean {
    this.#age(nowMs)
    const short = nonce.length > LONGEST_KEPT ? hash('sha256', nonce, 'base64') : nonce
    const entry = `${accessKeyId} ${short}`
    if (this.#young.has(entry) || this.#old.has(entry)) return false
    this.#young.add(entry)
    return true
  }

  #age(nowMs: number): void {
    const ageMs = nowMs - this.#bornAtMs
    if (this.#young.size < this.#generationSize && ageMs < GENERATION_MS) return
    this.#old = ageMs < 2 * GENERATION_MS ? this.#young : new Set()
    this.#young = new Set()
    this.#bornAtMs = nowMs
  }
}
