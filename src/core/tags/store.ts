import type { KeyPairScope } from '../key-pairs/key-pair.ts'
import type { Tag, TagFilter } from './tag.ts'

export interface TagOwner {
  readonly account: string
  readonly dialect: string
  readonly kind: 'keyPair' | 'instance'
}

/** Every given condition must hold. */
export interface TagQuery {
  readonly resourceIds?: readonly string[]
  /** Tags of resources that match every filter; of these resources all tags are listed. */
  readonly filters?: readonly TagFilter[]
  readonly limit: number
  readonly after?: TagPosition | undefined
}

/** Place of the last tag that was seen. */
export interface TagPosition {
  readonly resourceId: string
  readonly key: string
}

export interface ResourceTag extends Tag {
  readonly resourceId: string
}

/** Makes tagged resources findable; the tags themselves are in the rows of the resources. */
export interface TagStore {
  put(owner: TagOwner, resourceId: string, tags: readonly Tag[]): Promise<void>
  /** Tags with these keys; what is not there is passed over. */
  remove(owner: TagOwner, resourceId: string, keys: readonly string[]): Promise<void>
  removeAll(owner: TagOwner, resourceIds: readonly string[]): Promise<void>
  /** By resource, then by key. `scope.region`: the region of the resources, empty for pairs of an account. */
  list(
    scope: KeyPairScope & Pick<TagOwner, 'kind'>,
    query: TagQuery,
  ): Promise<{ readonly tags: readonly ResourceTag[]; readonly next: TagPosition | undefined }>
}
