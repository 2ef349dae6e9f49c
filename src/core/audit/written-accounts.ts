/** The accounts that audit rows were written for since somebody last looked. */
export class WrittenAccounts {
  #accounts = new Set<string>()
  #listener: (() => void) | undefined

  add(account: string): void {
    this.#accounts.add(account)
    this.#listener?.()
  }

  /** Calls `listener` whenever something was written, maybe before it is committed. */
  listen(listener: () => void): void {
    this.#listener = listener
    if (this.#accounts.size > 0) listener()
  }

  /** The accounts, which are forgotten here. */
  take(): ReadonlySet<string> {
    const taken = this.#accounts
    this.#accounts = new Set()
    return taken
  }
}
