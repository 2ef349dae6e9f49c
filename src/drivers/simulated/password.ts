import { setImmediate as nextTurn } from 'node:timers/promises'
import { verify } from 'unixcrypt'

import type { Clock } from '../../core/clock.ts'
import { FairLine } from './fair-line.ts'
import { WrongPasswords } from './wrong-passwords.ts'

/**
 * crypt(3) SHA-512 as Keyplane writes it. At most 99,999 rounds: one check then stays under 0.2 s, so that no record
 * can hold up the process.
 */
const SHA512_CRYPT = /^\$6\$(?:rounds=[1-9]\d{3,4}\$)?[./0-9A-Za-z]{1,16}\$[./0-9A-Za-z]{86}$/

/** Longest password that is looked at, in bytes. Source: PAM_MAX_RESP_SIZE, Linux-PAM. */
const MAX_PASSWORD_BYTES = 512

/** Who tries: where from, and whether he is still there. */
export interface Trier {
  readonly source: string
  /** Aborted when the connection is gone: nothing is computed for it any more. */
  readonly signal: AbortSignal
}

interface Check {
  readonly password: string
  readonly hash: string
  readonly decide: (fits: boolean) => void
  readonly fail: (error: unknown) => void
}

/**
 * Checks passwords one after the other, giving everything else in the process a turn between two: one check computes
 * for about 10 ms and cannot be interrupted. Sources are served in turn; one that was wrong often waits longer and longer.
 * As many wait as there are connections without login, each with one try.
 */
export class PasswordChecks {
  readonly #clock: Clock
  readonly #wrong: WrongPasswords
  readonly #line = new FairLine<Check>()
  #isRunning = false
  #alarm: Disposable | undefined

  constructor(clock: Clock, wrong: WrongPasswords = new WrongPasswords(clock)) {
    this.#clock = clock
    this.#wrong = wrong
  }

  /** Whether the password fits the hash. False, without computing, for what is no SHA-512 hash or no password. */
  async fits(password: string, hash: string, { source, signal }: Trier): Promise<boolean> {
    if (password === '' || Buffer.byteLength(password) > MAX_PASSWORD_BYTES) return false
    if (!SHA512_CRYPT.test(hash) || signal.aborted) return false
    const { promise, resolve, reject } = Promise.withResolvers<boolean>()
    const check: Check = { password, hash, decide: resolve, fail: reject }
    const giveUp = () => {
      this.#line.remove(source, check)
      resolve(false)
    }
    signal.addEventListener('abort', giveUp, { once: true })
    this.#line.add(source, check)
    void this.#run()
    return promise.finally(() => signal.removeEventListener('abort', giveUp))
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return
    this.#isRunning = true
    for (let next = this.#next(); next; next = this.#next()) {
      this.#check(next.source, next.work)
      await nextTurn()
    }
    this.#isRunning = false
    this.#wakeLater()
  }

  #next() {
    const nowMs = this.#clock.now()
    return this.#line.take((source) => this.#wrong.mayTryAtMs(source) <= nowMs)
  }

  #check(source: string, { password, hash, decide, fail }: Check): void {
    try {
      const fits = verify(password, hash)
      if (!fits) this.#wrong.add(source)
      decide(fits)
    } catch (error) {
      fail(error)
    }
  }

  /** Whoever is in line now must wait. */
  #wakeLater(): void {
    this.#alarm?.[Symbol.dispose]()
    this.#alarm = undefined
    const times = Array.from(this.#line.sources(), (source) => this.#wrong.mayTryAtMs(source))
    if (times.length === 0) return
    this.#alarm = this.#clock.wakeAt(Math.min(...times), () => void this.#run())
  }
}
