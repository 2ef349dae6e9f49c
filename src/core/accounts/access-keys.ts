import { hash } from 'node:crypto'

import { AgedCache } from '../aged-cache.ts'
import type { Clock } from '../clock.ts'
import { Secret } from '../secret.ts'
import { type AccessKey, ROOT_USER } from './account.ts'
import type { AccountStore } from './store.ts'

/** Secret of every access key that the stand-in was not told about. */
const STAND_IN_SECRET = 'keyplane'

const CACHE = { ageMs: 5_000, size: 10_000 }
const LONGEST_ID = 256

/**
 * Finds the owner of an access key id. In stand-in mode an unknown id is an account of its own, whose account id
 * is derived from it; in strict mode it is unknown.
 */
export class AccessKeys {
  readonly #accounts: AccountStore
  readonly #isStrict: boolean
  readonly #cache: AgedCache<AccessKey | undefined>

  constructor(accounts: AccountStore, clock: Clock, mode: 'stand-in' | 'strict') {
    this.#accounts = accounts
    this.#cache = new AgedCache(clock, CACHE)
    this.#isStrict = mode === 'strict'
  }

  async find(id: string): Promise<AccessKey | undefined> {
    if (id.length === 0 || id.length > LONGEST_ID) return undefined
    return this.#cache.get(id, async () => {
      const stored = await this.#accounts.findAccessKey(id)
      return stored ?? (this.#isStrict ? undefined : standInKey(id))
    })
  }
}

function standInKey(id: string): AccessKey {
  return {
    id,
    account: standInAccountId(id),
    user: ROOT_USER,
    secret: new Secret(STAND_IN_SECRET),
    isDisabled: false,
  }
}

/** Fifteen digits, so that no two meet by accident; the same for the same access key id in every run. */
export function standInAccountId(accessKeyId: string): string {
  const digits = BigInt(`0x${hash('sha256', accessKeyId, 'hex').slice(0, 15)}`) % 100_000_000_000_000n
  return `2${digits.toString().padStart(14, '0')}`
}
