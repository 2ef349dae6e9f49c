import { type Config, ConfigError } from './config.ts'
import { WrittenAccounts } from './core/audit/written-accounts.ts'
import type { Database } from './core/database.ts'
import type { Log } from './core/log.ts'
import type { JobQueue } from './core/operations/job-queue.ts'
import type { Signals } from './core/signals.ts'
import { checkMasterKey } from './master-key.ts'
import { orConfigError } from './or-config-error.ts'
import { migrations } from './store/migrations/index.ts'
import type { PoolUsage } from './store/postgres/postgres-database.ts'
import type { Sealer } from './store/sql/account-store.ts'
import { isSealedWith } from './store/sql/master-key-check.ts'
import { migrate } from './store/sql/migrate.ts'
import { EMBEDDED, sqlDatabase, storesOn } from './store/sql/sql-stores.ts'
import { openSqlite } from './store/sqlite/sqlite-database.ts'
import { WorldData } from './store/world/world-data.ts'

interface Needs {
  readonly sealer: Sealer
  readonly log: Log
  readonly nowMs: number
}

export interface OpenedDatabase extends AsyncDisposable {
  readonly database: Database
  /** What binds the processes of one database together; undefined where there is only this one. */
  readonly cluster: Cluster | undefined
  /** Whose audit rows are to be sealed. */
  readonly auditWritten: WrittenAccounts
  /** Exchanges all of it; only a stand-in does. */
  readonly worldData: WorldData
}

export interface Cluster {
  readonly jobs: JobQueue
  readonly signals: Signals
  /** Connections of the stores. */
  pool(): PoolUsage
}

/** Opens the database that the configuration names, its tables up to date. ConfigError: it cannot be used. */
export function openDatabase(config: Config, needs: Needs): Promise<OpenedDatabase> {
  const { data, databaseUrl } = config
  return databaseUrl === undefined ? openEmbedded(data, needs) : openServer(config, databaseUrl, needs)
}

function openEmbedded(data: string, { sealer, nowMs }: Needs): Promise<OpenedDatabase> {
  return orConfigError(
    { en: `the data in ${data} cannot be opened`, zh: `无法打开 ${data} 中的数据` },
    async () => {
      checkMasterKey(data, sealer)
      const db = openSqlite(data)
      await migrate(db, migrations, nowMs)
      const auditWritten = new WrittenAccounts()
      const engine = { ...EMBEDDED, onAudit: (account: string) => auditWritten.add(account) }
      const database = sqlDatabase(db, sealer, engine)
      const storesOf = (tx: typeof db) => storesOn(tx, sealer, engine)
      const worldData = new WorldData({ db, engine: 'sqlite', run: engine.run, storesOf })
      const dispose = () => database[Symbol.asyncDispose]()
      return { database, cluster: undefined, auditWritten, worldData, [Symbol.asyncDispose]: dispose }
    },
  )
}

/** The address may have a password in it: messages name the place only. */
async function openServer(config: Config, url: string, needs: Needs): Promise<OpenedDatabase> {
  // Only who uses it pays for loading it.
  const { placeOf } = await import('./store/postgres/postgres-database.ts')
  const place = await orConfigError(
    { en: '--database-url cannot be read', zh: '--database-url 无法读取' },
    () => placeOf(url),
  )
  const opened = new AsyncDisposableStack()
  try {
    return await orConfigError(
      { en: `the database at ${place} cannot be used`, zh: `无法使用 ${place} 的数据库` },
      async () => {
        const parts = await connect({ ...needs, url, place }, opened)
        return { ...parts, [Symbol.asyncDispose]: () => opened.disposeAsync() }
      },
    )
  } catch (error) {
    await opened.disposeAsync()
    throw error
  }
}

async function connect(
  { url, place, sealer, log, nowMs }: Needs & { readonly url: string; readonly place: string },
  opened: AsyncDisposableStack,
): Promise<Omit<OpenedDatabase, typeof Symbol.asyncDispose>> {
  const { migratePostgres } = await import('./store/postgres/migrate-postgres.ts')
  const { openPostgres } = await import('./store/postgres/postgres-database.ts')
  const { PostgresJobs } = await import('./store/postgres/postgres-jobs.ts')
  const { PostgresSignals } = await import('./store/postgres/postgres-signals.ts')
  const { postgresEngine } = await import('./store/postgres/transactions.ts')
  await migratePostgres(url, migrations, nowMs)
  const warn = (what: string) => (error: unknown) => log.warn({ err: error }, what)
  const onIdleError = warn('a connection to the database broke')
  let pool = (): PoolUsage => ({ open: 0, idle: 0, waiting: 0 })
  const db = await openPostgres(url, { onIdleError, onPool: (usage) => void (pool = usage) })
  opened.defer(() => db.destroy())
  if (!(await isSealedWith(db, sealer)))
    throw new ConfigError(`the data at ${place} was made with another master key`)
  const onJobError = warn('the jobs of operations could not be looked after')
  const jobs = opened.use(await PostgresJobs.open({ url, onError: onJobError }))
  const announce = (tx: typeof db, operation: string) => jobs.send(tx, operation)
  const auditWritten = new WrittenAccounts()
  const onAudit = (account: string) => auditWritten.add(account)
  const engine = { ...postgresEngine(announce), onAudit }
  const database = sqlDatabase(db, sealer, engine)
  const storesOf = (tx: typeof db) => storesOn(tx, sealer, engine)
  const worldData = new WorldData({ db, engine: 'postgres', run: engine.run, storesOf })
  const onSignalError = warn('other processes could not be told of changes, or heard')
  const signals = opened.use(new PostgresSignals({ url, db, onError: onSignalError }))
  return { database, cluster: { jobs, signals, pool }, auditWritten, worldData }
}
