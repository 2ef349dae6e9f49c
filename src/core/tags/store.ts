import type { Tag } from './tag.ts'

export interface TagOwner {
  readonly account: string
  readonly dialect: string
  readonly kind: 'keyPair' | 'instance'
}

/** Makes tagged resources findable; the tags themselves are in the rows of the resources. */
export interface TagStore {
  put(owner: TagOwner, resourceId: string, tags: readonly Tag[]): Promise<void>
  removeAll(owner: TagOwner, resourceIds: readonly string[]): Promise<void>
}
