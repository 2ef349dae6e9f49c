import type { InstanceKey } from '../instances/instance.ts'

/** A public key that is bound, and the pair that brings it. */
export interface BoundKey {
  readonly keyPairId: string
  readonly publicKey: string
}

export interface BindingStore {
  /**
   * Makes the bound pairs of an instance exactly these, in this order. Those that were bound stay bound since then; what
   * goes is not temporary any more either, unless it goes because its time is over. `since`: since when new ones are bound, all of
   * them or each.
   */
  replace(
    instance: InstanceKey,
    keyPairIds: readonly string[],
    since?: number | ReadonlyMap<string, number | undefined>,
  ): Promise<void>
  /** Since when pairs are bound to an instance; undefined where it was not written down. */
  boundSince(instance: InstanceKey): Promise<ReadonlyMap<string, number | undefined>>
  /**
   * Which of these pairs are bound to an instance that stays, that is, one that is not being terminated; or would be bound
   * to it again if the operation failed that is under way.
   */
  keyPairsInUse(
    owner: { readonly account: string; readonly dialect: string },
    keyPairIds: readonly string[],
  ): Promise<ReadonlySet<string>>
  /** The pairs bound to an instance with their public keys, `type base64` each, in the order they were bound. */
  keysOf(instance: InstanceKey): Promise<readonly BoundKey[]>
  /** The public keys of these alone. */
  publicKeysOf(instance: InstanceKey): Promise<readonly string[]>
}
