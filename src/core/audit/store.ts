import type { InstanceKey } from '../instances/instance.ts'
import type { AuditEntry, AuditRow, MachineChange } from './audit-row.ts'

/** Which rows of an account. Filters that are left out let everything through. */
export interface AuditQuery {
  readonly account: string
  /** The order in which they were written, or the opposite. */
  readonly order: 'newestFirst' | 'oldestFirst'
  /** Id of the last row that was given already. */
  readonly after?: string | undefined
  readonly limit: number
  readonly requestId?: string | undefined
  readonly user?: string | undefined
  /** Rows of this instance's machine, and of calls that changed something of this id. */
  readonly subject?: string | undefined
  readonly action?: string | undefined
  readonly outcome?: string | undefined
  /** All outcomes but `ok`. */
  readonly isRefused?: boolean | undefined
  readonly sinceMs?: number | undefined
  /** Rows before this instant. */
  readonly untilMs?: number | undefined
}

/** Rows are only ever added. */
export interface AuditStore {
  append(rows: readonly AuditRow[]): Promise<void>
  /** The newest rows of an account first; at most `limit`. */
  newest(account: string, limit: number): Promise<readonly AuditRow[]>
  /** At most `limit` rows. */
  list(query: AuditQuery): Promise<readonly AuditEntry[]>
  /** What one request did, in any account: the row of the call and those of machines, as written. At most 1,000. */
  ofRequest(requestId: string): Promise<readonly AuditEntry[]>
  /** What was last changed on the machine of an instance with success. */
  lastOnMachine(instance: InstanceKey): Promise<MachineChange | undefined>
}
