import type { AuditEntry, AuditRow, Change, MachineChange } from '../../core/audit/audit-row.ts'
import type { Schema } from './schema.ts'
import { storedText } from './storable.ts'

type Row = Schema['audit']

/** The columns of a row but id and sum, as they are read back from either engine and are summed up. */
export function columnsOf(row: AuditRow): Omit<Row, 'id' | 'sum'> {
  const { machine } = row
  return {
    account_id: storedText(row.account),
    at_ms: row.atMs,
    request_id: storedText(row.requestId),
    user_name: storedText(row.user),
    access_key_id: storedText(row.accessKeyId),
    dialect: row.dialect,
    region: storedText(row.region),
    action: storedText(row.action),
    source_address: storedText(row.sourceAddress),
    outcome: storedText(row.outcome),
    changes: row.changes.length === 0 ? '[]' : JSON.stringify(row.changes),
    instance_id: machine ? storedText(machine.instance) : '',
    machine: machine ? JSON.stringify(machine) : '',
  }
}

/** All that is summed up of a row, as one text. The order is part of every chain there is: it never changes. */
export function textOf(row: Omit<Row, 'sum'>): string {
  return JSON.stringify([
    ...[row.account_id, row.id, row.at_ms, row.request_id, row.user_name, row.access_key_id, row.dialect],
    ...[row.region, row.action, row.source_address, row.outcome, row.changes, row.instance_id, row.machine],
  ])
}

export function rowOf(row: Omit<Row, 'id' | 'sum'>): AuditRow {
  return {
    atMs: row.at_ms,
    dialect: row.dialect,
    account: row.account_id,
    user: row.user_name,
    accessKeyId: row.access_key_id,
    region: row.region,
    action: row.action,
    requestId: row.request_id,
    sourceAddress: row.source_address,
    outcome: row.outcome,
    // Both JSON texts are written by `columnsOf` and by nobody else.
    changes: JSON.parse(row.changes) as Change[],
    ...(row.machine === '' ? {} : { machine: JSON.parse(row.machine) as MachineChange }),
  }
}

export function entryOf(row: Row & { seal_number: number | null; seal_hash: string | null }): AuditEntry {
  const { seal_number: number, seal_hash: hash } = row
  return {
    id: row.id,
    ...rowOf(row),
    ...(number === null || hash === null ? {} : { number, hash }),
  }
}
