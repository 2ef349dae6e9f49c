import { AgedCache } from '../aged-cache.ts'
import type { Clock } from '../clock.ts'
import type { MfaStanding } from '../policies/mfa.ts'
import type { AttachedPolicy, User } from './account.ts'
import type { AccountStore } from './store.ts'

const CACHE = { ageMs: 5_000, size: 10_000 }

/** What is known about a user when he calls; the same object until it is read again. */
export interface KnownUser {
  readonly policies: readonly AttachedPolicy[]
  readonly mfa: MfaStanding
  /** Actions for which his account wants a verified MFA code. */
  readonly requireMfa: readonly string[]
}

/** Finds users by account and name. One who is not known has neither policies nor a second factor. */
export class Users {
  readonly #accounts: AccountStore
  readonly #cache: AgedCache<KnownUser>
  readonly #startedAtMs: number

  constructor(accounts: AccountStore, clock: Clock) {
    this.#accounts = accounts
    this.#cache = new AgedCache(clock, CACHE)
    this.#startedAtMs = clock.now()
  }

  find(account: string, name: string): Promise<KnownUser> {
    // An account has digits only: no other pair gives the same key.
    return this.#cache.get(`${account} ${name}`, async () => {
      const [user, owner] = await Promise.all([
        this.#accounts.findUser(account, name),
        this.#accounts.findAccount(account),
      ])
      return {
        policies: user?.policies ?? [],
        mfa: this.#standing(user),
        requireMfa: owner?.requireMfa ?? [],
      }
    })
  }

  /** A user who is stored as verified counts as checked when the server started. Source: spec/policies.md §4. */
  #standing(user: User | undefined): MfaStanding {
    const state = user?.mfa ?? 'none'
    return { state, checkedAtMs: state === 'verified' ? this.#startedAtMs : undefined }
  }
}
