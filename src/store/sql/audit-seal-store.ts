import { type Kysely, sql } from 'kysely'

import type {
  AuditHead,
  AuditSeal,
  AuditSealStore,
  RowPage,
  SealableRow,
  SealedRow,
} from '../../core/audit/seal-store.ts'
import { textOf } from './audit-columns.ts'
import { insertRows } from './insert-rows.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

const headOf = prepared<{ account: string }, Schema['audit_heads']>((db, arg) =>
  db.selectFrom('audit_heads').selectAll().where('account_id', '=', arg('account')),
)

const insertSeal = prepared<Schema['audit_seals'], never>((db, arg) =>
  db.insertInto('audit_seals').values({
    account_id: arg('account_id'),
    number: arg('number'),
    row_id: arg('row_id'),
    hash: arg('hash'),
  }),
)

const unsealedRows = prepared<{ account: string; after: string; limit: number }, Schema['audit']>((db, arg) =>
  db
    .selectFrom('audit')
    .selectAll()
    .where('account_id', '=', arg('account'))
    .where('id', '>', arg('after'))
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('audit_seals')
            .select(sql.lit(1).as('one'))
            .whereRef('audit_seals.account_id', '=', 'audit.account_id')
            .whereRef('audit_seals.row_id', '=', 'audit.id'),
        ),
      ),
    )
    .orderBy('id')
    .limit(arg('limit')),
)

export class SqlAuditSealStore implements AuditSealStore {
  readonly #db: Kysely<Schema>

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  async newestSettledId(): Promise<string | undefined> {
    const { newest } = await this.#db
      .selectFrom('audit_heads')
      // None: null, which its type leaves out.
      .select(({ fn }) => fn.max<string | null>('settled_id').as('newest'))
      .executeTakeFirstOrThrow()
    return newest ?? undefined
  }

  /** One step along the index of each table: the rows of an account are not gone through. */
  async accountAfter(account: string | undefined): Promise<string | undefined> {
    const found: string[] = []
    for (const table of ['audit', 'audit_seals', 'audit_heads'] as const) {
      const row = await this.#db
        .selectFrom(table)
        .select('account_id')
        .where('account_id', account === undefined ? '>=' : '>', account ?? '')
        .orderBy('account_id')
        .limit(1)
        .executeTakeFirst()
      if (row) found.push(row.account_id)
    }
    return found.reduce<string | undefined>(
      (least, one) => (least === undefined || one < least ? one : least),
      undefined,
    )
  }

  async head(account: string): Promise<AuditHead | undefined> {
    const { rows } = await headOf.run(this.#db, { account })
    const [row] = rows
    if (!row) return undefined
    const { number, hash, settled_id: settledId, sum } = row
    return { account, number, hash, settledId, sum }
  }

  async unsealed(account: string, { after, limit }: RowPage): Promise<readonly SealableRow[]> {
    const { rows } = await unsealedRows.run(this.#db, { account, after, limit })
    return rows.map(sealable)
  }

  async lookAt(
    account: string,
    { after, limit }: RowPage,
  ): Promise<{ unsealed: readonly SealableRow[]; last: string | undefined }> {
    const rows = await this.#db
      .selectFrom('audit')
      .leftJoin('audit_seals', (join) =>
        join
          .onRef('audit_seals.account_id', '=', 'audit.account_id')
          .onRef('audit_seals.row_id', '=', 'audit.id'),
      )
      .selectAll('audit')
      .select('audit_seals.number as seal_number')
      .where('audit.account_id', '=', account)
      .where('audit.id', '>', after)
      .orderBy('audit.id')
      .limit(limit)
      .execute()
    const unsealed = rows.filter(({ seal_number: number }) => number === null).map(sealable)
    return { unsealed, last: rows.at(-1)?.id }
  }

  async sealedAfter(account: string, number: number, limit: number): Promise<readonly SealedRow[]> {
    const rows = await this.#db
      .selectFrom('audit_seals')
      .leftJoin('audit', (join) =>
        join
          .onRef('audit.account_id', '=', 'audit_seals.account_id')
          .onRef('audit.id', '=', 'audit_seals.row_id'),
      )
      .selectAll('audit')
      .select(['audit_seals.number', 'audit_seals.row_id', 'audit_seals.hash'])
      .where('audit_seals.account_id', '=', account)
      .where('audit_seals.number', '>', number)
      .orderBy('audit_seals.number')
      .limit(limit)
      .execute()
    return rows.map(({ number, row_id: rowId, hash, ...row }) => ({
      ...{ number, rowId, hash },
      // Its columns are all null or none: none of them may be.
      row: row.id === null ? undefined : sealable(row as Schema['audit']),
    }))
  }

  async insert(account: string, seals: readonly AuditSeal[]): Promise<void> {
    const rows = seals.map(({ number, rowId, hash }) => ({
      account_id: account,
      number,
      row_id: rowId,
      hash,
    }))
    await insertRows(this.#db, 'audit_seals', { rows, one: insertSeal })
  }

  async moveHead(seen: AuditHead | undefined, head: AuditHead): Promise<boolean> {
    const { account, number, hash, settledId, sum } = head
    const columns = { number, hash, settled_id: settledId, sum }
    if (seen === undefined) {
      const inserted = await this.#db
        .insertInto('audit_heads')
        .values({ account_id: account, ...columns })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return inserted.numInsertedOrUpdatedRows === 1n
    }
    const { numUpdatedRows } = await this.#db
      .updateTable('audit_heads')
      .set(columns)
      .where('account_id', '=', account)
      .where('number', '=', seen.number)
      .where('hash', '=', seen.hash)
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }
}

function sealable(row: Schema['audit']): SealableRow {
  return { id: row.id, text: textOf(row), sum: row.sum }
}
