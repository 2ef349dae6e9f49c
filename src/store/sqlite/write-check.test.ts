import { sql } from 'kysely'
import { expect, it } from 'vitest'

import { migrations } from '../migrations/index.ts'
import { aesSealer } from '../sealer.ts'
import { migrate } from '../sql/migrate.ts'
import { sqlDatabase } from '../sql/sql-stores.ts'
import { openSqlite } from './sqlite-database.ts'

it('the check of the database writes, each time something else, and fails where nothing can be written', async () => {
  const db = openSqlite('memory')
  await migrate(db, migrations, 0)
  await using database = sqlDatabase(db, aesSealer(Buffer.alloc(32, 7)))
  const settings = () => db.selectFrom('settings').selectAll().execute()
  const seen: unknown[] = []
  for (let times = 0; times < 3; times += 1) {
    await database.check()
    seen.push(await settings())
  }
  const [first, second, third] = seen
  expect(second).not.toEqual(first)
  expect(third).toEqual(first)
  await sql`pragma query_only = on`.execute(db)
  await expect(database.check()).rejects.toThrow('readonly')
})
