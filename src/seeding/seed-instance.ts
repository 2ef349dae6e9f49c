import { ConfigError } from '../config.ts'
import { type Call, Trail } from '../core/call.ts'
import type { Stores } from '../core/database.ts'
import { insertInstance } from '../core/instances/create.ts'
import { type Instance, TRANSITIONAL_STATES } from '../core/instances/instance.ts'
import { hashPassword } from '../core/instances/password.ts'
import type { KeyPair } from '../core/key-pairs/key-pair.ts'
import type { AccessState } from '../core/machines/access-state.ts'
import { beginOperation } from '../core/operations/begin.ts'
import type { Operation } from '../core/operations/operation.ts'
import { planAccess } from '../core/operations/plans.ts'
import type { Dialect } from '../dialects/kit/dialect.ts'
import { accountOf, dialectOf, regionOf, zoneOf } from './find-in-seed.ts'
import type { Seeder } from './load-seed.ts'
import type { SeedInstance } from './seed-file.ts'

/** Stores one instance of a seed file; its access is in force and its machine runs if its state says so. */
export async function seedInstance(tx: Stores, seeder: Seeder, wanted: SeedInstance): Promise<void> {
  const dialect = dialectOf(seeder.dialects, wanted.dialect)
  const account = accountOf(seeder.seed, wanted.account)
  const passwordHash = wanted.password === undefined ? undefined : await hashPassword(wanted.password)
  const keyPairs = await keyPairsOf(tx, dialect, { wanted, account })
  const allowsPassword = passwordHash !== undefined && keyPairs.length === 0
  const access: AccessState = {
    version: 1,
    publicKeys: keyPairs.map(({ publicKey }) => publicKey),
    allowsPassword,
    ...(passwordHash === undefined ? {} : { passwordHash }),
  }
  const described = {
    ...describe(dialect, wanted),
    ...{ account, dialect: dialect.id, passwordHash, allowsPassword },
    keyPairIds: keyPairs.map(({ id }) => id),
    createdAtMs: seeder.core.clock.now(),
  }
  if (wanted.host) return seedHost(tx, seeder, { described, host: wanted.host })
  const isRunning = !POWERED_OFF.has(wanted.state)
  const instance = await insertInstance(seeder.core, tx, described, { access, isRunning })
  if (wanted.busy || TRANSITIONAL_STATES.has(wanted.state)) await holdOpen(tx, seeder, { dialect, instance })
}

/** States in which nobody can log in, because nothing runs. */
const POWERED_OFF: ReadonlySet<Instance['state']> = new Set([
  ...(['stopped', 'starting', 'pending', 'terminating', 'shutdown', 'isolating', 'corrupted'] as const),
  ...(['stopping', 'rebooting', 'freezing', 'banned'] as const),
])

type Described = Parameters<typeof insertInstance>[2]

function describe(
  dialect: Dialect,
  wanted: SeedInstance,
): Omit<Described, 'account' | 'dialect' | 'keyPairIds' | 'passwordHash' | 'allowsPassword' | 'createdAtMs'> {
  const region = regionOf(dialect, wanted.region)
  const defaults = dialect.seeding.defaults(wanted.os)
  const id = wanted.id ?? dialect.seeding.newInstanceId()
  if (!dialect.seeding.instanceId.test(id)) {
    throw new ConfigError(`id "${id}" is not of the form ${dialect.seeding.instanceId.source}`)
  }
  return {
    ...defaults,
    id,
    region: region.id,
    zone: zoneOf(region, wanted.zone),
    name: wanted.name ?? id,
    os: wanted.os,
    loginUser: wanted.loginUser ?? wanted.host?.user ?? defaults.loginUser,
    state: wanted.state,
    stoppedMode: wanted.stoppedMode ?? (wanted.state === 'stopped' ? 'keep-charging' : undefined),
    isIoOptimized: wanted.ioOptimized,
    hasPasswordAgent: wanted.passwordAgent,
    isSupported: wanted.supported,
    description: '',
    hostName: wanted.name ?? id,
    driver: wanted.driver,
    desiredVersion: 1,
    appliedVersion: 1,
    currentOperationId: undefined,
    latestOperation: undefined,
    tags: [],
  }
}

async function keyPairsOf(
  tx: Stores,
  dialect: Dialect,
  { wanted, account }: { wanted: SeedInstance; account: string },
): Promise<readonly KeyPair[]> {
  if (wanted.keyPairs.length === 0) return []
  const region = dialect.seeding.keyPairRules.isAccountWide ? '' : wanted.region
  const found = await tx.keyPairs.findByNames({ account, dialect: dialect.id, region }, wanted.keyPairs)
  return wanted.keyPairs.map((name) => {
    const keyPair = found.find((row) => row.name === name)
    if (keyPair) return keyPair
    throw new ConfigError(
      `key pair "${name}" is not in this seed file for the same dialect, account and region`,
    )
  })
}

/** A host that exists: nothing is known to be in force there, so what is bound is brought to it after the start. */
async function seedHost(
  tx: Stores,
  { core }: Seeder,
  { described, host }: { described: Described; host: NonNullable<SeedInstance['host']> },
): Promise<void> {
  const hasKeys = described.keyPairIds.length > 0
  const fields = { ...described, appliedVersion: hasKeys ? 0 : 1, allowsPassword: !hasKeys }
  const instance = await insertInstance(core, tx, fields, { isRunning: true, settings: host })
  if (!hasKeys) return
  const { account, dialect, region, state, createdAtMs: nowMs } = instance
  const call: Call = {
    ...{ account, dialect, region, nowMs, user: '', accessKeyId: '', sourceAddress: '' },
    action: 'SeedHost',
    requestId: core.ids.uuid(),
    trail: new Trail(),
  }
  const { capabilities } = core.drivers.get(instance.driver)
  await beginOperation({ core, tx, call }, instance, planAccess(state, { isLive: true, capabilities }))
}

/** An operation that nobody carries on: the instance stays as it is until the operation is released. */
async function holdOpen(
  tx: Stores,
  { core }: Seeder,
  { dialect, instance }: { dialect: Dialect; instance: Instance },
): Promise<void> {
  const { account, id, state, stoppedMode, keyPairIds, allowsPassword, passwordHash } = instance
  const operation: Operation = {
    ...{ account, dialect: dialect.id, instanceId: id, kind: 'held' },
    id: core.ids.uuid(),
    action: dialect.seeding.heldAction(state),
    requestId: core.ids.uuid(),
    steps: [],
    step: 0,
    isUndoing: false,
    endState: state,
    isForced: false,
    before: { state, stoppedMode, keyPairIds, allowsPassword, passwordHash },
    ...{ attempt: 0, fence: 0, outcome: 'running', message: '' },
    dueAtMs: instance.createdAtMs,
    deadlineAtMs: instance.createdAtMs,
    createdAtMs: instance.createdAtMs,
  }
  await tx.operations.insert(operation)
  const changes = { currentOperationId: operation.id, latestOperationId: operation.id }
  await tx.instances.update(instance, { operationId: undefined }, changes)
}
