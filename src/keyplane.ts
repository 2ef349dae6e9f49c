import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'

import { readAdminToken } from './admin-token.ts'
import type { Text } from './commands/kit/language.ts'
import type { Config } from './config.ts'
import { AccessKeys } from './core/accounts/access-keys.ts'
import { Users } from './core/accounts/users.ts'
import { AuditLog } from './core/audit/audit-log.ts'
import { CallCounts } from './core/call-counts.ts'
import { type Clock, systemClock } from './core/clock.ts'
import type { Core, Drivers } from './core/core.ts'
import type { Database } from './core/database.ts'
import { type Ids, randomIds } from './core/ids.ts'
import type { Log } from './core/log.ts'
import type { Holds } from './core/operations/holds.ts'
import { EndedOperations } from './core/operations/ended-operations.ts'
import { ContinuedPages } from './core/continued-pages.ts'
import { MemoryNonces } from './core/nonces/memory-nonces.ts'
import { SharedNonces } from './core/nonces/shared-nonces.ts'
import { MemoryRates } from './core/rates/memory-rates.ts'
import { SharedRates } from './core/rates/shared-rates.ts'
import { noSignals } from './core/signals.ts'
import { alsoLogged, CallLog } from './dialects/kit/calls/call-log.ts'
import { createDialects, type OpenDialect } from './dialects/index.ts'
import type { Dialect, World } from './dialects/kit/dialect.ts'
import { ParameterTally } from './dialects/kit/parameter-tally.ts'
import { warnOfRealLookingKeys } from './dialects/kit/real-looking-keys.ts'
import { openDrivers, type OpenDriver } from './drivers/index.ts'
import { Enrolment } from './drivers/linux-host/enrolment/enrolment.ts'
import { ManagementKeys } from './drivers/linux-host/enrolment/management-keys.ts'
import { metricsPage } from './http/metrics.ts'
import { closeServer, createServer, type ServerParts } from './http/server.ts'
import { createLog } from './log.ts'
import { managementKeyFile } from './management-key-file.ts'
import { deriveKey, hostKeySeedOf, readMasterKey } from './master-key.ts'
import { totpCodes } from './one-time-code.ts'
import { openAuditSealer } from './open-audit-sealer.ts'
import { type Cluster, openDatabase } from './open-database.ts'
import { openDispatcher, type OpenDispatcher } from './open-dispatcher.ts'
import { orConfigError } from './or-config-error.ts'
import { openOwnApi } from './own-api/open-own-api.ts'
import { loadSeed } from './seeding/load-seed.ts'
import { startExpiry } from './start-expiry.ts'
import { aesSealer } from './store/sealer.ts'
import { openLocalTls } from './tls/local-tls.ts'
import { withMachineFaults } from './world/machine-faults.ts'
import { WorldHooks } from './world/open-world.ts'
import type { WorldControl } from './world/world-control.ts'

/** A running Keyplane. Disposing it answers the calls in flight, then closes everything. */
export interface Keyplane extends AsyncDisposable {
  /** `http://127.0.0.1:7420` */
  readonly api: string
  /** `127.0.0.1:7422`, or `off`. */
  readonly ssh: string
  readonly core: Core
  /** Undefined in strict mode. */
  readonly world: WorldControl | undefined
  /** From now on `/readyz` tells who asks to send nothing more; what comes is answered still. */
  drain(): void
}

/** What is around a server besides its configuration. */
export interface Surroundings extends Pick<World, 'observer'> {
  readonly clock?: Clock | undefined
  /** Sees, holds or cuts short what goes to the database: the crash tests end the process there. */
  readonly aroundDatabase?: ((database: Database) => Database) | undefined
  /** The same for what goes to machines. */
  readonly aroundDrivers?: ((drivers: Drivers) => Drivers) | undefined
  /** In place of those in the list of dialects. */
  readonly dialects?: readonly OpenDialect[] | undefined
  /** In place of those in the list of drivers. */
  readonly drivers?: readonly OpenDriver[] | undefined
}

/** Puts all rooms together and starts them. Throws ConfigError for what the configuration is to blame for. */
export async function startKeyplane(config: Config, surroundings: Surroundings = {}): Promise<Keyplane> {
  const started = new AsyncDisposableStack()
  try {
    return await startRooms(config, surroundings, started)
  } catch (error) {
    await started.disposeAsync()
    throw error
  }
}

