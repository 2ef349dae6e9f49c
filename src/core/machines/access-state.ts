/** Who may log in to a machine, as far as Keyplane manages it. */
export interface AccessState {
  /** Grows with every change of the instance's desired access; the fence between an older and a newer writer. */
  readonly version: number
  /** Managed public keys as OpenSSH lines without comment: `ssh-ed25519 AAAA…`. Keys added by hand are not here. */
  readonly publicKeys: readonly string[]
  /** Password (and keyboard-interactive) login is answered. */
  readonly allowsPassword: boolean
  /** crypt(3) SHA-512 hash of the password; absent when none was ever set. */
  readonly passwordHash?: string
  /**
   * The machine boots a rescue system, not its own disk: it answers the password and nothing else, and the keys on the
   * disk are neither asked nor touched.
   */
  readonly isRescue?: true
}
