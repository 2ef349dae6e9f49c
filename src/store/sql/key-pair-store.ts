import { type Expression, type ExpressionBuilder, type Kysely, sql, type SqlBool } from 'kysely'

import type { BoundKeyPair, KeyPair, KeyPairScope } from '../../core/key-pairs/key-pair.ts'
import type { KeyPairChanges, KeyPairQuery, KeyPairStore, KeyPairWalk } from '../../core/key-pairs/store.ts'
import type { Listed } from '../../core/page.ts'
import type { Tag } from '../../core/tags/tag.ts'
import { joinedIds, readIds } from './joined-ids.ts'
import { countKeyPairs } from './kept-counts.ts'
import { hasTag, idsOnly, listPage, matchesPattern, type PagedIds, pageOfFound } from './list-page.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'
import type { Snapshot } from './snapshot.ts'

type Row = Schema['key_pairs']
type BoundRow = Row & { instance_ids: string | null }
type Scope = { account: string; dialect: string; region: string }

const byIds = prepared<Scope & { ids: readonly string[] }, Row>((db, arg) =>
  db
    .selectFrom('key_pairs')
    .selectAll()
    .where('account_id', '=', arg('account'))
    .where('dialect', '=', arg('dialect'))
    .where('region', '=', arg('region'))
    .where('id', 'in', [...arg('ids')]),
)

const boundByIds = boundBy('id')
const boundByNames = boundBy('name')

const byNames = prepared<Scope & { names: readonly string[] }, Row>((db, arg) =>
  db
    .selectFrom('key_pairs')
    .selectAll()
    .where('account_id', '=', arg('account'))
    .where('dialect', '=', arg('dialect'))
    .where('region', '=', arg('region'))
    .where('name', 'in', [...arg('names')]),
)

/** Pairs by one of their columns, with the instances that they are bound to. */
function boundBy(column: 'id' | 'name') {
  return prepared<Scope & { values: readonly string[] }, BoundRow>((db, arg) =>
    db
      .selectFrom('key_pairs')
      .selectAll()
      .select((row) => boundTo(row).as('instance_ids'))
      .where('account_id', '=', arg('account'))
      .where('dialect', '=', arg('dialect'))
      .where('region', '=', arg('region'))
      .where(column, 'in', [...arg('values')]),
  )
}

/** The ids of the instances that a pair is bound to. */
function boundTo(row: Builder) {
  return row
    .selectFrom('bindings')
    .select(joinedIds('bindings.instance_id', { orderedBy: 'bindings.instance_id' }).as('ids'))
    .whereRef('bindings.account_id', '=', 'key_pairs.account_id')
    .whereRef('bindings.dialect', '=', 'key_pairs.dialect')
    .whereRef('bindings.key_pair_id', '=', 'key_pairs.id')
}

export class SqlKeyPairStore implements KeyPairStore {
  readonly #db: Kysely<Schema>
  readonly #snapshot: Snapshot

  /** `snapshot` is for lists, which read more than once. */
  constructor(db: Kysely<Schema>, snapshot: Snapshot) {
    this.#db = db
    this.#snapshot = snapshot
  }

