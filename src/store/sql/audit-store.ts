import type { Kysely } from 'kysely'

import type { AuditRow, Change } from '../../core/audit/audit-row.ts'
import type { AuditStore } from '../../core/audit/store.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

const insertRow = prepared<Schema['audit'], never>((db, arg) =>
  db.insertInto('audit').values({
    account_id: arg('account_id'),
    at_ms: arg('at_ms'),
    request_id: arg('request_id'),
    user_name: arg('user_name'),
    access_key_id: arg('access_key_id'),
    dialect: arg('dialect'),
    region: arg('region'),
    action: arg('action'),
    source_address: arg('source_address'),
    outcome: arg('outcome'),
    changes: arg('changes'),
  }),
)

export class SqlAuditStore implements AuditStore {
  readonly #db: Kysely<Schema>

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  async append(rows: readonly AuditRow[]): Promise<void> {
    const [first] = rows
    if (!first) return
    if (rows.length === 1) await insertRow.run(this.#db, toRow(first))
    else {
      await this.#db.transaction().execute(async (tx) => {
        for (const row of rows) await insertRow.run(tx, toRow(row))
      })
    }
  }

  async newest(account: string, limit: number): Promise<readonly AuditRow[]> {
    const rows = await this.#db
      .selectFrom('audit')
      .selectAll()
      .where('account_id', '=', account)
      .orderBy('at_ms', 'desc')
      .limit(limit)
      .execute()
    return rows.map(fromRow)
  }
}

function toRow(row: AuditRow): Schema['audit'] {
  return {
    account_id: row.account,
    at_ms: row.atMs,
    request_id: row.requestId,
    user_name: row.user,
    access_key_id: row.accessKeyId,
    dialect: row.dialect,
    region: row.region,
    action: row.action,
    source_address: row.sourceAddress,
    outcome: row.outcome,
    changes: row.changes.length === 0 ? '[]' : JSON.stringify(row.changes),
  }
}

function fromRow(row: Schema['audit']): AuditRow {
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
    // Written by `toRow` and by nobody else.
    changes: JSON.parse(row.changes) as Change[],
  }
}
