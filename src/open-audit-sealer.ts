import { AuditSealer } from './core/audit/audit-sealer.ts'
import type { Clock } from './core/clock.ts'
import type { Log } from './core/log.ts'
import type { OpenedDatabase } from './open-database.ts'

/**
 * From the id of a row to its commit, where several processes write: the longest transaction, and what their clocks may
 * differ by.
 */
const LATE_MS = 60_000

/** Begins to seal what is written to the audit log. `clock` is the machine's own. */
export async function openAuditSealer(
  { database, cluster, auditWritten: written }: OpenedDatabase,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
): Promise<AuditSealer> {
  const onError = (error: unknown) => log.error({ err: error }, 'audit rows could not be sealed')
  const sealer = new AuditSealer({ database, written, clock, lateMs: cluster ? LATE_MS : 0, onError })
  await sealer.start()
  return sealer
}
