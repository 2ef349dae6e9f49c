import { afterAll, beforeAll, describe } from 'vitest'

import { noPostgres, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { createTemplate } from '../postgres-store.ts'
import type { TestOptions } from '../start-keyplane.ts'

/** Where the data of the servers of a test is. */
export interface Engine {
  readonly name: 'SQLite' | 'PostgreSQL'
  /** A database that nobody else has. */
  newDatabase(): Promise<Pick<TestOptions, 'databaseUrl'>>
}

export const SQLITE: Engine = { name: 'SQLite', newDatabase: () => Promise.resolve({}) }

/** Runs tests on both engines. A call takes longer where the database is another process, so `tests` plays fewer there. */
export function describeEngines(what: string, tests: (engine: Engine) => void): void {
  describe(`${what}, on SQLite`, () => {
    tests(SQLITE)
  })
  describe.skipIf(noPostgres !== undefined)(`${what}, on PostgreSQL`, () => {
    let server: PostgresServer
    let template: string
    beforeAll(async () => {
      server = await startPostgres()
      template = await createTemplate(server)
    })
    afterAll(() => server[Symbol.asyncDispose]())
    const newDatabase = async () => ({ databaseUrl: await server.createDatabase(template) })
    tests({ name: 'PostgreSQL', newDatabase })
  })
}
