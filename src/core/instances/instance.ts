import type { Machine } from '../machines/driver.ts'
import type { Operation } from '../operations/operation.ts'
import type { Tag } from '../tags/tag.ts'

export const INSTANCE_STATES = [
  'running',
  'stopped',
  'starting',
  'stopping',
  'rebooting',
  'pending',
  'terminating',
  'shutdown',
  'rescue',
  'entering-rescue',
  'exiting-rescue',
  'rebuilding',
  'live-migrating',
  'freezing',
  'isolating',
  'banned',
  'corrupted',
] as const

export type InstanceState = (typeof INSTANCE_STATES)[number]

/** States an instance only passes through; given in a seed file they are held open. */
export const TRANSITIONAL_STATES: ReadonlySet<InstanceState> = new Set<InstanceState>([
  'starting',
  'stopping',
  'rebooting',
  'pending',
  'terminating',
  'entering-rescue',
  'exiting-rescue',
  'rebuilding',
  'live-migrating',
])

export type StoppedMode = 'keep-charging' | 'stop-charging'

/** What names one instance. */
export interface InstanceKey {
  readonly account: string
  readonly dialect: string
  readonly id: string
}

/** A machine as its cloud API shows it. Belongs to one dialect, account and region. */
export interface Instance extends InstanceKey {
  readonly region: string
  readonly zone: string
  readonly name: string
  readonly os: 'linux' | 'windows'
  readonly osName: string
  readonly loginUser: string
  readonly state: InstanceState
  /** How it was stopped; undefined unless stopped. */
  readonly stoppedMode: StoppedMode | undefined
  readonly isIoOptimized: boolean
  /** The guest service that Volcengine's key and password changes need. */
  readonly hasPasswordAgent: boolean
  /** False: key operations answer "not supported". */
  readonly isSupported: boolean
  readonly imageId: string
  readonly type: string
  readonly chargeType: 'postpaid' | 'prepaid'
  readonly project: string
  readonly description: string
  readonly hostName: string
  readonly driver: string
  /** Where it is reached from outside. */
  readonly address: string
  readonly privateAddress: string
  /** crypt(3) hash of the password last set; absent when none ever was. */
  readonly passwordHash: string | undefined
  /** crypt(3) hash of the password that lets in to the rescue system; absent unless it is in rescue mode. */
  readonly rescuePasswordHash?: string | undefined
  /** Desired: password login is answered. */
  readonly allowsPassword: boolean
  readonly desiredVersion: number
  readonly appliedVersion: number
  /** The operation that holds the instance; undefined when it is free. */
  readonly currentOperationId: string | undefined
  /** The newest operation, finished or not. */
  readonly latestOperation: LatestOperation | undefined
  /** Ids of the bound key pairs, in the order they were given. */
  readonly keyPairIds: readonly string[]
  /** What only the dialect understands: parameters it was given and echoes. */
  readonly attributes: InstanceAttributes
  readonly tags: readonly Tag[]
  readonly createdAtMs: number
}

export type LatestOperation = Pick<
  Operation,
  'id' | 'kind' | 'action' | 'outcome' | 'requestId' | 'message' | 'createdAtMs'
>

export type InstanceAttributes = Readonly<Record<string, unknown>>

/** Id of the machine behind an instance, unique over everything. */
export function machineIdOf(instance: InstanceKey): string {
  return `${instance.dialect}/${instance.account}/${instance.id}`
}

/** An instance's machine, as drivers are told of it. */
export function machineOf(instance: InstanceKey & Pick<Instance, 'loginUser'>): Machine {
  return { id: machineIdOf(instance), instanceId: instance.id, loginUser: instance.loginUser }
}
