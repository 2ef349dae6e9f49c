import type { RoleSession } from './accounts/account.ts'
import type { Change } from './audit/audit-row.ts'

/** Who asks for what, from where: the facts of one call that every use case gets. */
export interface Call {
  readonly dialect: string
  readonly account: string
  readonly user: string
  /** Of a caller who assumed a role; `user` names it then. */
  readonly session?: RoleSession
  readonly accessKeyId: string
  /** Region the call is about, already checked against the dialect's catalog. */
  readonly region: string
  /** Name of the action as the caller wrote it; an operation is shown under this name. */
  readonly action: string
  readonly requestId: string
  readonly sourceAddress: string
  /** The one instant of this call, milliseconds since the epoch. */
  readonly nowMs: number
  /** What the call changed; written with the change, in the same transaction. */
  readonly trail: Trail
}

/** Collects the changes of one call and knows whether its audit row has been written. */
export class Trail {
  readonly #changes: Change[] = []
  isWritten = false

  add(change: Change): void {
    this.#changes.push(change)
  }

  /** Forgets what came after the first `length` changes. */
  cutTo(length: number): void {
    this.#changes.length = length
  }

  /** The changes were rolled back: the row of the refusal must not tell of them. */
  clear(): void {
    this.#changes.length = 0
    this.isWritten = false
  }

  get changes(): readonly Change[] {
    return this.#changes
  }
}
