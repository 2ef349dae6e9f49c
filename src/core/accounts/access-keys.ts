import { hash } from 'node:crypto'

import type { Clock } from '../clock.ts'
import { Secret } from '../secret.ts'
import { type AccessKey, ROOT_USER } from './account.ts'
import type { AccountStore } from './store.ts'

/** Secret of every access key that the stand-in was not told about. */
const STAND_IN_SECRET = 'keyplane'

/** A cached access key is read again after this time, so that a change by another process is seen. */
const CACHE_AGE_MS = 5_000
const CACHE_SIZE = 10_000
const LONGEST_ID = 256

/**
 * Finds the owner of an access key id. In stand-in mode an unknown id is an account of its own, whose account id
 * is derived from it; in strict mode it is unknown.
 */
export class AccessKeys {
  readonly #accounts: AccountStore
  readonly #clock: Clock
  readonly #isStrict: boolean
  readonly #cache = new Map<string, { readonly found: AccessKey | undefined; readonly atMs: number }>()

  constructor(accounts: AccountStore, clock: Clock, mode: 'stand-in' | 'strict') {
    this.#accounts = accounts
    this.#clock = clock
    this.#isStrict = mode === 'strict'
  }

  async find(id: string): Promise<AccessKey | undefined> {
    const nowMs = this.#clock.now()
    const cached = this.#cache.get(id)
    if (cached && Math.abs(nowMs - cached.atMs) < CACHE_AGE_MS) return cached.found
    if (id.length === 0 || id.length > LONGEST_ID) return undefined
    const stored = await this.#accounts.findAccessKey(id)
    const found = stored ?? (this.#isStrict ? undefined : standInKey(id))
    this.#remember(id, { found, atMs: nowMs })
    return found
  }

  #remember(id: string, entry: { found: AccessKey | undefined; atMs: number }): void {
    this.#cache.delete(id)
    this.#cache.set(id, entry)
    if (this.#cache.size > CACHE_SIZE) {
      const [oldest] = this.#cache.keys()
      if (oldest !== undefined) this.#cache.delete(oldest)
    }
  }
}

function standInKey(id: string): AccessKey {
  return { id, account: standInAccountId(id), user: ROOT_USER, secret: new Secret(STAND_IN_SECRET) }
}

/** Ten digits, the same for the same access key id in every run. */
export function standInAccountId(accessKeyId: string): string {
  const digits = BigInt(`0x${hash('sha256', accessKeyId, 'hex').slice(0, 15)}`) % 1_000_000_000n
  return `2${digits.toString().padStart(9, '0')}`
}
