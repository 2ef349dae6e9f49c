import { hash } from 'node:crypto'

import { type Nonces, REMEMBERED_MS } from './nonces.ts'
import type { NonceStore } from './store.ts'

const SWEEP_EVERY_MS = 1_000
/** Rows removed at a time: more than come in meanwhile, few enough that nobody waits for it. */
const SWEPT_AT_ONCE = 5_000

/** In the database, for all its processes together: a call that one of them answered is a replay for every other. */
export class SharedNonces implements Nonces {
  readonly #store: NonceStore
  #sweptAtMs = 0

  constructor(store: NonceStore) {
    this.#store = store
  }

  async use(accessKeyId: string, nonce: string, nowMs: number): Promise<boolean> {
    if (nowMs - this.#sweptAtMs >= SWEEP_EVERY_MS) {
      this.#sweptAtMs = nowMs
      await this.#store.removeOld(nowMs - REMEMBERED_MS, SWEPT_AT_ONCE)
    }
    // A caller cannot fill the database with a few long ones.
    return this.#store.insert({ accessKeyId, nonce: hash('sha256', nonce, 'base64'), nowMs })
  }
}
