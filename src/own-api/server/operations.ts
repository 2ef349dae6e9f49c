import type { Operation } from '../../core/operations/operation.ts'
import type { OperationWalk } from '../../core/operations/store.ts'
import type { OwnContext } from './context.ts'
import { fromCursor, timeFrom, toCursor } from './cursor.ts'
import { api } from './implementer.ts'
import { followAll, followOne } from './operation-events.ts'
import { Problem } from './problem.ts'
import { isoTime } from './texts.ts'

export const operations = api.operations.router({
  list: api.operations.list.handler(async ({ context, input: { cursor, limit, ...filters } }) => {
    const after = cursor === undefined ? undefined : positionFrom(cursor)
    const query = { ...walkOf(filters), limit, after }
    const { rows, next } = await context.core.database.operations.walk(query)
    return { items: rows.map(tell), ...(next ? { next: toCursor([next.createdAtMs, next.id]) } : {}) }
  }),

  show: api.operations.show.handler(async ({ context, input: { id } }) => tell(await find(context, id))),

  events: api.operations.events.handler(async ({ context, input }) =>
    told(await followAll(context.core.database.operations, walkOf(input), context.gone)),
  ),

  follow: api.operations.follow.handler(async ({ context, input: { id } }) => {
    const first = await find(context, id)
    return told(followOne(context.core.database.operations, first, context.gone))
  }),
})

function positionFrom(cursor: string) {
  const [time, id = ''] = fromCursor(cursor, 2)
  return { createdAtMs: timeFrom(time), id }
}

interface Filters {
  readonly account?: string | undefined
  readonly dialect?: string | undefined
  readonly instance?: string | undefined
  readonly outcome?: Operation['outcome'] | undefined
}

function walkOf({ account, dialect, instance, outcome }: Filters): Omit<OperationWalk, 'limit'> {
  return { account, dialect, instanceId: instance, outcome }
}

async function find({ core }: OwnContext, id: string): Promise<Operation> {
  const operation = await core.database.operations.find(id)
  if (!operation) throw new Problem(404, `there is no operation ${JSON.stringify(id)}`)
  return operation
}

async function* told(events: AsyncGenerator<Operation, void, undefined>) {
  for await (const operation of events) yield tell(operation)
}

function tell(operation: Operation) {
  const { id, dialect, account, instanceId, kind, action, requestId, outcome, step, attempt } = operation
  return {
    ...{ id, dialect, account, instanceId, kind, action, requestId, outcome, step, attempt },
    ...{ steps: operation.steps.map(({ name }) => name), isUndoing: operation.isUndoing },
    message: operation.message,
    createdAt: isoTime(operation.createdAtMs),
    deadline: isoTime(operation.deadlineAtMs),
  }
}
