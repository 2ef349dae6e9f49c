import { type Kysely, sql, type UpdateResult } from 'kysely'

import type { InstanceState } from '../../core/instances/instance.ts'
import type { Before, Operation, OperationKind, Step } from '../../core/operations/operation.ts'
import type {
  Backlog,
  OperationProgress,
  OperationStore,
  OperationWalk,
} from '../../core/operations/store.ts'
import { walkOperations } from './operation-walk.ts'
import { prepared, type Prepared } from './prepared.ts'
import type { Schema } from './schema.ts'

type Row = Schema['operations']

const byId = prepared<{ id: string }, Row>((db, arg) =>
  db.selectFrom('operations').selectAll().where('id', '=', arg('id')),
)

const insertOperation = prepared<Row, never>((db, arg) =>
  db.insertInto('operations').values({
    id: arg('id'),
    account_id: arg('account_id'),
    dialect: arg('dialect'),
    instance_id: arg('instance_id'),
    kind: arg('kind'),
    action: arg('action'),
    request_id: arg('request_id'),
    steps: arg('steps'),
    step: arg('step'),
    is_undoing: arg('is_undoing'),
    end_state: arg('end_state'),
    is_forced: arg('is_forced'),
    before: arg('before'),
    attempt: arg('attempt'),
    fence: arg('fence'),
    due_at_ms: arg('due_at_ms'),
    deadline_at_ms: arg('deadline_at_ms'),
    outcome: arg('outcome'),
    message: arg('message'),
    created_at_ms: arg('created_at_ms'),
  }),
)

const raiseFence = prepared<{ id: string; fence: number }, never>((db, arg) =>
  db
    .updateTable('operations')
    .set((row) => ({ fence: row('fence', '+', 1) }))
    .where('id', '=', arg('id'))
    .where('fence', '=', arg('fence')),
)

type Progress = Partial<Row>
type AdvanceArguments = { expectedId: string; expectedFence: number } & Progress

/** One prepared update per set of columns; there are as many as there are ways to go on, half a dozen or so. */
const updates = new Map<string, Prepared<AdvanceArguments, UpdateResult>>()

function updateOf(names: readonly string[]): Prepared<AdvanceArguments, UpdateResult> {
  const key = names.join()
  let update = updates.get(key)
  if (!update) updates.set(key, (update = prepareUpdate(names)))
  return update
}

function prepareUpdate(names: readonly string[]): Prepared<AdvanceArguments, UpdateResult> {
  return prepared((db, arg) =>
    db
      .updateTable('operations')
      // The names are keys of a row.
      .set(Object.fromEntries(names.map((name) => [name, arg(name as keyof Progress)])))
      .where('id', '=', arg('expectedId'))
      .where('fence', '=', arg('expectedFence')),
  )
}

/** Told of each operation that somebody has to carry on, in the transaction that begins it. */
export type Announce = (db: Kysely<Schema>, operationId: string) => Promise<void>

export class SqlOperationStore implements OperationStore {
  readonly #db: Kysely<Schema>
  readonly #announce: Announce | undefined

  constructor(db: Kysely<Schema>, announce?: Announce) {
    this.#db = db
    this.#announce = announce
  }

