import { hash } from 'node:crypto'

import { type Nonces, REMEMBERED_MS } from './nonces.ts'

/** Most nonces of one generation; two are kept. */
const GENERATION_SIZE = 100_000
/** Longer nonces are kept as their hash, so that a caller cannot fill the memory with a few. */
const LONGEST_KEPT = 64

/**
 * In the memory of one process. Two generations: the older one is dropped when the younger one has
 * lasted half an hour or is full, so memory is bounded and a nonce is known for at least that long. Only a flood of
 * more than a hundred thousand calls in that time shortens it.
 */
export class MemoryNonces implements Nonces {
  readonly #generationSize: number
  #young = new Set<string>()
  #old: ReadonlySet<string> = new Set()
  #bornAtMs = 0

  constructor(generationSize = GENERATION_SIZE) {
    this.#generationSize = generationSize
  }

  use(accessKeyId: string, nonce: string, nowMs: number): boolean {
    this.#age(nowMs)
    const short = nonce.length > LONGEST_KEPT ? hash('sha256', nonce, 'base64') : nonce
    const entry = `${accessKeyId} ${short}`
    if (this.#young.has(entry) || this.#old.has(entry)) return false
    this.#young.add(entry)
    return true
  }

  /** None was used. */
  clear(): void {
    this.#young.clear()
    this.#old = new Set()
  }

  #age(nowMs: number): void {
    const ageMs = nowMs - this.#bornAtMs
    if (this.#young.size < this.#generationSize && ageMs < REMEMBERED_MS) return
    this.#old = ageMs < 2 * REMEMBERED_MS ? this.#young : new Set()
    this.#young = new Set()
    this.#bornAtMs = nowMs
  }
}
