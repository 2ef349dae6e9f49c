import { hash } from 'node:crypto'

import { AgedCache } from '../aged-cache.ts'
import type { Clock } from '../clock.ts'
import { Secret } from '../secret.ts'
import { noSignals, type Signals } from '../signals.ts'
import { type AccessKey, ROOT_USER, type RoleSession } from './account.ts'
import type { AccountStore } from './store.ts'
import type { TemporaryKey, TemporaryKeyStore } from './temporary-key-store.ts'
import { hashOfToken, isTokenOf } from './token.ts'

/** Secret of every access key that the stand-in was not told about. */
const STAND_IN_SECRET = 'keyplane'

const CACHE = { ageMs: 5_000, size: 10_000 }
const LONGEST_ID = 256
/** Subject of a signal that means every key; no id is like it. */
const EVERY_KEY = ''

interface KeyStores {
  readonly accounts: AccountStore
  readonly temporaryKeys: TemporaryKeyStore
}

interface AccessKeysOptions {
  readonly mode: 'stand-in' | 'strict'
  /** Told of each id that the stand-in makes an account for, now and then again. */
  readonly onInvented?: (id: string) => void
  /** Tells the other processes of keys that were changed. */
  readonly signals?: Signals
}

/**
 * What is wrong with the token of a call: a temporary key came without one; nobody was given it; it is over; it
 * belongs to another key.
 */
export type TokenFlaw = 'missing' | 'unknown' | 'expired' | 'ofAnotherKey'

/**
 * Finds the owner of an access key id. In stand-in mode an unknown id is an account of its own, whose account id
 * is derived from it; in strict mode it is unknown.
 */
export class AccessKeys {
  readonly #stores: KeyStores
  readonly #isStrict: boolean
  readonly #onInvented: (id: string) => void
  readonly #cache: AgedCache<AccessKey | undefined>
  readonly #signals: Signals

  constructor(
    stores: KeyStores,
    clock: Clock,
    { mode, onInvented = () => {}, signals = noSignals() }: AccessKeysOptions,
  ) {
    this.#stores = stores
    this.#onInvented = onInvented
    this.#cache = new AgedCache(clock, CACHE)
    this.#isStrict = mode === 'strict'
    this.#signals = signals
    signals.on('accessKey', (id) =>
      id === undefined || id === EVERY_KEY ? this.#cache.forgetAll() : this.#cache.forget(id),
    )
  }

  async find(id: string): Promise<AccessKey | undefined> {
    if (id.length === 0 || id.length > LONGEST_ID) return undefined
    return this.#cache.get(id, async (ownId) => {
      const stored = (await this.#stores.accounts.findAccessKey(ownId)) ?? (await this.#findTemporary(ownId))
      if (stored || this.#isStrict) return stored
      this.#onInvented(ownId)
      return standInKey(ownId)
    })
  }

  /**
   * The first thing that is wrong with the token of a call, in the order in which the clouds look. The stand-in
   * takes any token beside a permanent key, as it takes any permanent key. Source: spec/alibaba.md §1.6 step 7.
   */
  async findTokenFlaw(
    { session }: AccessKey,
    token: string | undefined,
    nowMs: number,
  ): Promise<TokenFlaw | undefined> {
    if (token === undefined) return session && 'missing'
    if (session && isTokenOf(session, token)) return session.expiresAtMs > nowMs ? undefined : 'expired'
    if (!session && !this.#isStrict) return undefined
    const owner = await this.#stores.temporaryKeys.findByTokenHash(hashOfToken(token))
    if (!owner) return 'unknown'
    return owner.expiresAtMs > nowMs ? 'ofAnotherKey' : 'expired'
  }

  /**
   * What a role may; undefined when there is no such role. An account that nobody described, which only the stand-in
   * has, has every role.
   */
  async findRolePolicies(account: string, role: string): Promise<RoleSession['rolePolicies'] | undefined> {
    const { accounts } = this.#stores
    const found = await accounts.findRole(account, role)
    if (found) return found.policies
    return this.#isStrict || (await accounts.findAccount(account)) ? undefined : 'everything'
  }

  /** The next call that it signs sees what was changed; one that another process answers, soon. */
  forget(id: string): void {
    this.#cache.forget(id)
    this.#signals.send('accessKey', id)
  }

  /** As `forget`, of every key. */
  forgetEvery(): void {
    this.#cache.forgetAll()
    this.#signals.send('accessKey', EVERY_KEY)
  }

  /** All of them may have changed. Other processes look again by themselves after a few seconds. */
  forgetAll(): void {
    this.#cache.forgetAll()
  }

  async #findTemporary(id: string): Promise<AccessKey | undefined> {
    const key = await this.#stores.temporaryKeys.find(id)
    if (!key) return undefined
    const rolePolicies = await this.findRolePolicies(key.account, key.role)
    return rolePolicies && temporaryAccessKey(key, rolePolicies)
  }
}

function temporaryAccessKey(
  { id, account, role, sessionName, secret, tokenHash, sessionPolicies, expiresAtMs }: TemporaryKey,
  rolePolicies: RoleSession['rolePolicies'],
): AccessKey {
  const session = { role, name: sessionName, tokenHash, expiresAtMs, rolePolicies, sessionPolicies }
  return { id, account, user: `role/${role}/${sessionName}`, secret, isDisabled: false, session }
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
