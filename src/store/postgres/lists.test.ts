import type { LogEvent } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { noPostgres, type PostgresServer, startPostgres } from '../../../tests/postgres-server.ts'
import { createTemplate, openDatabaseAt } from '../../../tests/postgres-store.ts'
import { instanceOf, keyPairOf } from '../../../tests/store-rows.ts'
import type { Stores } from '../../core/database.ts'

const SCOPE = { account: '1', dialect: 'cloud', region: 'here' }
const PAGE = { limit: 10, offset: 0 }

describe.skipIf(noPostgres !== undefined)('lists on PostgreSQL', () => {
  let server: PostgresServer
  let template: string
  beforeAll(async () => {
    server = await startPostgres()
    template = await createTemplate(server)
  }, 120_000)
  afterAll(() => server[Symbol.asyncDispose]())

  /** A database with one instance to which one pair is bound, and the first words of its statements. */
  async function open() {
    const asked: string[] = []
    const log = (event: LogEvent) => void asked.push(event.query.sql.split(' ').slice(0, 2).join(' '))
    const database = await openDatabaseAt(await server.createDatabase(template), log)
    await database.keyPairs.insert(keyPairOf({ ...SCOPE, id: 'key-1' }))
    await database.keyPairs.insert(keyPairOf({ ...SCOPE, id: 'key-2' }))
    await database.instances.insert(instanceOf({ ...SCOPE, id: 'i-1' }))
    await database.bindings.replace({ ...SCOPE, id: 'i-1' }, ['key-2', 'key-1'])
    asked.length = 0
    return { database, asked, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() }
  }

  it('ask one statement for instances by id, with their pairs in the order they were bound in', async () => {
    await using test = await open()
    const listed = await test.database.instances.list(SCOPE, { region: 'here', ids: ['i-1'], page: PAGE })
    expect(listed).toMatchObject({ rows: [{ id: 'i-1', keyPairIds: ['key-2', 'key-1'] }], total: 1 })
    expect(test.asked).toHaveLength(1)
  })

  it('ask one statement for key pairs by id, with their instances', async () => {
    await using test = await open()
    const listed = await test.database.keyPairs.list(SCOPE, { ids: ['key-1'], page: PAGE })
    expect(listed).toMatchObject({ rows: [{ id: 'key-1', instanceIds: ['i-1'] }], total: 1 })
    expect(test.asked).toHaveLength(1)
  })

  it.each([
    ['instances', (stores: Stores) => stores.instances.list(SCOPE, { region: 'here', page: PAGE }), 3],
    ['key pairs', (stores: Stores) => stores.keyPairs.list(SCOPE, { page: PAGE }), 2],
  ])('ask several for all %s, in one transaction that only reads', async (_what, list, statements) => {
    await using test = await open()
    const { rows, total } = await list(test.database)
    expect(rows).toHaveLength(total)
    const [first = '', ...others] = test.asked
    expect(first).toMatch(/^(?:start transaction|begin)/)
    expect(others.filter((sql) => sql.startsWith('select'))).toHaveLength(statements)
    expect(others.at(-1)).toMatch(/^commit/)
    test.asked.length = 0
    // No other one inside.
    await test.database.snapshot(async (stores) => [await list(stores), await list(stores)])
    expect(test.asked.filter((sql) => /^(?:start|begin)/.test(sql))).toHaveLength(1)
  })
})
