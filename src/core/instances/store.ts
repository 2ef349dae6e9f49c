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

export interface InstanceStore {
  /** Instances of a dialect and account by id, in every region unless one is given; unknown ids are absent. */
  findByIds(
    owner: { account: string; dialect: string; region?: string },
    ids: readonly string[],
  ): Promise<readonly Instance[]>
  list(owner: { account: string; dialect: string }, query: InstanceQuery): Promise<Listed<Instance>>
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
