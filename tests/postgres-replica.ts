/** What becomes of PostgreSQL servers: a second one that follows, crashes, promotion. Beside postgres-server.ts. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { Client } from 'pg'

import type { PostgresServer } from './postgres-server.ts'

type Place = Pick<PostgresServer, 'folder'>

/** A server that follows another one. */
export interface Replica extends Place, AsyncDisposable {
  /** Makes it the one that takes changes; resolves when it does. */
  promote(): Promise<void>
}

const ROLE = 'keyplane'
const LONGEST_START_MS = 60_000

/** What a server must be set to so that what it acknowledged survives its crash; not that of the machine. */
export const SURVIVES_CRASHES: readonly string[] = ['synchronous_commit=on']

/** Runs one statement at a server, in its own database or a test's; resolves to its rows. */
export async function askServer(
  { folder }: Place,
  sql: string,
  database = 'postgres',
): Promise<readonly Record<string, unknown>[]> {
  const client = new Client({ host: folder, user: ROLE, database })
  // Said by `query` too.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

/** Ends a server at once: SIGQUIT as `pg_ctl stop -m immediate` does, SIGKILL as the kernel does. */
export async function crash(
  server: PostgresServer,
  signal: 'SIGQUIT' | 'SIGKILL' = 'SIGQUIT',
): Promise<void> {
  process.kill(processOf(server), signal)
  // Too late to be heard, but it waits for the end.
  await server.stop()
}

/** Waits until a server that had trouble takes changes again; one that gave up is started, as its supervisor does. */
export async function revive(server: PostgresServer): Promise<void> {
  await until('the server takes changes again', async () => {
    if (!existsSync(join(server.folder, 'data', 'postmaster.pid'))) {
      await server.stop()
      await server.start()
    }
    await askServer(server, 'create table alive ()')
    await askServer(server, 'drop table alive')
    return true
  })
}

/** The process that all others of a server come from. */
function processOf({ folder }: Place): number {
  return Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0])
}

/** Copies a running server and follows it; from then on the first one acknowledges nothing that the other has not got. */
export async function startReplica(primary: PostgresServer): Promise<Replica> {
  // How the first one was started, as it wrote down itself.
  const [, program = ''] =
    /^(\S+)/.exec(readFileSync(join(primary.folder, 'data', 'postmaster.opts'), 'utf8')) ?? []
  const { uid, gid } = statSync(primary.folder)
  const user = process.getuid?.() === 0 ? { uid, gid } : {}
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-replica-'))
  const data = join(folder, 'data')
  const rest = ['--write-recovery-conf', '--checkpoint=fast', '--no-sync', '--wal-method=stream']
  const end = () => rmSync(folder, { recursive: true, force: true })
  try {
    if (process.getuid?.() === 0) chownSync(folder, uid, gid)
    chmodSync(folder, 0o700)
    const args = ['-h', primary.folder, '-U', ROLE, '-D', data, ...rest]
    const copied = spawnSync(join(dirname(program), 'pg_basebackup'), args, {
      ...user,
      cwd: '/',
      encoding: 'utf8',
    })
    if (copied.status !== 0) throw new Error(`pg_basebackup: ${copied.stderr}`)
    const settings = [
      'fsync=off',
      ...SURVIVES_CRASHES,
      'listen_addresses=',
      `unix_socket_directories=${folder}`,
    ]
    const options = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]
    const server = spawn(program, options, { ...user, cwd: '/', stdio: 'ignore' })
    const replica = replicaOf(folder, server)
    await until('the replica answers', async () => (await askServer({ folder }, 'select 1')).length === 1)
    await follow(primary)
    return replica
  } catch (error) {
    end()
    throw error
  }
}

function replicaOf(folder: string, server: ChildProcess): Replica {
  const exited = new Promise((resolve) => server.once('exit', resolve))
  return {
    folder,
    async promote() {
      await askServer({ folder }, 'select pg_promote(true, 60)')
      const recovers = `select pg_is_in_recovery() as still`
      await until('it leads', async () => (await askServer({ folder }, recovers))[0]?.['still'] === false)
    },
    async [Symbol.asyncDispose]() {
      server.kill('SIGINT')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Who is told of a change can read it at the replica: a reader there is never behind what was acknowledged. */
async function follow(primary: PostgresServer): Promise<void> {
  await askServer(primary, `alter system set synchronous_standby_names = '*'`)
  await askServer(primary, 'select pg_reload_conf()')
  const states = 'select sync_state from pg_stat_replication'
  await until('it follows', async () => (await askServer(primary, states))[0]?.['sync_state'] === 'sync')
}

async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + LONGEST_START_MS
  while (!(await isSo().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`in vain it was waited until ${what}`)
    await wait(20)
  }
}
