import type { Tag } from '../tags/tag.ts'

/** Who calls, as policies see it. An account itself (its root user) is limited by no policy. */
export type Principal =
  | { readonly kind: 'account'; readonly account: string }
  | {
      readonly kind: 'user'
      readonly account: string
      readonly name: string
      /** As the cloud numbers its users; the name where it has no numbers. */
      readonly id: string
      readonly tags: readonly Tag[]
    }
  | {
      readonly kind: 'role'
      readonly account: string
      readonly name: string
      /** Name of the session that was opened with the role. */
      readonly session: string
      readonly tags: readonly Tag[]
    }

/** Facts of the whole call that conditions may ask for. Nothing in it comes from the call's own parameters but the tags. */
export interface CallContext {
  readonly principal: Principal
  /** TCP peer, or what a trusted proxy says. */
  readonly sourceAddress: string
  readonly isSecure: boolean
  /** The one instant of the call, milliseconds since the epoch. */
  readonly nowMs: number
  /** MFA was used at logon; undefined for credentials that cannot tell, such as permanent keys. */
  readonly isMfaPresent: boolean | undefined
  /** Tags that the call wants to put on something. */
  readonly requestTags: readonly Tag[]
}

/** One resource that a call touches, under the name that policies know it by. */
export interface JudgedResource {
  /** The whole name, as a refusal shows it. */
  readonly text: string
  /** The parts of the name that patterns are compared with, one by one. None: only "every resource" covers it. */
  readonly fields: readonly string[]
  /** Of the resource; left out when it is not known or has none. */
  readonly tags?: readonly Tag[]
  /** Further condition keys with their values, in the words of the policy language. */
  readonly facts?: ReadonlyMap<string, readonly string[]>
}

/** A call as policies judge it. Source: spec/policies.md §1.0. */
export interface AccessRequest<Resource extends JudgedResource = JudgedResource> {
  /** With its service: `ecs:AttachKeyPair`. Compared without case. */
  readonly action: string
  /** In the order in which a refusal names them; every one must be allowed. */
  readonly resources: readonly [Resource, ...Resource[]]
  readonly context: CallContext
}