async function startRooms(
  config: Config,
  { clock: machineClock = systemClock(), observer, aroundDatabase, aroundDrivers, ...lists }: Surroundings,
  started: AsyncDisposableStack,
): Promise<Keyplane> {
  const log = createLog(config.logLevel)
  const world = WorldHooks.open(config, machineClock)
  const clock = world?.clock ?? machineClock
  const masterKey = await orConfigError(
    { en: `the master key in ${config.data} cannot be used`, zh: `${config.data} 中的主密钥无法使用` },
    async () => readMasterKey(config.data, config.masterKey),
  )
  const adminToken = await orConfigError(
    { en: `the admin token in ${config.data} cannot be used`, zh: `${config.data} 中的管理令牌无法使用` },
    async () => readAdminToken(config.data, config.adminToken),
  )
  const sealer = aesSealer(deriveKey(masterKey, 'access key secrets'))
  const opened = started.use(await openDatabase(config, { sealer, log, nowMs: clock.now() }))
  const { cluster } = opened
  const database = aroundDatabase?.(opened.database) ?? opened.database
  const keys = new ManagementKeys(
    managementKeyFile(config.data, aesSealer(deriveKey(masterKey, 'management keys'))),
  )
  const agentSocket = config.agentSocket
  const machines = started.use(
    await orConfigError(cannotListen(config.sshListen), () =>
      openDrivers(
        {
          machines: database.machines,
          signals: cluster?.signals ?? noSignals(),
          clock,
          log,
          listen: config.sshListen,
          transitionMs: config.transitionMs,
          hostKeySeed: hostKeySeedOf(masterKey, config.seedNumber),
          hostClock: machineClock,
          loginFaults: world?.machines,
          managementKey: async () => (await keys.current()).privateKey,
          agentSocket,
          revertSeconds: config.hostRevertSeconds,
          loginsAtOnce: config.hostLogins,
        },
        lists.drivers,
      ),
    ),
  )
  const { ssh } = machines
  const reached = world ? withMachineFaults(machines.drivers, world.machines) : machines.drivers
  const drivers = aroundDrivers?.(reached) ?? reached
  const ids = (await world?.openIds(opened.worldData)) ?? randomIds()
  const { core, operations, ended, forgetMemory } = assembleCore({
    ...{ config, database, cluster, clock, machineClock, log, drivers, ids, holds: world?.holds },
  })
  // It goes last: what the log still has is written before.
  started.use(await openAuditSealer(opened, { clock: machineClock, log }))
  started.use(core.auditLog)
  started.use(operations)
  const counts = new CallCounts()
  const calls = started.use(new CallLog(config.callsKept))
  const parameters = new ParameterTally(log, { isStrict: config.hasStrictParameters, calls })
  const { domain, mode } = config
  const dialectWorld = {
    ...{ core, log, counts, parameters, observer: alsoLogged(calls, observer), domain, faults: world?.calls },
    isStandIn: mode === 'stand-in',
  }
  const dialects = createDialects(dialectWorld, lists.dialects)
  if (config.seedFile !== undefined) await loadSeed({ core, dialects, log }, config.seedFile)
  await operations.start()
  const { cutSessions } = machines
  const data = opened.worldData
  const control = world?.complete({ core, dialects, data, operations, cutSessions, forgetMemory })

  let isDraining = false
  const health = {
    isDraining: () => isDraining,
    check: () => database.check(),
    metrics: metricsPage({
      ...{ role: config.role, counts, parameters: parameters.counts, ended, database, clock },
      inHand: () => operations.inHand(),
      pool: cluster && (() => cluster.pool()),
      faults: world?.rules,
    }),
  }
  const desk = new Enrolment({ keys, timeoutMs: LONGEST_LOGIN_MS, agentSocket })
  const isStandIn = mode === 'stand-in'
  const { logins } = machines
  const expiry = config.role === 'api' ? undefined : startExpiry(core, started)
  const apiParts = { core, adminToken, dialects, desk, logins, expiry, calls, isStandIn, world: control }
  const ownApi = openOwnApi(apiParts, log)
  // A worker only says how it is.
  const parts = { health, log, ...(config.role === 'worker' ? { dialects: [] } : { dialects, ownApi }) }
  const server = await openServer(config, { ...parts, faults: world?.calls }, machineClock)
  started.defer(() => closeServer(server))
  const api = await listen(server, config)
  const drain = () => {
    isDraining = true
  }
  return { api, ssh, core, world: control, drain, [Symbol.asyncDispose]: () => started.disposeAsync() }
}

