import type { Clock } from '../clock.ts'
import type { TokenKey } from './store.ts'

/** How often a call of another process is looked after. */
const LOOK_EVERY_MS = 1_000

/** The calls of this process that hold a client token, so that others can wait for their end. */
export class RunningCalls {
  readonly #ends = new Map<string, PromiseWithResolvers<void>>()

  async run<T>(key: TokenKey, work: () => Promise<T>): Promise<T> {
    const name = nameOf(key)
    const end = Promise.withResolvers<void>()
    this.#ends.set(name, end)
    try {
      return await work()
    } finally {
      // After a lease that ran out, the place may be a successor's.
      if (this.#ends.get(name) === end) this.#ends.delete(name)
      end.resolve()
    }
  }

  /** Resolves when the holder of the token has ended, or when it is time to look again. */
  ended(key: TokenKey, clock: Clock, leaseEndsAtMs: number): Promise<void> {
    const running = this.#ends.get(nameOf(key))
    if (running) return running.promise
    const { promise, resolve } = Promise.withResolvers<void>()
    clock.wakeAt(Math.min(leaseEndsAtMs, clock.now() + LOOK_EVERY_MS), resolve)
    return promise
  }
}

function nameOf({ account, dialect, region, action, token }: TokenKey): string {
  return JSON.stringify([account, dialect, region, action, token])
}