  async find(id: string): Promise<Operation | undefined> {
    const { rows } = await byId.run(this.#db, { id })
    return rows[0] && toOperation(rows[0])
  }

  async walk(query: OperationWalk) {
    const { ids, next } = await walkOperations(this.#db, query)
    if (ids.length === 0) return { rows: [], next }
    const rows = await this.#db
      .selectFrom('operations')
      .selectAll()
      .where('id', 'in', [...ids])
      .execute()
    const found = new Map(rows.map((row) => [row.id, toOperation(row)]))
    return { rows: ids.flatMap((id) => found.get(id) ?? []), next }
  }

  async insert(operation: Operation): Promise<void> {
    await insertOperation.run(this.#db, toRow(operation))
    const { id, outcome, kind } = operation
    if (outcome === 'running' && kind !== 'held') await this.#announce?.(this.#db, id)
  }

  async unfinished(): Promise<readonly Pick<Operation, 'id' | 'dueAtMs'>[]> {
    const rows = await this.#db
      .selectFrom('operations')
      .select(['id', 'due_at_ms'])
      .where('outcome', '=', 'running')
      .where('kind', '!=', 'held')
      .orderBy('due_at_ms')
      .execute()
    return rows.map((row) => ({ id: row.id, dueAtMs: row.due_at_ms }))
  }

  async backlog(): Promise<Backlog> {
    const { unfinished, earliest } = await this.#db
      .selectFrom('operations')
      .select(({ fn }) => [
        fn.countAll<number>().as('unfinished'),
        // None: null, which its type leaves out.
        fn.min<number | null>('due_at_ms').as('earliest'),
      ])
      .where('outcome', '=', 'running')
      .where('kind', '!=', 'held')
      .executeTakeFirstOrThrow()
    return { unfinished, earliestDueAtMs: earliest ?? undefined }
  }

  async countFailedSince(sinceMs: number): Promise<number> {
    const { total } = await this.#db
      .selectFrom('operations')
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .where('created_at_ms', '>=', sinceMs)
      // As text, not as a parameter: only so the index of those that failed is used.
      .where('outcome', '=', sql.lit('failed'))
      .executeTakeFirstOrThrow()
    return total
  }

  async findTerminated(
    { account, dialect }: Pick<Operation, 'account' | 'dialect'>,
    instanceIds: readonly string[],
  ): Promise<ReadonlySet<string>> {
    const rows = await this.#db
      .selectFrom('operations')
      .select('instance_id')
      .where('account_id', '=', account)
      .where('dialect', '=', dialect)
      .where('instance_id', 'in', [...instanceIds])
      // As text, not as a parameter: only so the index of terminations is used.
      .where('kind', '=', sql.lit('terminate'))
      .where('outcome', '=', 'succeeded')
      .execute()
    return new Set(rows.map((row) => row.instance_id))
  }

  async claim(id: string, fence: number): Promise<boolean> {
    const { numAffectedRows } = await raiseFence.run(this.#db, { id, fence })
    return numAffectedRows === 1n
  }

  async advance(id: string, fence: number, progress: OperationProgress): Promise<boolean> {
    const columns = changesOf(progress)
    const args = { expectedId: id, expectedFence: fence, ...columns }
    const { numAffectedRows } = await updateOf(Object.keys(columns)).run(this.#db, args)
    return numAffectedRows === 1n
  }
}

function changesOf(progress: OperationProgress): Partial<Row> {
  const { steps, step, isUndoing, endState, attempt, dueAtMs, deadlineAtMs, outcome, message } = progress
  return {
    ...(steps === undefined ? {} : { steps: JSON.stringify(steps) }),
    ...(step === undefined ? {} : { step }),
    ...(isUndoing === undefined ? {} : { is_undoing: Number(isUndoing) }),
    ...(endState === undefined ? {} : { end_state: endState }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(dueAtMs === undefined ? {} : { due_at_ms: dueAtMs }),
    ...(deadlineAtMs === undefined ? {} : { deadline_at_ms: deadlineAtMs }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(message === undefined ? {} : { message }),
  }
}

function toRow(operation: Operation): Row {
  const { id, dialect, kind, action, step, attempt, fence, outcome, message } = operation
  return {
    ...{ id, dialect, kind, action, step, attempt, fence, outcome, message },
    account_id: operation.account,
    instance_id: operation.instanceId,
    request_id: operation.requestId,
    steps: JSON.stringify(operation.steps),
    is_undoing: Number(operation.isUndoing),
    end_state: operation.endState,
    is_forced: Number(operation.isForced),
    before: JSON.stringify(operation.before),
    due_at_ms: operation.dueAtMs,
    deadline_at_ms: operation.deadlineAtMs,
    created_at_ms: operation.createdAtMs,
  }
}

/** Rows are written by `toRow` only, so their JSON and enumerations are what it wrote. */
function toOperation(row: Row): Operation {
  const { id, dialect, action, step, attempt, fence, message } = row
  return {
    ...{ id, dialect, action, step, attempt, fence, message },
    account: row.account_id,
    instanceId: row.instance_id,
    kind: row.kind as OperationKind,
    requestId: row.request_id,
    steps: JSON.parse(row.steps) as Step[],
    isUndoing: row.is_undoing === 1,
    endState: row.end_state as InstanceState,
    isForced: row.is_forced === 1,
    before: JSON.parse(row.before) as Before,
    dueAtMs: row.due_at_ms,
    deadlineAtMs: row.deadline_at_ms,
    outcome: row.outcome as Operation['outcome'],
    createdAtMs: row.created_at_ms,
  }
}
