import {
  type Expression,
  type ExpressionBuilder,
  type Kysely,
  type SelectQueryBuilder,
  type SqlBool,
  type UpdateResult,
} from 'kysely'

import type { Instance, InstanceKey, InstanceState } from '../../core/instances/instance.ts'
import type {
  InstanceChanges,
  InstanceQuery,
  InstanceStore,
  InstanceWalk,
} from '../../core/instances/store.ts'
import type { Listed } from '../../core/page.ts'
import { changedColumns, type InstanceRow, toInstance, toRow } from './instance-row.ts'
import { walkInstances } from './instance-walk.ts'
import { joinedIds } from './joined-ids.ts'
import { countInstances } from './kept-counts.ts'
import { hasTag, idsOnly, listPage, matchesPattern, pageOfFound } from './list-page.ts'
import { prepared, type Prepared } from './prepared.ts'
import type { Schema } from './schema.ts'
import type { Snapshot } from './snapshot.ts'

type Owner = { account: string; dialect: string }

const LATEST = [
  'operations.kind as op_kind',
  'operations.action as op_action',
  'operations.outcome as op_outcome',
  'operations.request_id as op_request_id',
  'operations.message as op_message',
  'operations.created_at_ms as op_created_at_ms',
] as const

const byIds = prepared<Owner & { ids: readonly string[] }, InstanceRow>((db, arg) =>
  db
    .selectFrom('instances')
    .leftJoin('operations', 'operations.id', 'instances.latest_operation_id')
    .selectAll('instances')
    .select(LATEST)
    .select((row) =>
      row
        .selectFrom('bindings')
        .select(joinedIds('bindings.key_pair_id', { orderedBy: 'bindings.position' }).as('ids'))
        .whereRef('bindings.account_id', '=', 'instances.account_id')
        .whereRef('bindings.dialect', '=', 'instances.dialect')
        .whereRef('bindings.instance_id', '=', 'instances.id')
        .as('key_pair_ids'),
    )
    .where('instances.account_id', '=', arg('account'))
    .where('instances.dialect', '=', arg('dialect'))
    .where('instances.id', 'in', [...arg('ids')]),
)

/** Columns are in snake case, so the other arguments cannot be taken for one. */
type UpdateArguments = Owner & { id: string; expectedOperation: string; expectedState: string } & Columns
type Columns = Partial<Schema['instances']>

/** One prepared update per set of columns; there are as many as there are kinds of change, a dozen or so. */
const updates = new Map<string, Prepared<UpdateArguments, UpdateResult>>()

function updateOf(
  columns: Columns,
  expected: { isFree: boolean; hasState: boolean },
): Prepared<UpdateArguments, UpdateResult> {
  const names = Object.keys(columns)
  const key = `${names.join()} ${expected.isFree} ${expected.hasState}`
  let update = updates.get(key)
  if (!update) updates.set(key, (update = prepareUpdate(names, expected)))
  return update
}

function prepareUpdate(
  names: readonly string[],
  { isFree, hasState }: { isFree: boolean; hasState: boolean },
): Prepared<UpdateArguments, UpdateResult> {
  return prepared((db, arg) =>
    db
      .updateTable('instances')
      // The names are keys of a row.
      .set(Object.fromEntries(names.map((name) => [name, arg(name as keyof Columns)])))
      .where('account_id', '=', arg('account'))
      .where('dialect', '=', arg('dialect'))
      .where('id', '=', arg('id'))
      .$if(isFree, (query) => query.where('current_operation_id', 'is', null))
      .$if(!isFree, (query) => query.where('current_operation_id', '=', arg('expectedOperation')))
      .$if(hasState, (query) => query.where('state', '=', arg('expectedState'))),
  )
}

export class SqlInstanceStore implements InstanceStore {
  readonly #db: Kysely<Schema>
  readonly #snapshot: Snapshot

  /** `snapshot` is for lists, which read more than once. */
  constructor(db: Kysely<Schema>, snapshot: Snapshot) {
    this.#db = db
    this.#snapshot = snapshot
  }

