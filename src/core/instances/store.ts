import type { Listed, Page, TextPattern } from '../page.ts'
import type { TagFilter } from '../tags/tag.ts'
import type { Instance, InstanceKey, InstanceState } from './instance.ts'

/** Every given condition must hold; several values of one condition are alternatives. */
export interface InstanceQuery {
  readonly region: string
  readonly ids?: readonly string[]
  readonly zones?: readonly string[]
  readonly namePatterns?: readonly TextPattern[]
  readonly states?: readonly InstanceState[]
  readonly types?: readonly string[]
  readonly typePatterns?: readonly TextPattern[]
  readonly isIoOptimized?: boolean
  readonly imageIds?: readonly string[]
  readonly chargeTypes?: readonly Instance['chargeType'][]
  readonly projects?: readonly string[]
  readonly addresses?: readonly string[]
  readonly privateAddresses?: readonly string[]
  readonly keyPairId?: string
  readonly tags?: readonly TagFilter[]
  /** Attributes that have this text as their value, or in their list; all must match. */
  readonly attributes?: readonly { readonly name: string; readonly value: string }[]
  readonly createdFromMs?: number
  readonly createdUntilMs?: number
  readonly page: Page
}

/** Fields that change during the life of an instance. */
export type InstanceChanges = Partial<
  Pick<
    Instance,
    | 'name'
    | 'description'
    | 'hostName'
    | 'imageId'
    | 'os'
    | 'osName'
    | 'loginUser'
    | 'state'
    | 'stoppedMode'
    | 'passwordHash'
    | 'rescuePasswordHash'
    | 'allowsPassword'
    | 'desiredVersion'
    | 'appliedVersion'
    | 'currentOperationId'
    | 'attributes'
    | 'project'
    | 'tags'
  >
> & { readonly latestOperationId?: string }

/** By key (account, cloud, id), by name, or from the newest on; keys break ties. */
export type InstanceOrder = 'id' | 'name' | 'newest'

/** Where an instance is in an order: what it is ordered by is there beside its key. */
export interface InstancePlace extends InstanceKey {
  readonly name?: string
  readonly createdAtMs?: number
}

/** Instances of every account and cloud, by key unless told otherwise. Filters that are left out let everything through. */
export interface InstanceWalk {
  readonly order?: InstanceOrder | undefined
  /** Place of the last one that was given already, in the same order. */
  readonly after?: InstancePlace | undefined
  readonly limit: number
  readonly account?: string | undefined
  readonly dialect?: string | undefined
  readonly region?: string | undefined
  readonly state?: string | undefined
  /** Part of the name, id or address, in either case. */
  readonly text?: string | undefined
  readonly keyPairId?: string | undefined
  /** The access wanted is not the one in force. */
  readonly isPending?: boolean | undefined
}

export interface InstanceStore {
  /** Instances of a dialect and account by id, in every region unless one is given; unknown ids are absent. */
  findByIds(
    owner: { account: string; dialect: string; region?: string },
    ids: readonly string[],
  ): Promise<readonly Instance[]>
  list(owner: { account: string; dialect: string }, query: InstanceQuery): Promise<Listed<Instance>>
  /**
   * At most `limit` instances; where few match, fewer are given before the end than were asked for, so that a call reads
   * no more than some thousands of rows. Without `next` it was the end.
   */
  walk(
    query: InstanceWalk,
  ): Promise<{ readonly rows: readonly Instance[]; readonly next: InstancePlace | undefined }>
  insert(instance: Instance): Promise<void>
  /**
   * Changes the row if it is still held by `expected.operationId` (undefined: free) and, where given, in
   * `expected.state`. False: it is not, and nothing changed.
   */
  update(
    key: InstanceKey,
    expected: { readonly operationId: string | undefined; readonly state?: InstanceState },
    changes: InstanceChanges,
  ): Promise<boolean>
  remove(key: InstanceKey): Promise<void>
}
