/**
 * `npm run bench:cluster`: calls and bind operations per second with several processes on one PostgreSQL, beside what the
 * same statements cost when pgbench sends them. Everything, the load included, shares the cores of this machine.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { Client } from 'pg'

import { type PostgresServer, startPostgres } from '../../tests/postgres-server.ts'
import { type ServerProcess, startServer } from '../../tests/server-process.ts'
import { type Budget, budgetOf, type Ratio, type Result } from '../harness/result.ts'
import { runAlone } from '../harness/run-parts.ts'
import { spreadOf } from '../harness/spread.ts'
import { type Measured, runLoad } from '../load.ts'
import { scriptOf } from './same-sql.ts'
import { bindRequests, INSTANCE, readRequests, seedFile } from './world.ts'

const PROCESSES = [1, 2, 4]
const INSTANCES = 2_000
const READS = 10_000
const CONNECTIONS = 32
const PGBENCH_SECONDS = 10
const LEAST = 0.5
/** As a server that keeps its promises is set. */
const DURABLE = ['fsync=on', 'synchronous_commit=on', 'full_page_writes=on', 'max_connections=400']
const LOG = 'statements.log'
const LOGGING = [
  ...['logging_collector=on', `log_filename=${LOG}`, 'log_line_prefix=[%p] ', 'log_min_messages=log'],
  ...['log_duration=off', 'log_checkpoints=off', 'shared_buffers=256MB'],
]

