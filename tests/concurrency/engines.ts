import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe } from 'vitest'

import { readConfig } from '../../src/config.ts'
import { type Keyplane, startKeyplane, type Surroundings } from '../../src/keyplane.ts'
import type { Drivers } from '../../src/core/core.ts'
import { noPostgres, type PostgresServer, startPostgres } from '../postgres-server.ts'
import { createTemplate } from '../postgres-store.ts'
import { Ticks } from './history.ts'
import { type Told, watchedDriver } from './watched-driver.ts'

/** Servers on one database, in this process, whose machines are watched. */
export interface Cluster extends AsyncDisposable {
  /** `127.0.0.1:PORT` of each server. */
  readonly endpoints: readonly string[]
  readonly ticks: Ticks
  /** What the drivers of all servers were told. */
  readonly told: readonly Told[]
}

type Around = Pick<Surroundings, 'aroundDatabase'>

interface Wanted {
  readonly flags: Readonly<Record<string, string>>
  /** How many servers. */
  readonly size: number
  /** What is to be done when all have ended. */
  readonly end?: () => unknown
  readonly around?: Around
}

/** Where the data lies, and how many servers share it: the embedded engine lets only one near its file. */
interface Engine {
  readonly name: string
  /** Why it cannot run here. */
  readonly missing: string | undefined
  readonly open: () => Promise<Cluster>
}

/** Long enough that calls meet an instance in a passing state, short enough that they also meet it in the others. */
const TRANSITION_MS = 2
const LONGEST_START_MS = 120_000
const MASTER_KEY = Buffer.alloc(32, 7).toString('base64')

const ENGINES: readonly Engine[] = [
  { name: 'SQLite in memory', missing: undefined, open: () => openInMemory() },
  { name: 'SQLite in a file', missing: undefined, open: openInFile },
  { name: 'two servers on PostgreSQL', missing: noPostgres, open: openOnPostgres },
]

/** Runs tests on every engine, each with a cluster of its own. */
export function describeEngines(what: string, tests: (cluster: () => Cluster) => void): void {
  for (const { name, missing, open } of ENGINES) {
    describe.skipIf(missing !== undefined)(`${what}: ${name}`, () => {
      let cluster: Cluster
      beforeAll(async () => {
        cluster = await open()
      }, LONGEST_START_MS)
      afterAll(() => cluster[Symbol.asyncDispose]())
      tests(() => cluster)
    })
  }
}

/** A cluster of one server that keeps nothing. */
export function openInMemory(around: Around = {}): Promise<Cluster> {
  return openCluster({ flags: { data: 'memory' }, size: 1, around })
}

async function openInFile(): Promise<Cluster> {
  const data = mkdtempSync(join(tmpdir(), 'keyplane-concurrency-'))
  return openCluster({ flags: { data }, size: 1, end: () => rmSync(data, { recursive: true, force: true }) })
}

async function openOnPostgres(): Promise<Cluster> {
  const postgres = await startPostgres()
  const end = () => postgres[Symbol.asyncDispose]()
  try {
    const flags = { data: 'memory', 'database-url': await newDatabase(postgres) }
    return await openCluster({ flags, size: 2, end })
  } catch (error) {
    await end()
    throw error
  }
}

async function newDatabase(postgres: PostgresServer): Promise<string> {
  return postgres.createDatabase(await createTemplate(postgres))
}

async function openCluster({ flags, size, end, around = {} }: Wanted): Promise<Cluster> {
  const started = new AsyncDisposableStack()
  started.defer(async () => void (await end?.()))
  const ticks = new Ticks()
  const told: Told[] = []
  const aroundDrivers = (drivers: Drivers): Drivers => ({
    ofNewInstances: drivers.ofNewInstances,
    get: (name) => watchedDriver(drivers.get(name), ticks, told),
  })
  const endpoints: string[] = []
  try {
    for (let nth = 0; nth < size; nth += 1) {
      const { api } = started.use(await startServer(flags, { ...around, aroundDrivers }))
      endpoints.push(new URL(api).host)
    }
  } catch (error) {
    await started.disposeAsync()
    throw error
  }
  return { endpoints, ticks, told, [Symbol.asyncDispose]: () => started.disposeAsync() }
}

function startServer(flags: Wanted['flags'], surroundings: Surroundings): Promise<Keyplane> {
  const common = {
    listen: '127.0.0.1:0',
    'ssh-listen': 'off',
    rates: 'off',
    mode: 'stand-in',
    'log-level': 'error',
  }
  const config = readConfig({
    flags: { ...common, 'transition-ms': String(TRANSITION_MS), ...flags },
    environment: { KEYPLANE_MASTER_KEY: MASTER_KEY },
    file: join(tmpdir(), 'keyplane-concurrency-has-no-file.yaml'),
  })
  return startKeyplane(config, surroundings)
}
