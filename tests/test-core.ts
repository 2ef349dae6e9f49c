import { randomBytes } from 'node:crypto'

import { AccessKeys } from '../src/core/accounts/access-keys.ts'
import { Users } from '../src/core/accounts/users.ts'
import { AuditLog } from '../src/core/audit/audit-log.ts'
import { type Call, Trail } from '../src/core/call.ts'
import type { BindingRules } from '../src/core/bindings/rules.ts'
import type { Core } from '../src/core/core.ts'
import type { Database } from '../src/core/database.ts'
import { randomIds } from '../src/core/ids.ts'
import type { Instance } from '../src/core/instances/instance.ts'
import { insertInstance } from '../src/core/instances/create.ts'
import { type AccessState, keyDifference } from '../src/core/machines/access-state.ts'
import type { Driver, Machine } from '../src/core/machines/driver.ts'
import { EmbeddedDispatcher } from '../src/core/operations/embedded-dispatcher.ts'
import { runOperation } from '../src/core/operations/run.ts'
import { ContinuedPages } from '../src/core/continued-pages.ts'
import { MemoryNonces } from '../src/core/nonces/memory-nonces.ts'
import { noSignals } from '../src/core/signals.ts'
import { MemoryRates } from '../src/core/rates/memory-rates.ts'
import { totpCodes } from '../src/one-time-code.ts'
import { migrations } from '../src/store/migrations/index.ts'
import { aesSealer } from '../src/store/sealer.ts'
import { migrate } from '../src/store/sql/migrate.ts'
import { sqlDatabase } from '../src/store/sql/sql-stores.ts'
import { openSqlite } from '../src/store/sqlite/sqlite-database.ts'
import { heldClock, type HeldClock } from './held-clock.ts'

/** A driver that notes what it was asked to do and fails when told to. */
export interface NotingDriver extends Driver {
  readonly deeds: string[]
  /** Throws to make the step fail. */
  beforeStep: (deed: string) => void
  readonly access: Map<string, AccessState>
}

export interface TestCore extends AsyncDisposable {
  readonly core: Core
  readonly clock: HeldClock
  readonly driver: NotingDriver
  readonly errors: unknown[]
}

export const TRANSITION_MS = 200

/** Binding that is carried out at once, for all instances of a call or for none; another pair takes the place of the first. */
export const AT_ONCE: BindingRules = {
  mode: 'allOrNothing',
  unknown: 'refusesCall',
  allRefused: 'refusesCall',
  isRegional: true,
  checks: ['supported', 'linux', 'state', 'charged', 'free'],
  allowedStates: ['running', 'stopped'],
  isAccountWide: false,
  takesEffect: 'atOnce',
  secondBind: 'replace',
  unbind: { whenNoneIsBound: 'ignored', whenOthersAreBound: 'refused' },
}

async function openInMemory(): Promise<Database> {
  const db = openSqlite('memory')
  await migrate(db, migrations, 0)
  return sqlDatabase(db, aesSealer(randomBytes(32)))
}

