/** A PostgreSQL server of its own for one test file: Debian's programs, a Unix socket, files that go away with it. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { Client } from 'pg'

export interface PostgresServer extends AsyncDisposable {
  /** Directory of the socket. */
  readonly folder: string
  /**
   * Makes a database, empty or like the one that `template` is the address of; resolves to its address. Its language
   * is one that sorts text otherwise than byte by byte.
   */
  createDatabase(template?: string): Promise<string>
  start(): Promise<void>
  /** Ends every connection and the server; the data stays. */
  stop(): Promise<void>
}

/** The server refuses to run as root: root runs it as this user, whom every system has. */
const NOBODY = 'nobody'
/** Roles of the database have nothing to do with users of the system here. */
const ROLE = 'keyplane'
const LONGEST_START_MS = 60_000

/** Directory of the newest installed PostgreSQL's programs. */
function findPrograms(): string | undefined {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return undefined
  const versions = readdirSync(root).toSorted((a, b) => Number(b) - Number(a))
  return versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
}

/** Why no server can be started here; undefined: it can. */
export const noPostgres: string | undefined = findPrograms() ? undefined : 'PostgreSQL is not installed'

/** `settings` are the server's, as `name=value`; they win over those that make tests quick. */
export async function startPostgres({
  settings = [],
}: { settings?: readonly string[] } = {}): Promise<PostgresServer> {
  const programs = findPrograms()
  if (!programs) throw new Error('PostgreSQL is not installed')
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-postgres-'))
  try {
    const user = ownFolder(folder)
    initialise(programs, folder, user)
    const server = new Server({ programs, folder, user, settings })
    await server.start()
    return server
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
}

type User = { readonly uid?: number; readonly gid?: number }

/** Gives the folder to who runs the server. */
function ownFolder(folder: string): User {
  if (process.getuid?.() !== 0) return {}
  const entry = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`${NOBODY}:`))
  const [, , uid, gid] = (entry ?? '').split(':').map(Number)
  if (uid === undefined || gid === undefined) throw new Error(`there is no user ${NOBODY}`)
  chownSync(folder, uid, gid)
  // Tests that run as root reach the socket; nobody else is to.
  chmodSync(folder, 0o700)
  return { uid, gid }
}

function initialise(programs: string, folder: string, user: User): void {
  const settings = ['--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync', `--username=${ROLE}`]
  const args = [...settings, `--pgdata=${join(folder, 'data')}`]
  const { status, stderr } = spawnSync(join(programs, 'initdb'), args, {
    ...user,
    encoding: 'utf8',
    cwd: '/',
  })
  if (status !== 0) throw new Error(`initdb: ${stderr}`)
}

const EMPTY = `template0 locale_provider icu icu_locale 'en'`

/** Nothing here outlives a crash, so nothing waits for the disk. */
const SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=100']

class Server implements PostgresServer {
  readonly folder: string
  readonly #programs: string
  readonly #user: User
  #process: ChildProcess | undefined
  #databases = 0

  readonly #settings: readonly string[]

  constructor(parts: {
    readonly programs: string
    readonly folder: string
    readonly user: User
    readonly settings: readonly string[]
  }) {
    this.#programs = parts.programs
    this.folder = parts.folder
    this.#user = parts.user
    this.#settings = parts.settings
  }

  async start(): Promise<void> {
    const place = ['listen_addresses=', `unix_socket_directories=${this.folder}`]
    const settings = [...SETTINGS, ...place, ...this.#settings]
    const args = ['-D', join(this.folder, 'data'), ...settings.flatMap((setting) => ['-c', setting])]
    const server = spawn(join(this.#programs, 'postgres'), args, { ...this.#user, cwd: '/', stdio: 'ignore' })
    this.#process = server
    const deadline = Date.now() + LONGEST_START_MS
    while (!(await this.#answers())) {
      if (server.exitCode !== null || Date.now() > deadline) throw new Error('the server did not come up')
      await wait(20)
    }
  }

  async stop(): Promise<void> {
    const server = this.#process
    this.#process = undefined
    if (!server || server.exitCode !== null) return
    const ended = new Promise((resolve) => server.once('exit', resolve))
    // Its "fast" shutdown: transactions are broken off.
    server.kill('SIGINT')
    await ended
  }

  async createDatabase(template?: string): Promise<string> {
    const name = `test_${(this.#databases += 1)}`
    const like = template === undefined ? EMPTY : new URL(template).pathname.slice(1)
    await this.#ask(`create database ${name} template ${like}`)
    return this.#address(name)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  #address(database: string): string {
    return `postgres://${ROLE}@localhost/${database}?host=${encodeURIComponent(this.folder)}`
  }

  async #answers(): Promise<boolean> {
    return this.#ask('select 1').then(
      () => true,
      () => false,
    )
  }

  async #ask(sql: string): Promise<void> {
    const client = new Client({ connectionString: this.#address('postgres') })
    // Said by `query` too.
    client.on('error', () => undefined)
    await client.connect()
    try {
      await client.query(sql)
    } finally {
      await client.end()
    }
  }
}
