import type { Kysely } from 'kysely'

import type { Tag } from '../../core/tags/tag.ts'
import type { TagOwner, TagStore } from '../../core/tags/store.ts'
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
}
