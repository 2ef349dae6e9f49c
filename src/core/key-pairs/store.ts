import type { Listed, Page, TextPattern } from '../page.ts'
import type { TagFilter } from '../tags/tag.ts'
import type { BoundKeyPair, KeyPair, KeyPairScope } from './key-pair.ts'

/** Every given condition must hold; several values of one condition are alternatives. */
export interface KeyPairQuery {
  readonly ids?: readonly string[]
  readonly names?: readonly string[]
  readonly namePatterns?: readonly TextPattern[]
  readonly fingerprint?: string
  readonly projects?: readonly string[]
  readonly tags?: readonly TagFilter[]
  readonly page: Page
}

/** Fields that change during the life of a key pair. */
export type KeyPairChanges = Partial<
  Pick<KeyPair, 'name' | 'description' | 'project' | 'tags' | 'updatedAtMs'>
>

/** Key pairs of every account and cloud in the order of their keys. */
export interface KeyPairWalk {
  /** Key of the last one that was given already. */
  readonly after?: Pick<KeyPair, 'account' | 'dialect' | 'id'> | undefined
  readonly limit: number
  readonly account?: string | undefined
  readonly dialect?: string | undefined
}

export interface KeyPairStore {
  /** Unknown ids are simply absent; order is not promised. */
  findByIds(scope: KeyPairScope, ids: readonly string[]): Promise<readonly KeyPair[]>
  findByNames(scope: KeyPairScope, names: readonly string[]): Promise<readonly KeyPair[]>
  findByPublicKey(scope: KeyPairScope, publicKey: string): Promise<KeyPair | undefined>
  list(scope: KeyPairScope, query: KeyPairQuery): Promise<Listed<BoundKeyPair>>
  walk(query: KeyPairWalk): Promise<readonly KeyPair[]>
  /** Those with this id or name in any region. */
  findAnywhere(owner: Omit<KeyPairScope, 'region'>, idOrName: string): Promise<readonly KeyPair[]>
  count(scope: KeyPairScope): Promise<number>
  /** False when the name is taken in the scope. */
  insert(keyPair: KeyPair): Promise<boolean>
  /** False when the pair is gone or its new name is taken in the scope; nothing changed then. */
  update(scope: KeyPairScope, id: string, changes: KeyPairChanges): Promise<boolean>
  /** Removes the pairs and whatever bindings they still have. */
  remove(scope: KeyPairScope, ids: readonly string[]): Promise<void>
}
