import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { z } from 'zod'

import { type Config, ConfigError, readConfig } from '../config.ts'
import { type Keyplane, startKeyplane as startServer } from '../keyplane.ts'
import { hostKeySeedOf } from '../master-key.ts'
import type { OwnApiClient } from '../own-api/client.ts'
import type { seedSchema } from '../seeding/seed-file.ts'
import { type Clients, clientsOf } from './clients/clients.ts'
import { findSshLogin, type SshLogin } from './ssh-login.ts'

export interface TestingOptions {
  /** The world at the beginning: the text of a seed file, or the same as an object. See docs/seed-file.md. */
  readonly seed?: string | z.input<typeof seedSchema>
  /** `stand-in`, the default, takes any access key with the secret `keyplane`; `strict` only seeded ones. */
  readonly mode?: 'stand-in' | 'strict'
  /** Calls per second: a number, `off` or `documented`; by default what the mode brings. */
  readonly rates?: 'off' | 'documented' | number
  /** Milliseconds that a simulated start, stop or reboot takes; 20 by default, so that polls end soon. */
  readonly transitionMs?: number
  /** HTTPS by a CA of its own, beside HTTP on the same port. */
  readonly tls?: boolean
  /**
   * `held`: time stands still, now or at the instant given, until `api().world.clock` moves it; not in strict mode. What
   * clients sign by the clock of the machine is taken all the same. `real` by default.
   */
  readonly clock?: 'real' | 'held' | Date
  /** Ids, generated keys and host keys follow from it (0 to 9999999), so that runs are alike; not in strict mode. */
  readonly seedNumber?: number
  /**
   * Where the simulated machines listen; `0.0.0.0` by default, as only then they have addresses of their own
   * (127.64.0.1 and on, Linux). With `127.0.0.1` they are told apart by the user name alone.
   */
  readonly sshHost?: string
  /** What is written to stderr; `warn` by default. */
  readonly logLevel?: Config['logLevel']
}

/** A Keyplane in this process, with ports and data of its own. Use with `await using`, or call `stop`. */
export interface TestingKeyplane extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, or `https://` with TLS. */
  readonly url: string
  /** `127.0.0.1:PORT`, as most SDKs want it. */
  readonly endpoint: string
  /** Port of the simulated machines, on `127.0.0.1` and on the addresses that they show. */
  readonly sshPort: number
  /** Bearer token of the own API, `/keyplane/v1`. */
  readonly adminToken: string
  /** The official SDKs of the clouds, pointed here. */
  readonly clients: Clients
  /** The typed client of the own API: accounts, instances, bindings, calls, and control of the world. */
  api(): Promise<OwnApiClient>
  /** Certificate of the CA, PEM. Without TLS there is none: undefined. */
  readonly authority: string | undefined
  /**
   * What an SSH client needs to log in to a simulated instance.
   * @throws Error when there is no such instance, or several accounts have one of this id
   */
  ssh(instanceId: string): Promise<SshLogin>
  /** Answers the calls in flight, then ends everything; the second time it does nothing. */
  stop(): Promise<void>
}

/**
 * Starts a Keyplane for a test, in this process. Settings of the environment and of `keyplane.yaml` are not looked at.
 * @throws ConfigError for a seed or an option that cannot be used, with the place of the mistake
 */
export async function startKeyplane(options: TestingOptions = {}): Promise<TestingKeyplane> {
  const started = new AsyncDisposableStack()
  try {
    return await startOwn(options, started)
  } catch (error) {
    await started.disposeAsync()
    throw error
  }
}

const OPTIONS: Readonly<Record<keyof TestingOptions, true>> = {
  ...{ seed: true, mode: true, rates: true, transitionMs: true, tls: true, clock: true },
  ...{ seedNumber: true, sshHost: true, logLevel: true },
}

/** A slip in JavaScript, where no compiler sees it. */
function refuseUnknown(options: TestingOptions): void {
  const unknown = Object.keys(options).filter((name) => !Object.hasOwn(OPTIONS, name))
  if (unknown.length === 0) return
  throw new ConfigError(
    `unknown option: ${unknown.join(', ')}; known are: ${Object.keys(OPTIONS).join(', ')}`,
  )
}

async function startOwn(options: TestingOptions, started: AsyncDisposableStack): Promise<TestingKeyplane> {
  refuseUnknown(options)
  const adminToken = randomBytes(32).toString('base64url')
  const masterKey = randomBytes(32)
  const config = readConfig({
    flags: { ...flagsOf(options), seed: seedFileOf(options, started) },
    environment: { KEYPLANE_ADMIN_TOKEN: adminToken, KEYPLANE_MASTER_KEY: masterKey.toString('hex') },
    file: join(tmpdir(), 'keyplane-has-no-settings-here', 'keyplane.yaml'),
  })
  const server = started.use(await startServer(config))
  holdClock(server, options.clock)
  const endpoint = new URL(server.api).host
  const sshPort = Number(server.ssh.split(':').at(-1))
  const place = {
    machines: server.core.database.machines,
    port: sshPort,
    hostKeySeed: hostKeySeedOf(masterKey, config.seedNumber),
  }
  const stop = () => started.disposeAsync()
  return {
    ...{ url: server.api, endpoint, sshPort, adminToken },
    clients: clientsOf({ endpoint, mode: config.mode }),
    api: () => openClient(endpoint, adminToken),
    authority: options.tls ? await readAuthority(endpoint) : undefined,
    ssh: (instanceId) => findSshLogin(place, instanceId),
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

function flagsOf(options: TestingOptions): Readonly<Record<string, string | undefined>> {
  return {
    listen: '127.0.0.1:0',
    'ssh-listen': `${options.sshHost ?? '0.0.0.0'}:0`,
    data: 'memory',
    mode: options.mode,
    rates: options.rates?.toString(),
    'transition-ms': String(options.transitionMs ?? SHORT_TRANSITION_MS),
    tls: options.tls ? 'auto' : undefined,
    'seed-number': options.seedNumber?.toString(),
    'log-level': options.logLevel,
  }
}

const SHORT_TRANSITION_MS = 20

/** The world is read from a file, and read again when it is reset: the file stays as long as the server does. */
function seedFileOf({ seed }: TestingOptions, started: AsyncDisposableStack): string | undefined {
  if (seed === undefined) return undefined
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-testing-'))
  started.defer(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'seed.yaml')
  // JSON is YAML too.
  writeFileSync(file, typeof seed === 'string' ? seed : JSON.stringify(seed), { mode: 0o600 })
  return file
}

function holdClock({ world }: Keyplane, clock: TestingOptions['clock'] = 'real'): void {
  if (clock === 'real') return
  if (!world) throw new ConfigError('clock: in strict mode there is the real one only')
  world.holdClock(clock === 'held' ? undefined : clock.getTime())
}

/** Loaded when it is asked for: most tests call the clouds' APIs only. */
async function openClient(endpoint: string, token: string): Promise<OwnApiClient> {
  const { createOwnApiClient } = await import('../own-api/client.ts')
  return createOwnApiClient({ url: `http://${endpoint}`, token })
}

/** The port speaks HTTP as well: nobody has to trust the CA to read it. */
async function readAuthority(endpoint: string): Promise<string> {
  const { AUTHORITY_PATH } = await import('../tls/authority-path.ts')
  const response = await fetch(`http://${endpoint}${AUTHORITY_PATH}`)
  return response.text()
}
