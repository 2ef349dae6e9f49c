import { AgedCache } from '../aged-cache.ts'
import type { Clock } from '../clock.ts'
import type { MfaStanding } from '../policies/mfa.ts'
import type { AttachedPolicy, User } from './account.ts'
import type { MfaDevice, MfaDeviceStore } from './mfa-store.ts'
import type { Signals } from '../signals.ts'
import type { AccountStore } from './store.ts'

const CACHE = { ageMs: 5_000, size: 10_000 }
/** Subject of a signal that means every user; no key is like it. */
const EVERYBODY = '*'

/** What is known about a user when he calls; the same object until it is read again. */
export interface KnownUser {
  readonly policies: readonly AttachedPolicy[]
  readonly mfa: MfaStanding
  /** Actions for which his account wants a verified MFA code. */
  readonly requireMfa: readonly string[]
}

interface UserStores {
  readonly accounts: AccountStore
  readonly mfaDevices: MfaDeviceStore
}

/** Finds users by account and name. One who is not known has neither policies nor a second factor. */
export class Users {
  readonly #stores: UserStores
  readonly #cache: AgedCache<KnownUser>
  readonly #clock: Clock
  #startedAtMs: number

  readonly #signals: Signals

  constructor(stores: UserStores, clock: Clock, signals: Signals) {
    this.#stores = stores
    this.#cache = new AgedCache(clock, CACHE)
    this.#clock = clock
    this.#startedAtMs = clock.now()
    this.#signals = signals
    signals.on('user', (key) =>
      key === undefined || key === EVERYBODY ? this.#cache.forgetAll() : this.#cache.forget(key),
    )
  }

  find(account: string, name: string): Promise<KnownUser> {
    return this.#cache.get(keyOf(account, name), async () => {
      const [user, owner, device] = await Promise.all([
        this.#stores.accounts.findUser(account, name),
        this.#stores.accounts.findAccount(account),
        this.#stores.mfaDevices.find({ account, user: name }),
      ])
      return {
        policies: user?.policies ?? [],
        mfa: this.#standing(user, device),
        requireMfa: owner?.requireMfa ?? [],
      }
    })
  }

  /** The next call of the user sees what was changed; one that another process answers, soon. */
  forget(account: string, name: string): void {
    this.#cache.forget(keyOf(account, name))
    this.#signals.send('user', keyOf(account, name))
  }

  /** As `forget`, of every user: what his account wants of him has changed. */
  forgetEverybody(): void {
    this.#cache.forgetAll()
    this.#signals.send('user', EVERYBODY)
  }

  /** All of them may have changed. Other processes look again by themselves after a few seconds. */
  forgetAll(): void {
    this.#cache.forgetAll()
  }

  /** As after a start of the server. */
  restart(): void {
    this.#startedAtMs = this.#clock.now()
    this.forgetAll()
  }

  /**
   * Who has a device stands as its last check says. Without one a user who is stored as verified counts as checked
   * when the server started. Source: spec/policies.md §4.
   */
  #standing(user: User | undefined, device: MfaDevice | undefined): MfaStanding {
    if (device) {
      const { checkedAtMs } = device
      return { state: checkedAtMs === undefined ? 'bound' : 'verified', checkedAtMs }
    }
    const state = user?.mfa ?? 'none'
    return { state, checkedAtMs: state === 'verified' ? this.#startedAtMs : undefined }
  }
}

/** An account has digits only: no other pair gives the same key. */
function keyOf(account: string, name: string): string {
  return `${account} ${name}`
}
