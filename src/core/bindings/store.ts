import type { InstanceKey } from '../instances/instance.ts'

export interface BindingStore {
  /** Makes the bound pairs of an instance exactly these, in this order. */
  replace(instance: InstanceKey, keyPairIds: readonly string[]): Promise<void>
  /** Which of these pairs are bound to an instance that stays, that is, one that is not being terminated. */
  keyPairsInUse(
    owner: { readonly account: string; readonly dialect: string },
    keyPairIds: readonly string[],
  ): Promise<ReadonlySet<string>>
  /** The public keys bound to an instance, `type base64` each, in the order they were bound. */
  publicKeysOf(instance: InstanceKey): Promise<readonly string[]>
}