  async findByIds(scope: KeyPairScope, ids: readonly string[]): Promise<readonly KeyPair[]> {
    if (ids.length === 0) return []
    const { account, dialect, region } = scope
    const { rows } = await byIds.run(this.#db, { account, dialect, region, ids })
    return rows.map(toKeyPair)
  }

  async findByNames(scope: KeyPairScope, names: readonly string[]): Promise<readonly KeyPair[]> {
    if (names.length === 0) return []
    const { account, dialect, region } = scope
    const { rows } = await byNames.run(this.#db, { account, dialect, region, names })
    return rows.map(toKeyPair)
  }

  async findByPublicKey(scope: KeyPairScope, publicKey: string): Promise<KeyPair | undefined> {
    const row = await this.#inScope(scope)
      .selectAll()
      .where('public_key', '=', publicKey)
      .limit(1)
      .executeTakeFirst()
    return row && toKeyPair(row)
  }

  async list(scope: KeyPairScope, query: KeyPairQuery): Promise<Listed<BoundKeyPair>> {
    const byId = idsOnly(query)
    if (byId) return this.#listFound(scope, { asked: byId, look: boundByIds })
    const byName = namesOnly(query)
    if (byName) return this.#listFound(scope, { asked: byName, look: boundByNames })
    return this.#snapshot(this.#db, (db) => listMatching(db, scope, query))
  }

  /** What is asked for by id or name needs no sorting index and no counting: the most frequent call of all. */
  async #listFound(
    { account, dialect, region }: KeyPairScope,
    { asked, look }: { readonly asked: PagedIds; readonly look: typeof boundByIds },
  ): Promise<Listed<BoundKeyPair>> {
    const found = await look.run(this.#db, { account, dialect, region, values: asked.ids })
    const { rows, total, next } = pageOfFound(found.rows, asked)
    return { rows: rows.map(toBoundKeyPair), total, next }
  }

  async walk({ after, limit, account, dialect }: KeyPairWalk): Promise<readonly KeyPair[]> {
    const rows = await this.#db
      .selectFrom('key_pairs')
      .selectAll()
      .$if(account !== undefined, (query) => query.where('account_id', '=', account ?? ''))
      .$if(dialect !== undefined, (query) => query.where('dialect', '=', dialect ?? ''))
      .$if(after !== undefined, (query) =>
        query.where(
          sql<SqlBool>`(account_id, dialect, id) > (${after?.account}, ${after?.dialect}, ${after?.id})`,
        ),
      )
      .orderBy('account_id')
      .orderBy('dialect')
      .orderBy('id')
      .limit(limit)
      .execute()
    return rows.map(toKeyPair)
  }

  async findAnywhere(
    { account, dialect }: Omit<KeyPairScope, 'region'>,
    idOrName: string,
  ): Promise<readonly KeyPair[]> {
    const rows = await this.#db
      .selectFrom('key_pairs')
      .selectAll()
      .where('account_id', '=', account)
      .where('dialect', '=', dialect)
      .where((row) => row.or([row('id', '=', idOrName), row('name', '=', idOrName)]))
      .orderBy('id')
      .execute()
    return rows.map(toKeyPair)
  }

  async count(scope: KeyPairScope): Promise<number> {
    return countKeyPairs(this.#db, scope)
  }

  async insert(keyPair: KeyPair): Promise<boolean> {
    const { numInsertedOrUpdatedRows } = await this.#db
      .insertInto('key_pairs')
      .values(toRow(keyPair))
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }

  async update(scope: KeyPairScope, id: string, changes: KeyPairChanges): Promise<boolean> {
    const { account, dialect, region } = scope
    const { name } = changes
    const { numUpdatedRows } = await this.#db
      .updateTable('key_pairs')
      .set(changedColumns(changes))
      .where('account_id', '=', account)
      .where('dialect', '=', dialect)
      .where('region', '=', region)
      .where('id', '=', id)
      .$if(name !== undefined, (query) =>
        query.where((row) => row.not(row.exists(rivals(row, { ...scope, id, name: name ?? '' })))),
      )
      .executeTakeFirstOrThrow()
    return numUpdatedRows === 1n
  }

  async remove(scope: KeyPairScope, ids: readonly string[]): Promise<void> {
    await this.#db
      .deleteFrom('bindings')
      .where('account_id', '=', scope.account)
      .where('dialect', '=', scope.dialect)
      .where('key_pair_id', 'in', [...ids])
      .execute()
    await this.#db
      .deleteFrom('key_pairs')
      .where('account_id', '=', scope.account)
      .where('dialect', '=', scope.dialect)
      .where('id', 'in', [...ids])
      .execute()
  }

  #inScope(scope: KeyPairScope) {
    return inScope(this.#db, scope)
  }
}

function inScope(db: Kysely<Schema>, { account, dialect, region }: KeyPairScope) {
  return db
    .selectFrom('key_pairs')
    .where('key_pairs.account_id', '=', account)
    .where('key_pairs.dialect', '=', dialect)
    .where('key_pairs.region', '=', region)
}

/** Names are unique in a scope: they are as good as ids. */
function namesOnly({ ids, names, ...others }: KeyPairQuery): PagedIds | undefined {
  return ids || !names ? undefined : idsOnly({ ...others, ids: names })
}

async function listMatching(
  db: Kysely<Schema>,
  scope: KeyPairScope,
  query: KeyPairQuery,
): Promise<Listed<BoundKeyPair>> {
  const matching = inScope(db, scope).where((row) => row.and(conditions(row, query)))
  const { total } = await matching
    .select((row) => row.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const bound = matching.selectAll('key_pairs').select((row) => boundTo(row).as('instance_ids'))
  const { rows, next } = await listPage(bound, 'key_pairs', query.page)
  return { rows: rows.map(toBoundKeyPair), total, next }
}

type Builder = ExpressionBuilder<Schema, 'key_pairs'>

/** Other pairs that have the name. */
function rivals(row: Builder, { account, dialect, region, id, name }: Scope & { id: string; name: string }) {
  return row
    .selectFrom('key_pairs as rival')
    .select('rival.id')
    .where('rival.account_id', '=', account)
    .where('rival.dialect', '=', dialect)
    .where('rival.region', '=', region)
    .where('rival.name', '=', name)
    .where('rival.id', '<>', id)
}

function changedColumns({ name, description, project, tags, updatedAtMs }: KeyPairChanges): Partial<Row> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(project === undefined ? {} : { project }),
    ...(tags === undefined ? {} : { tags: JSON.stringify(tags) }),
    ...(updatedAtMs === undefined ? {} : { updated_at_ms: updatedAtMs }),
  }
}

function conditions(row: Builder, query: KeyPairQuery): Expression<SqlBool>[] {
  const { ids, names, namePatterns, fingerprint, projects, tags } = query
  return [
    ...(ids ? [row('key_pairs.id', 'in', [...ids])] : []),
    ...(names ? [row('key_pairs.name', 'in', [...names])] : []),
    ...(namePatterns ? [row.or(namePatterns.map((text) => matchesPattern('key_pairs.name', text)))] : []),
    ...(fingerprint === undefined ? [] : [row('key_pairs.fingerprint', '=', fingerprint)]),
    ...(projects ? [row('key_pairs.project', 'in', [...projects])] : []),
    ...(tags ?? []).map((tag) => hasTag('key_pairs', 'keyPair', tag)),
  ]
}

function toRow(keyPair: KeyPair): Row {
  const { dialect, id, region, name, fingerprint, description, project } = keyPair
  return {
    ...{ dialect, id, region, name, fingerprint, description, project },
    account_id: keyPair.account,
    public_key: keyPair.publicKey,
    imported_text: keyPair.importedText,
    tags: JSON.stringify(keyPair.tags),
    created_at_ms: keyPair.createdAtMs,
    updated_at_ms: keyPair.updatedAtMs,
  }
}

function toKeyPair(row: Row): KeyPair {
  const { dialect, id, region, name, fingerprint, description, project } = row
  return {
    ...{ dialect, id, region, name, fingerprint, description, project },
    account: row.account_id,
    publicKey: row.public_key,
    importedText: row.imported_text,
    // Written by `toRow` and by nobody else.
    tags: JSON.parse(row.tags) as Tag[],
    createdAtMs: row.created_at_ms,
    updatedAtMs: row.updated_at_ms,
  }
}

function toBoundKeyPair(row: BoundRow): BoundKeyPair {
  return { ...toKeyPair(row), instanceIds: readIds(row.instance_ids) }
}
