import type { Database } from '../database.ts'
import type { AuditEntry, MachineChange } from './audit-row.ts'

/** From a RequestId to what it changed on which machine. */
export interface Trace {
  readonly requestId: string
  /** Rows of calls: more than one where a client chose the id, or two accounts got the same. */
  readonly calls: readonly AuditEntry[]
  /** In the order in which it happened. */
  readonly machines: readonly (AuditEntry & { readonly machine: MachineChange })[]
}

/** Undefined: no row has this id. */
export async function traceRequest(
  { audit }: Pick<Database, 'audit'>,
  requestId: string,
): Promise<Trace | undefined> {
  const rows = await audit.ofRequest(requestId)
  if (rows.length === 0) return undefined
  const machines = rows.flatMap(({ machine, ...row }) => (machine ? [{ ...row, machine }] : []))
  return { requestId, calls: rows.filter(({ machine }) => !machine), machines }
}
