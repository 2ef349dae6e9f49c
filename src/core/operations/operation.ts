import type { InstanceState, StoppedMode } from '../instances/instance.ts'
import type { Unbound } from './unbound.ts'
import type { Written } from './written.ts'

/** What an operation is for; decides which refusal a second call meets. */
export type OperationKind =
  'create' | 'power' | 'access' | 'reinstall' | 'rescue' | 'terminate' | 'attribute' | 'held'

export type StepName = 'stop' | 'applyAccess' | 'reinstall' | 'start' | 'reboot' | 'remove'

/** One step: the state shown until it is done, and whether the driver's transition time passes first. */
export interface Step {
  readonly name: StepName
  readonly shows: InstanceState
  readonly takesTime: boolean
}

/** What the undoing of a failed operation goes back to. */
export interface Before {
  readonly state: InstanceState
  readonly stoppedMode: StoppedMode | undefined
  readonly keyPairIds: readonly string[]
  readonly allowsPassword: boolean
  readonly passwordHash: string | undefined
  readonly rescuePasswordHash?: string | undefined
  /** Those of `keyPairIds` that the operation unbinds, as they were bound; absent where it unbinds none. */
  readonly unbound?: readonly Unbound[]
  /** What the operation changed in the description; absent where it changed none of it. */
  readonly written?: Written
}

/** Durable work on one instance. The row is all there is: any process can carry it on. */
export interface Operation {
  readonly id: string
  readonly account: string
  readonly dialect: string
  readonly instanceId: string
  readonly kind: OperationKind
  /** Name of the call that asked for it, shown as LatestOperation. */
  readonly action: string
  readonly requestId: string
  readonly steps: readonly Step[]
  /** Index into `steps` of the next step to do. */
  readonly step: number
  readonly isUndoing: boolean
  /** State the instance has when all steps are done. */
  readonly endState: InstanceState
  readonly isForced: boolean
  readonly before: Before
  /** How often its step has failed on the machine. */
  readonly attempt: number
  /** Grows whenever somebody takes the operation up; a late writer with an older fence changes nothing. */
  readonly fence: number
  readonly dueAtMs: number
  readonly deadlineAtMs: number
  readonly outcome: 'running' | 'succeeded' | 'failed'
  /** Why it failed; empty otherwise. */
  readonly message: string
  readonly createdAtMs: number
}