const folder = mkdtempSync(join(tmpdir(), 'keyplane-bench-cluster-'))
const seed = join(folder, 'seed.yaml')
writeFileSync(seed, seedFile(INSTANCES))
const postgres = await startPostgres({ settings: [...DURABLE, ...LOGGING] })
try {
  await runAlone('cluster', () => measureAll(postgres))
} finally {
  await postgres[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
}

async function measureAll(server: PostgresServer): Promise<Result> {
  const ratios: Record<string, Ratio> = {}
  const budgets: Budget[] = []
  const note = (what: string, perSecond: number, bare: number) => {
    const ratio: Ratio = { ...spreadOf([perSecond / bare]), better: 'higher' }
    ratios[what] = ratio
    budgets.push(budgetOf(what, { ...ratio, limit: LEAST, unit: '%' }))
  }
  const bare = await measureBare(server)
  const rows = [['', 'per second', 'of pgbench', 'CPU µs each', 'p50 ms', 'p99 ms', 'done/s']]
  rows.push(['pgbench, statements of a read', bare.read.toFixed(0), '', '', '', '', ''])
  rows.push(['pgbench, statements of a bind', bare.bind.toFixed(0), '', '', '', '', ''])
  for (const count of PROCESSES) {
    const { read, bind, donePerSecond } = await measureCluster(server, count)
    const name = `${count} api + ${count} worker`
    note(`${name} read of pgbench`, read.perSecond, bare.read)
    note(`${name} bind of pgbench`, donePerSecond, bare.bind)
    rows.push([`${name}: read`, ...cells(read, bare.read), ''])
    rows.push([`${name}: bind`, ...cells(bind, bare.bind), donePerSecond.toFixed(0)])
    rows.push([
      `${name}: bind, done`,
      donePerSecond.toFixed(0),
      share(donePerSecond, bare.bind),
      '',
      '',
      '',
      '',
    ])
  }
  const notes = [`${availableParallelism()} cores, ${INSTANCES} instances, ${CONNECTIONS} connections`]
  return { tables: [rows], ratios, budgets, notes }
}

function cells({ perSecond, cpuMicros, p50Ms, p99Ms }: Measured, bare: number): readonly string[] {
  const figures = [perSecond.toFixed(0), share(perSecond, bare), cpuMicros.toFixed(0)]
  return [...figures, p50Ms.toFixed(1), p99Ms.toFixed(1)]
}

function share(perSecond: number, bare: number): string {
  return `${((perSecond / bare) * 100).toFixed(0)} %`
}

async function measureCluster(server: PostgresServer, count: number) {
  const url = await server.createDatabase()
  await using cluster = await startCluster(url, count)
  const ports = cluster.apis.map(({ api }) => Number(new URL(api).port))
  const pids = cluster.all.map(({ process }) => process.pid ?? 0)
  const load = { ports, pids, connections: CONNECTIONS }
  const bindOnce = {
    ...load,
    requests: bindRequests(INSTANCES, 0),
    count: INSTANCES,
    expected: '"Response":{"RequestId"',
  }
  await runLoad(bindOnce)
  await untilDone(url)
  const read = await runLoad({ ...load, requests: readRequests(), count: READS, expected: '"TotalCount":1' })
  const beganMs = performance.now()
  const requests = bindRequests(INSTANCES, 1)
  const bind = await runLoad({ ...bindOnce, requests })
  await untilDone(url)
  return { read, bind, donePerSecond: (INSTANCES / (performance.now() - beganMs)) * 1_000 }
}

interface Bare {
  /** Scripts per second. */
  readonly read: number
  readonly bind: number
}

async function measureBare(server: PostgresServer): Promise<Bare> {
  const url = await server.createDatabase()
  const figures = { read: 0, bind: 0 }
  const scripts = { read: '', bind: '' }
  {
    await using cluster = await startCluster(url, 1)
    const ports = cluster.apis.map(({ api }) => Number(new URL(api).port))
    const load = { ports, pids: [], connections: 1 }
    const one = { bind: bindRequests(INSTANCES, 0), read: readRequests() }
    const expected = { bind: '"Response":{"RequestId"', read: '"TotalCount":1' }
    for (const kind of ['read', 'bind'] as const) {
      const call = async (request: Buffer | undefined) => {
        await runLoad({ ...load, requests: request ? [request] : [], count: 1, expected: expected[kind] })
        await untilDone(url)
      }
      const [first, second = first] = one[kind]
      // What is read once and remembered is no part of a call.
      await call(second)
      scripts[kind] = await logged(server, { url, kind }, () => call(first))
    }
  }
  for (const kind of ['read', 'bind'] as const) figures[kind] = runPgbench(url, kind, scripts[kind])
  return figures
}

/** The statements of the stores while `work` runs, as a script. */
async function logged(
  server: PostgresServer,
  { url, kind }: { url: string; kind: string },
  work: () => Promise<void>,
): Promise<string> {
  const file = join(server.folder, 'data', 'log', LOG)
  const [begin, end] = [`select 'begin of a ${kind}'`, `select 'end of a ${kind}'`]
  await ask(url, `alter system set log_statement = 'all'`, 'select pg_reload_conf()')
  await ask(url, begin)
  await work()
  await ask(url, end, 'alter system reset log_statement', 'select pg_reload_conf()')
  // A process of its own writes the log.
  let text = ''
  while (!text.includes(end)) {
    await wait(20)
    text = readFileSync(file, 'utf8')
  }
  const [, between = ''] = text.split(begin)
  return scriptOf(between.split(end)[0] ?? '', { ...INSTANCE, instances: INSTANCES })
}

function runPgbench(url: string, kind: string, script: string): number {
  const file = join(folder, `${kind}.sql`)
  writeFileSync(file, script)
  const { searchParams, pathname, username } = new URL(url)
  const place = ['-h', searchParams.get('host') ?? '', '-U', username, pathname.slice(1)]
  const how = ['-n', '-M', 'simple', '-c', '16', '-j', '2', '-T', `${PGBENCH_SECONDS}`, '--max-tries=20']
  const { status, stdout, stderr } = spawnSync('pgbench', [...how, '-f', file, ...place], {
    encoding: 'utf8',
  })
  const perSecond = Number(/tps = ([\d.]+)/.exec(stdout)?.[1])
  if (status !== 0 || !(perSecond > 0)) throw new Error(`pgbench: ${stdout}${stderr}\n${script}`)
  console.log(`${kind}: ${script.split('\n').length - 2} statements`)
  return perSecond
}

async function startCluster(url: string, count: number) {
  const all: ServerProcess[] = []
  const start = async (role: string) => {
    const common = { listen: '127.0.0.1:0', 'ssh-listen': 'off', 'transition-ms': '0', 'database-url': url }
    const flags = { ...common, data: join(folder, 'data'), seed, role }
    const server = await startServer(Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]))
    all.push(server)
    return server
  }
  const apis: ServerProcess[] = []
  for (let place = 0; place < count; place += 1) {
    apis.push(await start('api'))
    await start('worker')
  }
  return {
    ...{ all, apis },
    async [Symbol.asyncDispose]() {
      await Promise.all(all.map((server) => server.stop()))
      for (const server of all) process.stderr.write(server.log())
    },
  }
}

async function untilDone(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    for (;;) {
      const { rows } = await client.query<{ left: string }>(
        `select count(*) as left from operations where outcome = 'running'`,
      )
      if (rows[0]?.left === '0') return
      await wait(5)
    }
  } finally {
    await client.end()
  }
}

async function ask(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    for (const sql of statements) await client.query(sql)
  } finally {
    await client.end()
  }
}
