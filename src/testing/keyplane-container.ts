import { randomBytes } from 'node:crypto'

import { AbstractStartedContainer, GenericContainer, type StartedTestContainer, Wait } from 'testcontainers'

import { type Clients, clientsOf } from './clients/clients.ts'

const API_PORT = 7420
const SSH_PORT = 7422
const SEED_FILE = '/etc/keyplane/seed.yaml'

/** The server in the container is not root and has to read it. */
const READABLE = 0o644

/** What the container is told with `withSettings`; the rest is in docs/operations.md and can be set by environment. */
export interface ContainerSettings {
  readonly mode?: 'stand-in' | 'strict'
  /** Calls per second: a number, `off` or `documented`; by default what the mode brings. */
  readonly rates?: 'off' | 'documented' | number
  /** Milliseconds that a simulated start, stop or reboot takes; 200 by default. */
  readonly transitionMs?: number
}

/**
 * Keyplane in a container, for Testcontainers. The image is built from the Containerfile of the repository; nothing is
 * kept when it stops.
 */
export class KeyplaneContainer extends GenericContainer {
  readonly #adminToken = randomBytes(32).toString('base64url')
  #mode: 'stand-in' | 'strict' = 'stand-in'

  constructor(image = 'keyplane') {
    super(image)
    this.withExposedPorts(API_PORT, SSH_PORT)
      .withEnvironment({ KEYPLANE_DATA: 'memory', KEYPLANE_ADMIN_TOKEN: this.#adminToken })
      .withWaitStrategy(Wait.forHttp('/readyz', API_PORT))
  }

  /** The world at the beginning: the text of a seed file, or the same as an object. See docs/seed-file.md. */
  withSeed(seed: string | object): this {
    // JSON is YAML too.
    const content = typeof seed === 'string' ? seed : JSON.stringify(seed)
    return this.withCopyContentToContainer([{ content, target: SEED_FILE, mode: READABLE }]).withEnvironment({
      KEYPLANE_SEED: SEED_FILE,
    })
  }

  withSettings({ mode, rates, transitionMs }: ContainerSettings): this {
    this.#mode = mode ?? this.#mode
    return this.withEnvironment({
      ...(mode === undefined ? {} : { KEYPLANE_MODE: mode }),
      ...(rates === undefined ? {} : { KEYPLANE_RATES: String(rates) }),
      ...(transitionMs === undefined ? {} : { KEYPLANE_TRANSITION_MS: String(transitionMs) }),
    })
  }

  override async start(): Promise<StartedKeyplaneContainer> {
    const started = await super.start()
    return new StartedKeyplaneContainer(started, { adminToken: this.#adminToken, mode: this.#mode })
  }
}

/** A container that answers. */
export class StartedKeyplaneContainer extends AbstractStartedContainer {
  /** Bearer token of the own API, `/keyplane/v1`. */
  readonly adminToken: string
  /** The official SDKs of the clouds, pointed here. */
  readonly clients: Clients

  constructor(
    started: StartedTestContainer,
    { adminToken, mode }: { readonly adminToken: string; readonly mode: 'stand-in' | 'strict' },
  ) {
    super(started)
    this.adminToken = adminToken
    this.clients = clientsOf({ endpoint: this.endpoint, mode })
  }

  /** `localhost:PORT`, as most SDKs want it. */
  get endpoint(): string {
    return `${this.getHost()}:${this.getMappedPort(API_PORT)}`
  }

  get url(): string {
    return `http://${this.endpoint}`
  }

  /** Port of the simulated machines at `getHost()`; the user is `root+INSTANCE`. */
  get sshPort(): number {
    return this.getMappedPort(SSH_PORT)
  }
}