/** Longest that one SSH server on the way to a host may take to let us in. */
const LONGEST_LOGIN_MS = 10_000

function assembleCore(parts: {
  config: Config
  database: Database
  cluster: Cluster | undefined
  clock: Clock
  machineClock: Clock
  log: Log
  drivers: Drivers
  ids: Ids
  holds: Holds | undefined
}): { core: Core; operations: OpenDispatcher; ended: EndedOperations; forgetMemory: () => void } {
  const { config, database, cluster, clock, log, drivers, ids, holds } = parts
  const worker = { database, drivers, clock, log }
  const ended = new EndedOperations()
  const operations = openDispatcher({
    worker: { ...worker, ended, holds },
    clock,
    cluster,
    isWorker: config.role !== 'api',
  })
  const { dispatcher } = operations
  const auditLog = new AuditLog(database.audit, parts.machineClock, (error) =>
    log.error({ err: error }, 'audit rows could not be written'),
  )
  const signals = cluster?.signals ?? noSignals()
  const accessKeys = new AccessKeys(database, clock, {
    mode: config.mode,
    onInvented: warnOfRealLookingKeys(log),
    signals,
  })
  const users = new Users(database, clock, signals)
  const rates = cluster
    ? new SharedRates(database, clock, config.rates)
    : new MemoryRates(clock, config.rates)
  const nonces = cluster ? new SharedNonces(database.nonces) : new MemoryNonces()
  const pages = new ContinuedPages(clock)
  const oneTimeCodes = totpCodes()
  const parties = { accessKeys, users, oneTimeCodes }
  const counts = { rates, nonces, pages }
  const core = { ...worker, dispatcher, auditLog, ...parties, ...counts, ids }
  const forgetMemory = () => {
    if ('clear' in rates) rates.clear()
    if ('clear' in nonces) nonces.clear()
  }
  return { core, operations, ended, forgetMemory }
}

async function openServer(config: Config, parts: Omit<ServerParts, 'tls'>, clock: Clock): Promise<Server> {
  const tls = await readTls(config, parts.dialects, clock)
  const flags = config.tls === 'auto' ? '--tls auto' : '--tls-cert or --tls-key'
  return orConfigError({ en: `${flags} cannot be used`, zh: `${flags} 无法使用` }, () =>
    createServer({ ...parts, ...tls }),
  )
}

async function readTls(
  { data, domain, listen: { host: listenHost }, tls }: Config,
  dialects: readonly Dialect[],
  clock: Clock,
): Promise<Pick<ServerParts, 'tls'>> {
  if (!tls) return {}
  if (tls === 'auto') {
    const apiHosts = dialects.flatMap(({ hosts }) => hosts)
    const needs = { data, domain, listenHost, apiHosts, now: () => clock.now() }
    return orConfigError(
      { en: `the certificates in ${data} cannot be used`, zh: `${data} 中的证书无法使用` },
      async () => ({
        tls: await openLocalTls(needs),
      }),
    )
  }
  return orConfigError(
    { en: '--tls-cert or --tls-key cannot be read', zh: '无法读取 --tls-cert 或 --tls-key' },
    async () => ({
      tls: { cert: readFileSync(tls.certFile), key: readFileSync(tls.keyFile) },
    }),
  )
}

type Server = Awaited<ReturnType<typeof createServer>>

async function listen(server: Server, { listen: { host, port }, tls }: Config): Promise<string> {
  await orConfigError(cannotListen({ host, port }), () => server.listen({ host, port }))
  // A TCP server's address is an AddressInfo.
  const bound = server.server.address() as AddressInfo
  return `${tls ? 'https' : 'http'}://${addressText({ host: bound.address, port: bound.port })}`
}

function cannotListen(address: Config['sshListen']): Text {
  const text = addressText(address)
  return { en: `cannot listen on ${text}`, zh: `无法监听 ${text}` }
}

function addressText(address: Config['sshListen']): string {
  if (address === 'off') return address
  const { host, port } = address
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
