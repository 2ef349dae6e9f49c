import { type Expression, sql, type SelectQueryBuilder, type SqlBool } from 'kysely'

import type { Page, Position, TextPattern } from '../../core/page.ts'
import type { TagFilter } from '../../core/tags/tag.ts'
import type { Schema } from './schema.ts'

type Ordered = { id: string; created_at_ms: number }

/** One page of a list, newest first; one row more is read to know whether there is a next page. */
export async function listPage<T extends 'key_pairs' | 'instances', Row extends Ordered>(
  query: SelectQueryBuilder<Schema, T, Row>,
  table: T,
  page: Page,
): Promise<{ rows: Row[]; next: Position | undefined }> {
  const createdAt = sql.ref<number>(`${table}.created_at_ms`)
  const id = sql.ref<string>(`${table}.id`)
  let ordered = query
    .orderBy(createdAt, 'desc')
    .orderBy(id, 'desc')
    .limit(page.limit + 1)
  if ('offset' in page) ordered = ordered.offset(page.offset)
  else if (page.after) {
    const { createdAtMs, id: lastId } = page.after
    ordered = ordered.where(sql<SqlBool>`(${createdAt}, ${id}) < (${createdAtMs}, ${lastId})`)
  }
  const found = await ordered.execute()
  const rows = found.slice(0, page.limit)
  const last = rows.at(-1)
  const hasMore = found.length > page.limit
  return { rows, next: hasMore && last ? { createdAtMs: last.created_at_ms, id: last.id } : undefined }
}

/** What asks for some rows by id, and the page of them; undefined where the query has any other condition. */
export function idsOnly({ ids, page, tags = [], ...conditions }: ById): PagedIds | undefined {
  const hasMore = tags.length > 0 || Object.values(conditions).some((condition) => condition !== undefined)
  if (!ids || ids.length === 0 || hasMore) return undefined
  if ('offset' in page) return { ids: [...new Set(ids)], ...page }
  return page.after ? undefined : { ids: [...new Set(ids)], limit: page.limit, offset: 0 }
}

interface ById {
  readonly ids?: readonly string[]
  readonly tags?: readonly TagFilter[]
  readonly page: Page
}

/** Different ids, and which of the rows that have them. */
export interface PagedIds {
  readonly ids: readonly string[]
  readonly limit: number
  readonly offset: number
}

/** That page of all rows that were found, as a list gives it. */
export function pageOfFound<Row extends Ordered>(found: readonly Row[], { limit, offset }: PagedIds) {
  const sorted = found.toSorted(newestFirst)
  const rows = sorted.slice(offset, offset + limit)
  const last = rows.at(-1)
  const hasMore = sorted.length > offset + limit
  const next = hasMore && last ? { createdAtMs: last.created_at_ms, id: last.id } : undefined
  return { rows, total: sorted.length, next }
}

/** The order of every list. */
function newestFirst(a: Ordered, b: Ordered): number {
  return b.created_at_ms - a.created_at_ms || (a.id < b.id ? 1 : -1)
}

/** Compares with regard to case; the characters that LIKE gives a meaning are taken literally. */
export function matchesPattern(column: string, { match, text }: TextPattern): Expression<SqlBool> {
  const name = sql.ref<string>(column)
  // The engines count characters, not UTF-16 units.
  const { length } = Array.from(text)
  switch (match) {
    case 'exact':
      return sql<SqlBool>`${name} = ${text}`
    case 'startsWith':
      return sql<SqlBool>`substr(${name}, 1, ${length}) = ${text}`
    case 'endsWith':
      return sql<SqlBool>`substr(${name}, length(${name}) - ${length} + 1) = ${text} and length(${name}) >= ${length}`
    case 'contains':
      // In brackets: the `or` must not reach the conditions beside it, which keep accounts apart.
      return sql<SqlBool>`(replace(${name}, ${text}, '') <> ${name} or ${text} = '')`
  }
}

/** The resource carries a tag that the filter asks for. */
export function hasTag(table: string, kind: string, { key, anyKey, values }: TagFilter): Expression<SqlBool> {
  const keys = anyKey ?? (key === undefined ? [] : [key])
  const keyCondition = keys.length === 0 ? sql`true` : sql`tags.tag_key in (${sql.join([...keys])})`
  const valueCondition = values.length === 0 ? sql`true` : sql`tags.tag_value in (${sql.join([...values])})`
  return sql<SqlBool>`exists (select 1 from tags where tags.account_id = ${sql.ref(`${table}.account_id`)}
    and tags.dialect = ${sql.ref(`${table}.dialect`)} and tags.kind = ${kind}
    and tags.resource_id = ${sql.ref(`${table}.id`)} and ${keyCondition} and ${valueCondition})`
}
