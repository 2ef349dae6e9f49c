import type { InstanceKey } from '../instances/instance.ts'

export interface BindingStore {
  /**
   * Makes the bound pairs of an instance exactly these, in this order. Those that were bound stay bound since then; what
   * goes is not temporary any more either, unless it goes because its time is over. `nowMs`: since when new ones are bound.
   */
  replace(instance: InstanceKey, keyPairIds: readonly string[], nowMs?: number): Promise<void>
  /** Since when pairs are bound to an instance; undefined where it was not written down. */
  boundSince(instance: InstanceKey): Promise<ReadonlyMap<string, number | undefined>>
  /** Which of these pairs are bound to an instance that stays, that is, one that is not being terminated. */
  keyPairsInUse(
    owner: { readonly account: string; readonly dialect: string },
    keyPairIds: readonly string[],
  ): Promise<ReadonlySet<string>>
  /** The public keys bound to an instance, `type base64` each, in the order they were bound. */
  publicKeysOf(instance: InstanceKey): Promise<readonly string[]>
}
