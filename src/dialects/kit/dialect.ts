import type { z } from 'zod'

import type { BindingRules } from '../../core/bindings/rules.ts'
import type { CallCounts } from '../../core/call-counts.ts'
import type { Core } from '../../core/core.ts'
import type { Instance, InstanceState } from '../../core/instances/instance.ts'
import type { KeyPairRules } from '../../core/key-pairs/key-pair.ts'
import type { Log } from '../../core/log.ts'
import type { Action } from './action.ts'
import type { AnsweredCall } from './attempt.ts'
import type { CallFaults } from './call-faults.ts'
import type { Catalog } from './catalog.ts'
import type { PolicyOwner, PolicyReading } from './policies/document.ts'
import type { Explanation } from './policies/guard.ts'
import type { ParameterTally } from './parameter-tally.ts'
import type { ExplainedCall, Service } from './service.ts'
import type { WireAnswer, WireRequest } from './wire-request.ts'

/** What a dialect answers calls with. */
export interface World {
  readonly core: Core
  readonly log: Log
  readonly counts: CallCounts
  /** Notes what callers asked for and did not get. */
  readonly parameters: ParameterTally
  /** Is told of every call when it has ended. */
  readonly observer?: ((answered: AnsweredCall) => void) | undefined
  /** What goes wrong on purpose; never in strict mode. */
  readonly faults?: CallFaults | undefined
  /** False: only seeded access keys are known, and nothing of the stand-in is allowed. */
  readonly isStandIn: boolean
  /** Root domain whose hosts, `<service>.<domain>`, count as API hosts too; absent: none. */
  readonly domain?: string | undefined
}

/** How sure a dialect is that a request is meant for it; the surest one answers. */
export type Claim = 'host' | 'shape' | 'version'

/** One cloud API: wire form, signature, actions, errors. */
export interface Dialect {
  /** `tencent-cvm`, `alibaba-ecs`, … */
  readonly id: string
  /** Name of its own service: `cvm`, `ecs`. */
  readonly service: string
  readonly actions: readonly Action[]
  /** Other APIs of the same cloud that its clients call along the way. */
  readonly siblings: readonly Service[]
  readonly catalog: Catalog
  readonly seeding: Seeding
  readonly ownRules: OwnRules
  /** Names of its API hosts, its siblings' among them, as a certificate spells them: `*.` stands for one label. */
  readonly hosts: readonly string[]
  claim(request: WireRequest): Claim | undefined
  /** Never rejects: every failure has its envelope. */
  answer(request: WireRequest): Promise<WireAnswer>
  /**
   * Whether policies would allow a call; undefined for an action that the dialect does not answer.
   * @throws NoResourceName
   */
  explain(call: ExplainedCall): Promise<Explanation | undefined>
}

/** The rules of a cloud for those who ask in other words than its own: Keyplane's own API. */
export interface OwnRules {
  /** What a new key pair may be called. */
  readonly keyPairName: z.ZodType
  /** `isForced`: a machine may be switched off for it, where the cloud wants that to be said. */
  binding(verb: 'bind' | 'unbind', isForced: boolean): BindingRules
  /** It must not be deleted. */
  isProtected(instance: Instance): boolean
}

/** What a seed file needs to know of a dialect. */
export interface Seeding {
  readonly keyPairRules: KeyPairRules
  readonly instanceId: RegExp
  readonly keyPairId: RegExp
  /** Actions that an account may put into its `requireMfa`; empty where no code answers it. */
  readonly mfaActions: readonly string[]
  /** Reads a policy in the language of the cloud. */
  readPolicy(document: unknown, owner: PolicyOwner): PolicyReading
  newInstanceId(): string
  /** Fields of an instance that a seed file leaves out, for an image of this system. */
  defaults(
    os: Instance['os'],
  ): Pick<Instance, 'imageId' | 'osName' | 'loginUser' | 'type' | 'chargeType' | 'project' | 'attributes'>
  /** Name of the action that an instance held in this state is shown to be busy with. */
  heldAction(state: InstanceState): string
}
