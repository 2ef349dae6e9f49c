import { sql } from 'kysely'

/** In no id. */
const BETWEEN_IDS = '\n'

/**
 * Ids out of the rows of a subquery as one text, so that a row and what is bound to it are read in one statement: both are
 * of the same instant, without a transaction.
 * Null where there are none.
 */
export function joinedIds(column: string, { orderedBy }: { readonly orderedBy: string }) {
  const between = sql.lit(BETWEEN_IDS)
  return sql<string | null>`string_agg(${sql.ref(column)}, ${between} order by ${sql.ref(orderedBy)})`
}

/** The ids that {@link joinedIds} has joined. */
export function readIds(joined: string | null): readonly string[] {
  return joined === null ? [] : joined.split(BETWEEN_IDS)
}
