import { setImmediate as nextTurn } from 'node:timers/promises'
import { verify } from 'unixcrypt'

/**
 * crypt(3) SHA-512 as Keyplane writes it. At most 99,999 rounds: one check then stays under 0.2 s, so that no record
 * can hold up the process.
 */
const SHA512_CRYPT = /^\$6\$(?:rounds=[1-9]\d{3,4}\$)?[./0-9A-Za-z]{1,16}\$[./0-9A-Za-z]{86}$/

/** Longest password that is looked at, in bytes. Source: PAM_MAX_RESP_SIZE, Linux-PAM. */
const MAX_PASSWORD_BYTES = 512

/** Checks that wait at most; more are answered as wrong. */
const MAX_WAITING = 256

/**
 * Checks passwords one after the other, giving everything else in the process a turn between two: one check computes
 * for about 10 ms and cannot be interrupted.
 */
export class PasswordChecks {
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  /** Whether the password fits the hash. False, without computing, for what is no SHA-512 hash or no password. */
  async fits(password: string, hash: string): Promise<boolean> {
    if (password === '' || Buffer.byteLength(password) > MAX_PASSWORD_BYTES) return false
    if (!SHA512_CRYPT.test(hash) || this.#waiting >= MAX_WAITING) return false
    this.#waiting += 1
    const check = this.#last.then(async () => {
      await nextTurn()
      return verify(password, hash)
    })
    this.#last = check.catch(() => false)
    try {
      return await check
    } finally {
      this.#waiting -= 1
    }
  }
}
