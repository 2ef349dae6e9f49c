import type { CompiledQuery, Kysely, QueryResult } from 'kysely'

import type { Schema } from './schema.ts'

/** Stands in a query for a value that is known only when it runs. */
class Slot {
  readonly name: string
  readonly index: number | undefined

  constructor(name: string, index?: number) {
    this.name = name
    this.index = index
  }
}

type Arguments = Readonly<Record<string, unknown>>
type Compilable<Row> = { compile(): CompiledQuery<Row> }
/** Gives the place of an argument in the query, typed as the argument itself. */
type Place<A> = <K extends keyof A & string>(name: K) => A[K]

export interface Prepared<A extends Arguments, Row> {
  run(db: Kysely<Schema>, args: A): Promise<QueryResult<Row>> | QueryResult<Row>
  /** One after the other, what is answered is not looked at. An engine that runs them at once is not waited for between them. */
  runEach(db: Kysely<Schema>, each: readonly A[]): Promise<void>
}

/**
 * An engine that can run a statement at once, without waiting for its turn. Undefined: not now, because a
 * transaction of somebody else is open on the same connection.
 */
export interface DirectEngine {
  run<Row>(
    sql: string,
    parameters: readonly unknown[],
    isInTransaction: boolean,
  ): QueryResult<Row> | undefined
  /** Grows with every statement that may write; undefined while a transaction is open. */
  writes(): number | undefined
}

/** The direct engine behind a Kysely, by its adapter: that is the same object inside its transactions. */
const directEngines = new WeakMap<object, DirectEngine>()

/** Lets prepared queries of this database skip the queue of the connection. */
export function useDirectEngine(db: Kysely<Schema>, engine: DirectEngine): void {
  directEngines.set(db.getExecutor().adapter, engine)
}

/** Undefined for an engine that is asked over a connection. */
export function directEngineOf(db: Kysely<Schema>): DirectEngine | undefined {
  return directEngines.get(db.getExecutor().adapter)
}

/**
 * A query that is built and compiled once, then only filled with values: building costs several times what running
 * does. A list argument is compiled once per length.
 */
export function prepared<A extends Arguments, Row>(
  build: (db: Kysely<Schema>, place: Place<A>) => Compilable<Row>,
): Prepared<A, Row> {
  const byEngine = new WeakMap<object, Map<string, CompiledQuery<Row>>>()
  return {
    run(db, args) {
      const engine = db.getExecutor().adapter
      let compiled = byEngine.get(engine)
      if (!compiled) byEngine.set(engine, (compiled = new Map<string, CompiledQuery<Row>>()))
      const shape = shapeOf(args)
      let query = compiled.get(shape)
      if (!query) compiled.set(shape, (query = build(db, (name) => place(args, name)).compile()))
      const parameters = query.parameters.map((value) => fill(value, args))
      const direct = directEngines.get(engine)?.run<Row>(query.sql, parameters, db.isTransaction)
      return direct ?? db.executeQuery({ ...query, parameters })
    },
    async runEach(db, each) {
      for (const args of each) {
        const running = this.run(db, args)
        if (running instanceof Promise) await running
      }
    },
  }
}

function shapeOf(args: Arguments): string {
  let shape = ''
  for (const name in args) {
    const value = args[name]
    if (Array.isArray(value)) shape += `${name}${value.length} `
  }
  return shape
}

/** A slot, or one per element, under the type of the value that will be there when the query runs. */
function place<A extends Arguments, K extends keyof A & string>(args: A, name: K): A[K] {
  const value = args[name]
  const slots = Array.isArray(value) ? value.map((_, index) => new Slot(name, index)) : new Slot(name)
  return slots as A[K]
}

function fill(value: unknown, args: Arguments): unknown {
  if (!(value instanceof Slot)) return value
  const argument = args[value.name]
  return value.index !== undefined && Array.isArray(argument) ? argument[value.index] : argument
}
