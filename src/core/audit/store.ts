import type { AuditRow } from './audit-row.ts'

export interface AuditStore {
  append(rows: readonly AuditRow[]): Promise<void>
  /** The newest rows of an account first; at most `limit`. */
  newest(account: string, limit: number): Promise<readonly AuditRow[]>
}
