import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { openPostgres } from '../../src/store/postgres/postgres-database.ts'
import { postgresEngine } from '../../src/store/postgres/transactions.ts'
import { sqlDatabase } from '../../src/store/sql/sql-stores.ts'
import type { Random } from '../fuzz/random.ts'
import { crash } from '../postgres-replica.ts'
import { type PostgresServer, startPostgres } from '../postgres-server.ts'
import { Member } from './member.ts'
import { ENVIRONMENT, FLAGS, type Rows, SEALER, type Site, type SiteParts } from './site.ts'

/** What was acknowledged survives the server's crash, as in earnest. */
const SETTINGS = ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on']
const LOOK_MS = 20
const LONGEST_DOWN_MS = 3_000
const LONGEST_READY_MS = 180_000
/** So long after its return processes may still tell that the database was away. */
const EXCUSED_MS = 5_000
/** Of so many disturbances one is the database's own. */
const DATABASE = 8
/** Of five ends, one is a wish. */
const POLITE = 5

/** Two processes that answer calls and three that carry them out, on one PostgreSQL server. */
export async function openClusterSite(parts: SiteParts): Promise<Site> {
  await using opened = new AsyncDisposableStack()
  const postgres = opened.use(await startPostgres({ settings: SETTINGS }))
  const url = await postgres.createDatabase()
  mkdirSync(dataOf(parts))
  const site = new ClusterSite(parts, { postgres, url })
  opened.defer(() => site.endMembers())
  // One after the other: what makes the tables is not what is tested here.
  for (const member of site.members) await member.start()
  const rest = opened.move()
  return Object.assign(site, { [Symbol.asyncDispose]: () => rest.disposeAsync() })
}

/** Keys of the processes lie here, not their rows. */
function dataOf({ folder }: SiteParts): string {
  return join(folder, 'cluster')
}

class ClusterSite implements Omit<Site, typeof Symbol.asyncDispose> {
  readonly name = 'PostgreSQL, 2 api and 3 worker'
  readonly members: readonly Member[]
  epoch = 0
  readonly #apis: readonly Member[]
  readonly #workers: readonly Member[]
  readonly #parts: SiteParts
  readonly #postgres: PostgresServer
  readonly #url: string
  #excusedUntilMs = 0
  #asked = 0

  constructor(parts: SiteParts, { postgres, url }: { postgres: PostgresServer; url: string }) {
    this.#parts = parts
    this.#postgres = postgres
    this.#url = url
    this.#apis = [this.#make('api', 1), this.#make('api', 2)]
    this.#workers = [this.#make('worker', 1), this.#make('worker', 2), this.#make('worker', 3)]
    this.members = [...this.#apis, ...this.#workers]
  }

  sshPort(): number | undefined {
    return this.#workers.find(({ server }) => server)?.server?.sshPort
  }

  async api(): Promise<string> {
    for (;;) {
      this.#asked += 1
      const server = this.#apis[this.#asked % this.#apis.length]?.server
      if (server) return server.api
      await wait(LOOK_MS)
    }
  }

  async disturb(random: Random, spares: boolean): Promise<string> {
    this.epoch += 1
    const isDatabase = random.below(DATABASE) === 0
    const what = await (isDatabase ? this.#restartDatabase(random) : this.#kill(random, spares))
    this.epoch += 1
    return what
  }

  async look<T>(work: (rows: Rows) => Promise<T>): Promise<T> {
    const db = await openPostgres(this.#url)
    await using database = sqlDatabase(db, SEALER, postgresEngine())
    return await work({ db, database })
  }

  async endMembers(): Promise<void> {
    for (const member of this.members) await member.end('SIGTERM')
  }

  #make(role: 'api' | 'worker', nth: number): Member {
    const { seedFile, complain } = this.#parts
    return new Member({
      name: `${role} ${nth}`,
      flags: {
        ...{ ...FLAGS, data: dataOf(this.#parts), seed: seedFile, 'database-url': this.#url, role },
        ...(role === 'worker' ? { 'ssh-listen': '0.0.0.0:0' } : {}),
      },
      ...{ environment: ENVIRONMENT, complain },
      isExcused: () => performance.now() < this.#excusedUntilMs,
    })
  }

  async #restartDatabase(random: Random): Promise<string> {
    this.#excusedUntilMs = Infinity
    const isCrash = random.below(2) === 0
    await (isCrash ? crash(this.#postgres) : this.#postgres.stop())
    await wait(random.below(LONGEST_DOWN_MS))
    await this.#postgres.start()
    await untilReady(this.members, this.#parts.complain)
    this.#excusedUntilMs = performance.now() + EXCUSED_MS
    return isCrash ? 'crash of PostgreSQL' : 'restart of PostgreSQL'
  }

  async #kill(random: Random, spares: boolean): Promise<string> {
    const spared = spares ? [this.#apis[0], this.#workers[0]] : []
    const victim = random.of(this.members.filter((one) => !spared.includes(one)))
    const signal = random.below(POLITE) === 0 ? 'SIGTERM' : 'SIGKILL'
    await victim?.end(signal)
    await wait(random.below(LONGEST_DOWN_MS))
    await victim?.start()
    return `${signal} to ${victim?.name}`
  }
}

/** Until every process says so. */
async function untilReady(members: readonly Member[], complain: (flaw: string) => void): Promise<void> {
  const deadline = performance.now() + LONGEST_READY_MS
  for (const { name, server } of members) {
    if (!server) continue
    for (;;) {
      if (await isReady(server.api)) break
      if (performance.now() > deadline)
        return complain(`${name} is not ready ${LONGEST_READY_MS / 1_000} s later`)
      await wait(LOOK_MS)
    }
  }
}

async function isReady(api: string): Promise<boolean> {
  return fetch(`${api}/readyz`, { signal: AbortSignal.timeout(10_000) }).then(
    ({ status }) => status === 200,
    () => false,
  )
}
