/** Who may log in to a machine, as far as Keyplane manages it. */
export interface AccessState {
  /** Grows with every change of the instance's desired access; the fence between an older and a newer writer. */
  readonly version: number
  /** Managed public keys as OpenSSH lines without comment: `ssh-ed25519 AAAA…`. Keys added by hand are not here. */
  readonly publicKeys: readonly string[]
  /**
   * When keys of `publicKeys` end by themselves, by key, in milliseconds since 1970; a key that is not here has no end.
   * Where a machine can bring that about itself its driver tells it; elsewhere the key stays until it is taken away.
   */
  readonly expiries?: ReadonlyMap<string, number>
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

/** What became different on a machine when an access state was applied there. */
export interface AccessDifference {
  /** Managed keys that were not there before, as in {@link AccessState}. */
  readonly cameKeys: readonly string[]
  readonly wentKeys: readonly string[]
  /** What password login became; absent: it stayed as it was. */
  readonly password?: 'answered' | 'refused'
  /** Another password was written. */
  readonly isPasswordNew?: true
}

/** The keys that came and went between two lists. */
export function keyDifference(
  before: readonly string[],
  after: readonly string[],
): Pick<AccessDifference, 'cameKeys' | 'wentKeys'> {
  return {
    cameKeys: after.filter((key) => !before.includes(key)),
    wentKeys: before.filter((key) => !after.includes(key)),
  }
}
