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
  /** Only of a temporary key: its calls need a token too, and `user` names the session. */
  readonly session?: RoleSession
}

/** What users and services may become for a while. */
export interface Role {
  readonly account: string
  readonly name: string
  readonly policies: readonly AttachedPolicy[]
}

/** One time that a role was assumed; the same object until it is read again. */
export interface RoleSession {
  readonly role: string
  readonly name: string
  /** See `hashOfToken`. */
  readonly tokenHash: string
  /** Milliseconds since the epoch; at that instant it is over. */
  readonly expiresAtMs: number
  /** What the role may; `everything` in an account that nobody described. */
  readonly rolePolicies: readonly AttachedPolicy[] | 'everything'
  /** Given when the role was assumed: they must allow a call too. Undefined: none were. */
  readonly sessionPolicies: readonly AttachedPolicy[] | undefined
}

export const ROOT_USER = 'root'

/** What a call knows about the holder of the key that signed it. */
export function callerOf({
  account,
  user,
  session,
}: AccessKey): Pick<AccessKey, 'account' | 'user' | 'session'> {
  return session ? { account, user, session } : { account, user }
}