  async findByIds(owner: Owner & { region?: string }, ids: readonly string[]): Promise<readonly Instance[]> {
    const rows = await findRows(this.#db, owner, ids)
    return rows.map(toInstance)
  }

  async list(owner: Owner, query: InstanceQuery): Promise<Listed<Instance>> {
    const { region, ...conditions } = query
    const byId = idsOnly(conditions)
    if (!byId) return this.#snapshot(this.#db, (db) => listMatching(db, owner, query))
    const { account, dialect } = owner
    const found = await findRows(this.#db, { account, dialect, region }, byId.ids)
    const { rows, total, next } = pageOfFound(found, byId)
    return { rows: rows.map(toInstance), total, next }
  }

  walk(query: InstanceWalk) {
    return walkInstances(this.#db, query, async (owner, ids) => {
      const rows = await findRows(this.#db, owner, ids)
      return rows.map(toInstance)
    })
  }

  async insert(instance: Instance): Promise<void> {
    await this.#db.insertInto('instances').values(toRow(instance)).execute()
  }

  async update(
    { account, dialect, id }: InstanceKey,
    expected: { readonly operationId: string | undefined; readonly state?: InstanceState },
    changes: InstanceChanges,
  ): Promise<boolean> {
    const { operationId, state } = expected
    const columns = changedColumns(changes)
    const query = updateOf(columns, { isFree: operationId === undefined, hasState: state !== undefined })
    const args = {
      account,
      dialect,
      id,
      expectedOperation: operationId ?? '',
      expectedState: state ?? '',
      ...columns,
    }
    const { numAffectedRows } = await query.run(this.#db, args)
    return numAffectedRows === 1n
  }

  async remove({ account, dialect, id }: InstanceKey): Promise<void> {
    await this.#db
      .deleteFrom('instances')
      .where('account_id', '=', account)
      .where('dialect', '=', dialect)
      .where('id', '=', id)
      .execute()
  }
}

async function findRows(
  db: Kysely<Schema>,
  { account, dialect, region }: Owner & { region?: string },
  ids: readonly string[],
): Promise<readonly InstanceRow[]> {
  if (ids.length === 0) return []
  const { rows } = await byIds.run(db, { account, dialect, ids })
  return rows.filter((row) => region === undefined || row.region === region)
}

async function listMatching(
  db: Kysely<Schema>,
  { account, dialect }: Owner,
  query: InstanceQuery,
): Promise<Listed<Instance>> {
  const { page, ...filters } = query
  const matching = db
    .selectFrom('instances')
    .where('instances.account_id', '=', account)
    .where('instances.dialect', '=', dialect)
    .where('instances.region', '=', query.region)
    .where((row) => row.and(conditions(row, query)))
  const total = (await countInstances(db, { account, dialect }, filters)) ?? (await countRows(matching))
  const ordered = matching.select(['instances.id', 'instances.created_at_ms'])
  const { rows, next } = await listPage(ordered, 'instances', page)
  const ids = rows.map(({ id }) => id)
  const found = await findRows(db, { account, dialect }, ids)
  const instances = new Map(found.map((row) => [row.id, toInstance(row)]))
  return { rows: ids.flatMap((id) => instances.get(id) ?? []), total, next }
}

async function countRows(matching: SelectQueryBuilder<Schema, 'instances', object>): Promise<number> {
  const query = matching.select((row) => row.fn.countAll<number>().as('total'))
  return (await query.executeTakeFirstOrThrow()).total
}

type Builder = ExpressionBuilder<Schema, 'instances'>

/** Lists that only compare a column with several values. */
const COLUMNS = {
  ids: 'instances.id',
  zones: 'instances.zone',
  states: 'instances.state',
  types: 'instances.type',
  imageIds: 'instances.image_id',
  chargeTypes: 'instances.charge_type',
  projects: 'instances.project',
  addresses: 'instances.address',
  privateAddresses: 'instances.private_address',
} as const

function conditions(row: Builder, query: InstanceQuery): Expression<SqlBool>[] {
  const found: Expression<SqlBool>[] = []
  for (const [name, column] of Object.entries(COLUMNS)) {
    // Object.entries forgets the literal type of the keys.
    const values = query[name as keyof typeof COLUMNS]
    if (values) found.push(row(column, 'in', [...values]))
  }
  const { namePatterns, createdFromMs, createdUntilMs, keyPairId, tags, attributes } = query
  const { typePatterns, isIoOptimized } = query
  if (namePatterns) found.push(row.or(namePatterns.map((text) => matchesPattern('instances.name', text))))
  if (createdFromMs !== undefined) found.push(row('instances.created_at_ms', '>=', createdFromMs))
  if (createdUntilMs !== undefined) found.push(row('instances.created_at_ms', '<=', createdUntilMs))
  if (keyPairId !== undefined) found.push(row.exists(boundTo(row, keyPairId)))
  if (typePatterns) found.push(row.or(typePatterns.map((text) => matchesPattern('instances.type', text))))
  if (isIoOptimized !== undefined) found.push(row('instances.is_io_optimized', '=', Number(isIoOptimized)))
  for (const attribute of attributes ?? []) found.push(hasAttribute(row, attribute))
  return [...found, ...(tags ?? []).map((tag) => hasTag('instances', 'instance', tag))]
}

/** The column has JSON text without blanks, where a quote inside a value is escaped: its parts can be looked for. */
function hasAttribute(row: Builder, attribute: { name: string; value: string }): Expression<SqlBool> {
  const [name, value] = [JSON.stringify(attribute.name), JSON.stringify(attribute.value)]
  const has = (text: string) => matchesPattern('instances.attributes', { match: 'contains', text })
  return row.or([has(`${name}:${value}`), row.and([has(`${name}:[`), has(value)])])
}

function boundTo(row: Builder, keyPairId: string) {
  return row
    .selectFrom('bindings')
    .select('bindings.instance_id')
    .whereRef('bindings.account_id', '=', 'instances.account_id')
    .whereRef('bindings.dialect', '=', 'instances.dialect')
    .whereRef('bindings.instance_id', '=', 'instances.id')
    .where('bindings.key_pair_id', '=', keyPairId)
}
