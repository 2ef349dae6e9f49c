import { type Call, Trail } from '../../core/call.ts'
import type { Core } from '../../core/core.ts'
import type { Secret } from '../../core/secret.ts'
import type { CallLog } from '../../dialects/kit/calls/call-log.ts'
import type { Dialect } from '../../dialects/kit/dialect.ts'
import type { WorldControl } from '../../world/world-control.ts'
import type { Scope } from '../contract/scopes.ts'
import type { HostDesk } from './host-desk.ts'
import type { LoginDesk } from './login-desk.ts'
import type { SessionCookie } from './session-cookie.ts'

/** What the own API works with; made once. */
export interface OwnApiParts {
  readonly core: Core
  readonly adminToken: Secret
  readonly dialects: readonly Dialect[]
  /** Where hosts are looked at and taken in. */
  readonly desk: HostDesk
  /** Ends temporary bindings; undefined: nobody here does. */
  readonly expiry?: { wake(): void } | undefined
  /** Undefined: nobody can log in to simulated machines. */
  readonly logins?: LoginDesk | undefined
  /** The last calls of the clouds' APIs. */
  readonly calls: CallLog
  /** Every account is known, also one that nobody described. */
  readonly isStandIn: boolean
  /** Undefined in strict mode. */
  readonly world?: WorldControl | undefined
}

/** Whose token a call came with. */
export interface Caller {
  /** Of the administrator's own token it is `admin`. */
  readonly id: string
  readonly scope: Scope
  /** Undefined: its token does not end. */
  readonly expiresAtMs?: number | undefined
}

/** What a route's implementation gets beside its input. */
export interface OwnContext extends OwnApiParts {
  readonly caller: Caller
  readonly sourceAddress: string
  /** Results are wanted all at once, not as they come. */
  readonly takesJsonAlone: boolean
  /** Aborts when the caller has gone, and of who only looks also when his token is good no more. */
  readonly gone: AbortSignal
  /** The cookie of the caller's browser. */
  readonly cookie: SessionCookie
}

/** A call for one account and, unless it is the own API's alone, in the words of one dialect and region. */
export function ownCall(
  { core, caller, sourceAddress }: OwnContext,
  of: Pick<Call, 'account' | 'action'> & Partial<Pick<Call, 'dialect' | 'region'>>,
): Call {
  return {
    ...{ dialect: 'keyplane', user: '', accessKeyId: caller.id, region: '' },
    ...of,
    requestId: core.ids.uuid(),
    sourceAddress,
    nowMs: core.clock.now(),
    trail: new Trail(),
  }
}
