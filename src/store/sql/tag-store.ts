import { type Expression, type Kysely, sql, type SqlBool } from 'kysely'

import type { Tag, TagFilter } from '../../core/tags/tag.ts'
import type { KeyPairScope } from '../../core/key-pairs/key-pair.ts'
import type { ResourceTag, TagOwner, TagPosition, TagQuery, TagStore } from '../../core/tags/store.ts'
import { hasTag } from './list-page.ts'
import type { Schema } from './schema.ts'

export class SqlTagStore implements TagStore {
  readonly #db: Kysely<Schema>

  constructor(db: Kysely<Schema>) {
    this.#db = db
  }

  async put({ account, dialect, kind }: TagOwner, resourceId: string, tags: readonly Tag[]): Promise<void> {
    if (tags.length === 0) return
    const owner = { account_id: account, dialect, kind, resource_id: resourceId }
    await this.#db
      .insertInto('tags')
      .values(tags.map(({ key, value }) => ({ ...owner, tag_key: key, tag_value: value })))
      .onConflict((conflict) =>
        conflict
          .columns(['account_id', 'dialect', 'kind', 'resource_id', 'tag_key'])
          .doUpdateSet((excluded) => ({ tag_value: excluded.ref('excluded.tag_value') })),
      )
      .execute()
  }

  async removeAll({ account, dialect, kind }: TagOwner, resourceIds: readonly string[]): Promise<void> {
    await this.#db
      .deleteFrom('tags')
      .where('account_id', '=', account)
      .where('dialect', '=', dialect)
      .where('kind', '=', kind)
      .where('resource_id', 'in', [...resourceIds])
      .execute()
  }

  async remove(
    { account, dialect, kind }: TagOwner,
    resourceId: string,
    keys: readonly string[],
  ): Promise<void> {
    await this.#db
      .deleteFrom('tags')
      .where('account_id', '=', account)
      .where('dialect', '=', dialect)
      .where('kind', '=', kind)
      .where('resource_id', '=', resourceId)
      .where('tag_key', 'in', [...keys])
      .execute()
  }

  async list(
    { account, dialect, region, kind }: KeyPairScope & Pick<TagOwner, 'kind'>,
    { resourceIds, filters = [], limit, after }: TagQuery,
  ): Promise<{ tags: readonly ResourceTag[]; next: TagPosition | undefined }> {
    const rows = await this.#db
      .selectFrom('tags')
      .select(['resource_id', 'tag_key', 'tag_value'])
      .where('account_id', '=', account)
      .where('dialect', '=', dialect)
      .where('kind', '=', kind)
      .where(isOnResource(kind, region, filters))
      .$if(resourceIds !== undefined, (query) => query.where('resource_id', 'in', [...(resourceIds ?? [])]))
      .$if(after !== undefined, (query) =>
        query.where(sql<SqlBool>`(resource_id, tag_key) > (${after?.resourceId}, ${after?.key})`),
      )
      .orderBy('resource_id')
      .orderBy('tag_key')
      // One row more is read to know whether there is a next page.
      .limit(limit + 1)
      .execute()
    const tags = rows.slice(0, limit).map(({ resource_id, tag_key, tag_value }) => ({
      ...{ resourceId: resource_id, key: tag_key, value: tag_value },
    }))
    const last = tags.at(-1)
    const hasMore = rows.length > limit && last !== undefined
    return { tags, next: hasMore ? { resourceId: last.resourceId, key: last.key } : undefined }
  }
}

/** The tag is on a resource of the region that carries all the tags that are asked for. */
function isOnResource(
  kind: TagOwner['kind'],
  region: string,
  filters: readonly TagFilter[],
): Expression<SqlBool> {
  const table = kind === 'keyPair' ? 'key_pairs' : 'instances'
  const column = (name: string) => sql.ref(`${table}.${name}`)
  const conditions = [
    sql<SqlBool>`${column('account_id')} = tags.account_id`,
    sql<SqlBool>`${column('dialect')} = tags.dialect`,
    sql<SqlBool>`${column('id')} = tags.resource_id`,
    sql<SqlBool>`${column('region')} = ${region}`,
    ...filters.map((filter) => hasTag(table, kind, filter)),
  ]
  return sql<SqlBool>`exists (select 1 from ${sql.table(table)} where ${sql.join(conditions, sql` and `)})`
}
