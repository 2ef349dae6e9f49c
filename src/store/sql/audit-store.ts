import { type Expression, type ExpressionBuilder, type Kysely, sql, type SqlBool } from 'kysely'

import type { AuditEntry, AuditRow, MachineChange } from '../../core/audit/audit-row.ts'
import { rowSum } from '../../core/audit/chain.ts'
import { newRowId } from '../../core/audit/row-ids.ts'
import type { AuditQuery, AuditStore } from '../../core/audit/store.ts'
import type { InstanceKey } from '../../core/instances/instance.ts'
import type { Sealer } from './account-store.ts'
import { columnsOf, entryOf, rowOf, textOf } from './audit-columns.ts'
import { insertRows } from './insert-rows.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

/** One request has a row of its call and a few of each machine. */
const MOST_OF_REQUEST = 1_000

const insertRow = prepared<Schema['audit'], never>((db, arg) =>
  db.insertInto('audit').values({
    account_id: arg('account_id'),
    id: arg('id'),
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
    instance_id: arg('instance_id'),
    machine: arg('machine'),
    sum: arg('sum'),
  }),
)

const lastMachine = prepared<
  { account: string; dialect: string; id: string },
  Pick<Schema['audit'], 'machine'>
>((db, arg) =>
  db
    .selectFrom('audit')
    .select('machine')
    .where('account_id', '=', arg('account'))
    .where('dialect', '=', arg('dialect'))
    .where('instance_id', '=', arg('id'))
    // As text, not as a parameter: only so the index of machines' rows is used.
    .where('instance_id', '<>', sql.lit(''))
    .where('outcome', '=', sql.lit('ok'))
    .orderBy('id', 'desc')
    .limit(sql.lit(1)),
)

/** Told of the accounts that rows are written for, maybe before they are committed. */
export type OnAudit = (account: string) => void

export class SqlAuditStore implements AuditStore {
  readonly #db: Kysely<Schema>
  readonly #sealer: Pick<Sealer, 'sum'>
  readonly #onAudit: OnAudit | undefined

  constructor(db: Kysely<Schema>, sealer: Pick<Sealer, 'sum'>, onAudit?: OnAudit) {
    this.#db = db
    this.#sealer = sealer
    this.#onAudit = onAudit
  }

  async append(rows: readonly AuditRow[]): Promise<void> {
    const [first] = rows
    if (!first) return
    if (rows.length === 1) await insertRow.run(this.#db, this.#toRow(first))
    else if (this.#db.isTransaction) await this.#insert(this.#db, rows)
    else await this.#db.transaction().execute((tx) => this.#insert(tx, rows))
    for (const { account } of rows) this.#onAudit?.(account)
  }

  async #insert(db: Kysely<Schema>, rows: readonly AuditRow[]): Promise<void> {
    await insertRows(db, 'audit', { rows: rows.map((row) => this.#toRow(row)), one: insertRow })
  }

  async newest(account: string, limit: number): Promise<readonly AuditRow[]> {
    const rows = await this.#db
      .selectFrom('audit')
      .selectAll()
      .where('account_id', '=', account)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.map(rowOf)
  }

  async list(query: AuditQuery): Promise<readonly AuditEntry[]> {
    const { account, order, after, limit } = query
    const direction = order === 'newestFirst' ? 'desc' : 'asc'
    const rows = await this.#sealedRows()
      .where('audit.account_id', '=', account)
      .$if(after !== undefined, (rows) =>
        rows.where('audit.id', direction === 'desc' ? '<' : '>', after ?? ''),
      )
      .where((row) => matches(row, query))
      .orderBy('audit.id', direction)
      .limit(limit)
      .execute()
    return rows.map(entryOf)
  }

  async ofRequest(requestId: string): Promise<readonly AuditEntry[]> {
    const rows = await this.#sealedRows()
      .where('audit.request_id', '=', requestId)
      .orderBy('audit.id')
      .limit(MOST_OF_REQUEST)
      .execute()
    return rows.map(entryOf)
  }

  async lastOnMachine({ account, dialect, id }: InstanceKey): Promise<MachineChange | undefined> {
    const { rows } = await lastMachine.run(this.#db, { account, dialect, id })
    // Written by `columnsOf` and by nobody else.
    return rows[0] && (JSON.parse(rows[0].machine) as MachineChange)
  }

  #sealedRows() {
    return this.#db
      .selectFrom('audit')
      .leftJoin('audit_seals', (join) =>
        join
          .onRef('audit_seals.account_id', '=', 'audit.account_id')
          .onRef('audit_seals.row_id', '=', 'audit.id'),
      )
      .selectAll('audit')
      .select(['audit_seals.number as seal_number', 'audit_seals.hash as seal_hash'])
  }

  #toRow(row: AuditRow): Schema['audit'] {
    const columns = { ...columnsOf(row), id: newRowId() }
    return { ...columns, sum: rowSum((text) => this.#sealer.sum(text), textOf(columns)) }
  }
}

type Builder = ExpressionBuilder<Schema, 'audit'>

function matches(row: Builder, query: AuditQuery): Expression<SqlBool> {
  const { requestId, user, subject, action, outcome, isRefused, sinceMs, untilMs } = query
  return row.and([
    ...(requestId === undefined ? [] : [row('audit.request_id', '=', requestId)]),
    ...(user === undefined ? [] : [row('audit.user_name', '=', user)]),
    ...(action === undefined ? [] : [row('audit.action', '=', action)]),
    ...(outcome === undefined ? [] : [row('audit.outcome', '=', outcome)]),
    ...(isRefused === undefined ? [] : [row('audit.outcome', isRefused ? '<>' : '=', 'ok')]),
    ...(sinceMs === undefined ? [] : [row('audit.at_ms', '>=', sinceMs)]),
    ...(untilMs === undefined ? [] : [row('audit.at_ms', '<', untilMs)]),
    ...(subject === undefined ? [] : [row.or([row('audit.instance_id', '=', subject), tells(subject)])]),
  ])
}

/** Whether a row's changes are of this subject: exactly, and in a way that both engines know. */
function tells(subject: string): Expression<SqlBool> {
  const needle = `"subject":${JSON.stringify(subject)}`
  return sql<SqlBool>`replace(audit.changes, ${needle}, '') <> audit.changes`
}
