/** What names one binding. */
export interface BindingKey {
  readonly account: string
  readonly dialect: string
  readonly instanceId: string
  readonly keyPairId: string
}

/** A binding that ends by itself. */
export interface TemporaryBinding extends BindingKey {
  readonly expiresAtMs: number
  /** When it is looked at next: its end, later again while that is not reached. */
  readonly dueAtMs: number
  /** Since when it is being taken away; undefined before its time has come. */
  readonly endingAtMs: number | undefined
}

/** A key pair that takes the place of another on every instance of that one. */
export interface KeyRotation {
  readonly account: string
  readonly dialect: string
  readonly oldKeyPairId: string
  readonly newKeyPairId: string
  /** How long both are bound. */
  readonly overlapMs: number
  readonly startedAtMs: number
}

export interface TemporaryBindingStore {
  /** Whatever was there for this binding before. */
  put(binding: TemporaryBinding): Promise<void>
  remove(binding: BindingKey): Promise<void>
  /** Those of an instance. */
  ofInstance(owner: Omit<BindingKey, 'keyPairId'>): Promise<readonly TemporaryBinding[]>
  /** The earliest due first, whether their time has come or not. */
  earliest(limit: number): Promise<readonly TemporaryBinding[]>
  /** Takes one up whose time has come; false: somebody else did, or it is no more. */
  claim(
    binding: TemporaryBinding,
    until: { readonly dueAtMs: number; readonly endingAtMs: number },
  ): Promise<boolean>
  /**
   * Where there is none of this old pair, or in place of the one with this new pair. False: there is another one, and it
   * stays.
   */
  putRotation(rotation: KeyRotation, insteadOfKeyPairId?: string): Promise<boolean>
  findRotation(of: Omit<BindingKey, 'instanceId'>): Promise<KeyRotation | undefined>
  /** With a new pair: only the one with that. */
  removeRotation(
    of: Omit<BindingKey, 'instanceId'> & { readonly newKeyPairId?: string | undefined },
  ): Promise<void>
}
