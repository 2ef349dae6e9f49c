import { type Expression, type ExpressionBuilder, type Kysely, type SqlBool, type UpdateResult } from 'kysely'

import type { Instance, InstanceKey, InstanceState } from '../../core/instances/instance.ts'
import type { InstanceChanges, InstanceQuery, InstanceStore } from '../../core/instances/store.ts'
import type { Listed } from '../../core/page.ts'
import { type BoundRow, changedColumns, type InstanceRow, toInstance, toRow } from './instance-row.ts'
import { hasTag, listPage, matchesPattern } from './list-page.ts'
import { prepared, type Prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

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
    .where('instances.account_id', '=', arg('account'))
    .where('instances.dialect', '=', arg('dialect'))
    .where('instances.id', 'in', [...arg('ids')]),
)

const bindingsOf = prepared<Owner & { ids: readonly string[] }, BoundRow>((db, arg) =>
  db
    .selectFrom('bindings')
    .select(['instance_id', 'key_pair_id'])
    .where('account_id', '=', arg('account'))
    .where('dialect', '=', arg('dialect'))
    .where('instance_id', 'in', [...arg('ids')])
    .orderBy('position'),
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

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  async findByIds(owner: Owner & { region?: string }, ids: readonly string[]): Promise<readonly Instance[]> {
    if (ids.length === 0) return []
    const { account, dialect, region } = owner
    const { rows } = await byIds.run(this.#db, { account, dialect, ids })
    return this.#withKeyPairs(
      owner,
      rows.filter((row) => region === undefined || row.region === region),
    )
  }

  async list(owner: Owner, query: InstanceQuery): Promise<Listed<Instance>> {
    const matching = this.#db
      .selectFrom('instances')
      .where('instances.account_id', '=', owner.account)
      .where('instances.dialect', '=', owner.dialect)
      .where('instances.region', '=', query.region)
      .where((row) => row.and(conditions(row, query)))
    const { total } = await matching
      .select((row) => row.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    const page = await listPage(
      matching.select(['instances.id', 'instances.created_at_ms']),
      'instances',
      query.page,
    )
    const ids = page.rows.map(({ id }) => id)
    const { account, dialect } = owner
    const found = new Map(
      (await this.findByIds({ account, dialect }, ids)).map((instance) => [instance.id, instance]),
    )
    return { rows: ids.flatMap((id) => found.get(id) ?? []), total, next: page.next }
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

  async #withKeyPairs({ account, dialect }: Owner, rows: readonly InstanceRow[]): Promise<Instance[]> {
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return []
    const bound = await bindingsOf.run(this.#db, { account, dialect, ids })
    return rows.map((row) => toInstance(row, bound.rows))
  }
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
