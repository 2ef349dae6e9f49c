import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool } from 'kysely'

import type { BoundKeyPair, KeyPair, KeyPairScope } from '../../core/key-pairs/key-pair.ts'
import type { KeyPairChanges, KeyPairQuery, KeyPairStore } from '../../core/key-pairs/store.ts'
import type { Listed } from '../../core/page.ts'
import type { Tag } from '../../core/tags/tag.ts'
import { hasTag, listPage, matchesPattern, newestFirst } from './list-page.ts'
import { prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

type Row = Schema['key_pairs']
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

const byNames = prepared<Scope & { names: readonly string[] }, Row>((db, arg) =>
  db
    .selectFrom('key_pairs')
    .selectAll()
    .where('account_id', '=', arg('account'))
    .where('dialect', '=', arg('dialect'))
    .where('region', '=', arg('region'))
    .where('name', 'in', [...arg('names')]),
)

const bindingsOf = prepared<
  { account: string; dialect: string; ids: readonly string[] },
  { key_pair_id: string; instance_id: string }
>((db, arg) =>
  db
    .selectFrom('bindings')
    .select(['key_pair_id', 'instance_id'])
    .where('account_id', '=', arg('account'))
    .where('dialect', '=', arg('dialect'))
    .where('key_pair_id', 'in', [...arg('ids')])
    .orderBy('instance_id'),
)

export class SqlKeyPairStore implements KeyPairStore {
  readonly #db: Kysely<Schema>

  constructor(db: Kysely<Schema>) {
    this.#db = db
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
    if (byId) return this.#listByIds(scope, byId)
    const matching = this.#inScope(scope).where((row) => row.and(conditions(row, query)))
    const { total } = await matching
      .select((row) => row.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    const { rows, next } = await listPage(matching.selectAll('key_pairs'), 'key_pairs', query.page)
    return { rows: await this.#withInstances(scope, rows), total, next }
  }

  /** What is asked for by id needs no sorting index and no counting: the most frequent call of all. */
  async #listByIds(
    scope: KeyPairScope,
    { ids, limit, offset }: { ids: readonly string[]; limit: number; offset: number },
  ): Promise<Listed<BoundKeyPair>> {
    const { account, dialect, region } = scope
    const found = await byIds.run(this.#db, { account, dialect, region, ids: [...new Set(ids)] })
    const sorted = found.rows.toSorted(newestFirst)
    const rows = sorted.slice(offset, offset + limit)
    const last = rows.at(-1)
    const next =
      sorted.length > offset + limit && last ? { createdAtMs: last.created_at_ms, id: last.id } : undefined
    return { rows: await this.#withInstances(scope, rows), total: sorted.length, next }
  }

  async count(scope: KeyPairScope): Promise<number> {
    const query = this.#inScope(scope).select((row) => row.fn.countAll<number>().as('total'))
    return (await query.executeTakeFirstOrThrow()).total
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

  #inScope({ account, dialect, region }: KeyPairScope) {
    return this.#db
      .selectFrom('key_pairs')
      .where('key_pairs.account_id', '=', account)
      .where('key_pairs.dialect', '=', dialect)
      .where('key_pairs.region', '=', region)
  }

  async #withInstances({ account, dialect }: KeyPairScope, rows: readonly Row[]): Promise<BoundKeyPair[]> {
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return []
    const bound = await bindingsOf.run(this.#db, { account, dialect, ids })
    return rows.map((row) => ({
      ...toKeyPair(row),
      instanceIds: bound.rows.flatMap((one) => (one.key_pair_id === row.id ? one.instance_id : [])),
    }))
  }
}

/** The ids and the page of a query that has no other condition. */
function idsOnly(query: KeyPairQuery): { ids: readonly string[]; limit: number; offset: number } | undefined {
  const { ids, page, tags = [], ...conditions } = query
  const hasMore = tags.length > 0 || Object.values(conditions).some((condition) => condition !== undefined)
  return ids && ids.length > 0 && !hasMore && 'offset' in page ? { ids, ...page } : undefined
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
