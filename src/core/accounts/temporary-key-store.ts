import type { Secret } from '../secret.ts'
import type { AttachedPolicy } from './account.ts'

/** The access key of one role session, as it is kept. */
export interface TemporaryKey {
  /** No permanent key has it. */
  readonly id: string
  readonly account: string
  readonly role: string
  readonly sessionName: string
  readonly secret: Secret
  /** The token itself is known to its holder alone; see `hashOfToken`. */
  readonly tokenHash: string
  /** Undefined: the session may what the role may. */
  readonly sessionPolicies: readonly AttachedPolicy[] | undefined
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number
}

export interface TemporaryKeyStore {
  insert(key: TemporaryKey): Promise<void>
  find(id: string): Promise<TemporaryKey | undefined>
  /** The key that was given out with this token. */
  findByTokenHash(tokenHash: string): Promise<TemporaryKey | undefined>
  /** Removes keys that were over before this instant. */
  removeExpired(beforeMs: number): Promise<void>
}
