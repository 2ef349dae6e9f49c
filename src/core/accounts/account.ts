import type { Secret } from '../secret.ts'

/** A tenant. Its id has digits only. */
export interface Account {
  readonly id: string
  readonly name: string
  /** Actions that need a verified MFA code. */
  readonly requireMfa: readonly string[]
}

export type MfaState = 'none' | 'bound' | 'verified'

/** An actor inside an account. The user named `root` is the account itself: no policy limits it. */
export interface User {
  readonly account: string
  readonly name: string
  readonly mfa: MfaState
  readonly policies: readonly AttachedPolicy[]
}

/** A policy document as its cloud writes it; read by that cloud's dialect. */
export interface AttachedPolicy {
  readonly dialect: string
  readonly document: unknown
}

/** Id and secret that sign calls. */
export interface AccessKey {
  readonly id: string
  readonly account: string
  readonly user: string
  readonly secret: Secret
  /** Known, but it signs nothing any more. */
  readonly isDisabled: boolean
}

export const ROOT_USER = 'root'