/** The core on a database, a clock that is moved by hand and a driver that only takes notes. */
export async function createTestCore(open: () => Promise<Database> = openInMemory): Promise<TestCore> {
  const clock = heldClock()
  const database = await open()
  const driver = notingDriver()
  const drivers = { ofNewInstances: driver.name, get: () => driver }
  const errors: unknown[] = []
  const log = { error: () => {}, warn: () => {}, info: () => {} }
  const worker = { database, drivers, clock, log }
  const dispatcher = new EmbeddedDispatcher({
    clock,
    run: (id, lease) => runOperation(worker, id, lease),
    onError: (error) => errors.push(error),
  })
  const auditLog = new AuditLog(database.audit, clock, (error) => errors.push(error))
  const accessKeys = new AccessKeys(database, clock, { mode: 'stand-in' })
  const users = new Users(database, clock, noSignals())
  const rates = new MemoryRates(clock, 'off')
  return {
    core: {
      ...worker,
      dispatcher,
      auditLog,
      accessKeys,
      users,
      rates,
      nonces: new MemoryNonces(),
      pages: new ContinuedPages(clock),
      oneTimeCodes: totpCodes(),
      ids: randomIds(),
    },
    clock,
    driver,
    errors,
    async [Symbol.asyncDispose]() {
      await dispatcher[Symbol.asyncDispose]()
      await auditLog[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

function notingDriver(): NotingDriver {
  const deeds: string[] = []
  const access = new Map<string, AccessState>()
  const note = (verb: string, machine: Machine) => {
    driver.beforeStep(`${verb} ${machine.instanceId}`)
    deeds.push(`${verb} ${machine.instanceId}`)
    return Promise.resolve()
  }
  const driver: NotingDriver = {
    name: 'noting',
    capabilities: {
      power: true,
      reboots: true,
      appliesLive: false,
      console: false,
      reinstalls: true,
      rescues: true,
      transitionMs: TRANSITION_MS,
    },
    deeds,
    access,
    beforeStep: () => {},
    addresses: (index) => ({ address: `127.64.0.${index + 1}`, privateAddress: `10.64.0.${index + 1}` }),
    newRecord: () => '{}',
    hasPower: (record) => record.includes('switch'),
    start: async (machine) => note('start', machine),
    stop: async (machine, { force }) => note(force ? 'force stop' : 'stop', machine),
    reboot: async (machine) => note('reboot', machine),
    reinstall: async (machine) => note('reinstall', machine),
    remove: async (machine) => note('remove', machine),
    async applyAccess(machine, desired) {
      await note('apply', machine)
      const before = access.get(machine.instanceId)
      access.set(machine.instanceId, desired)
      const changed = keyDifference(before?.publicKeys ?? [], desired.publicKeys)
      const isOther = changed.cameKeys.length + changed.wentKeys.length > 0
      return { version: desired.version, ...(isOther ? { changed } : {}) }
    },
    observe: () => Promise.resolve({ isReachable: true, foreignKeys: [] }),
  }
  return driver
}

/** A call by the account that `addInstance` gives its instances to. */
export function testCall(core: Core, action: string): Call {
  return {
    dialect: 'test-cloud',
    account: '1000000001',
    user: 'root',
    accessKeyId: 'AKIDtest',
    region: 'region-1',
    action,
    requestId: core.ids.uuid(),
    sourceAddress: '127.0.0.1',
    nowMs: core.clock.now(),
    trail: new Trail(),
  }
}

/** An instance in the database, with its access in force. */
export function addInstance(core: Core, id: string, fields: Partial<Instance> = {}): Promise<Instance> {
  return core.database.transaction((tx) =>
    insertInstance(core, tx, {
      account: '1000000001',
      dialect: 'test-cloud',
      id,
      region: 'region-1',
      zone: 'zone-1',
      name: id,
      os: 'linux',
      osName: 'Debian 12',
      loginUser: 'root',
      state: 'running',
      stoppedMode: undefined,
      isIoOptimized: true,
      hasPasswordAgent: true,
      isSupported: true,
      imageId: 'image-1',
      type: 'small',
      chargeType: 'postpaid',
      project: '',
      description: '',
      hostName: id,
      driver: 'noting',
      passwordHash: '$6$hash',
      allowsPassword: true,
      desiredVersion: 1,
      appliedVersion: 1,
      currentOperationId: undefined,
      latestOperation: undefined,
      keyPairIds: [],
      attributes: {},
      tags: [],
      createdAtMs: core.clock.now(),
      ...fields,
    }),
  )
}

export async function findInstance(core: Core, id: string): Promise<Instance> {
  const [instance] = await core.database.instances.findByIds(
    { account: '1000000001', dialect: 'test-cloud' },
    [id],
  )
  if (!instance) throw new Error(`there is no instance ${id}`)
  return instance
}
