import type { Call } from '../call.ts'
import { type Core, change } from '../core.ts'
import type { Stores } from '../database.ts'
import { Fault } from '../fault.ts'
import { resolveKeyPairs } from '../key-pairs/find.ts'
import type { KeyPair, KeyPairReference } from '../key-pairs/key-pair.ts'
import { scopeOf } from '../key-pairs/add.ts'
import { beginOperation } from '../operations/begin.ts'
import type { Operation } from '../operations/operation.ts'
import type { Plan } from '../operations/plans.ts'
import type { NewMachineState } from '../machines/driver.ts'
import { type Instance, machineOf } from './instance.ts'
import { hashPassword } from './password.ts'

/** What a new instance is given; the rest follows from the call. */
export type NewInstance = Pick<
  Instance,
  | 'zone'
  | 'name'
  | 'os'
  | 'osName'
  | 'loginUser'
  | 'imageId'
  | 'type'
  | 'chargeType'
  | 'project'
  | 'description'
  | 'hostName'
  | 'attributes'
  | 'tags'
> & { readonly id: string; readonly isIoOptimized?: boolean }

export interface CreateRequest {
  readonly instances: readonly NewInstance[]
  readonly keyPairs: readonly KeyPairReference[]
  /** Plain text; only its hash is kept. */
  readonly password?: string
  /** Without one the instances are off: machine and access wait for the first start. */
  readonly plan?: Plan
  readonly isAccountWide: boolean
  /** Most instances of these types that the account may have in the region, the new ones among them. */
  readonly quota?: { readonly types: readonly string[]; readonly limit: number }
}

/**
 * Creates instances with their machines and begins to bring them up; key pairs and password are in force at the
 * first boot. Faults: keyPairNotFound, quotaExceeded.
 */
export async function createInstances(
  core: Core,
  call: Call,
  request: CreateRequest,
): Promise<readonly Instance[]> {
  const passwordHash = request.password === undefined ? undefined : await hashPassword(request.password)
  const begun: Operation[] = []
  const created = await change(core, call, async (tx) => {
    const keyPairs = await checkCreation(tx, call, request)
    const created: Instance[] = []
    for (const wanted of request.instances) {
      const keyPairIds = keyPairs.map(({ id }) => id)
      const instance = await insertInstance(core, tx, {
        ...blankInstance(core, call, wanted),
        state: request.plan ? 'pending' : 'stopped',
        passwordHash,
        keyPairIds,
        allowsPassword: passwordHash !== undefined && keyPairIds.length === 0,
      })
      if (request.plan) begun.push(await beginOperation({ core, tx, call }, instance, request.plan))
      call.trail.add({ what: 'instance', verb: 'created', subject: instance.id, detail: keyPairIds.join() })
      created.push(instance)
    }
    return created
  })
  core.dispatcher.wake(begun)
  return created
}

/** Whether the instances could be created; the pairs that they would have. Faults: keyPairNotFound, quotaExceeded. */
export async function checkCreation(
  stores: Stores,
  call: Call,
  request: Pick<CreateRequest, 'instances' | 'keyPairs' | 'isAccountWide' | 'quota'>,
): Promise<readonly KeyPair[]> {
  const { quota, instances } = request
  const keyPairs = await resolveKeyPairs(stores, scopeOf(call, request), request.keyPairs)
  if (!quota) return keyPairs
  const { types, limit } = quota
  const page = { limit: 1, offset: 0 }
  const { total } = await stores.instances.list(call, { region: call.region, types, page })
  if (total + instances.length > limit) throw new Fault('quotaExceeded', { what: 'instances', limit })
  return keyPairs
}

function blankInstance(
  core: Core,
  call: Call,
  wanted: NewInstance,
): Omit<Instance, 'address' | 'privateAddress'> {
  return {
    ...wanted,
    account: call.account,
    dialect: call.dialect,
    region: call.region,
    state: 'pending',
    stoppedMode: undefined,
    isIoOptimized: wanted.isIoOptimized ?? true,
    hasPasswordAgent: true,
    isSupported: true,
    driver: core.drivers.ofNewInstances,
    passwordHash: undefined,
    allowsPassword: false,
    desiredVersion: 1,
    appliedVersion: 0,
    currentOperationId: undefined,
    latestOperation: undefined,
    keyPairIds: [],
    createdAtMs: call.nowMs,
  }
}

/** Writes an instance with its machine, bindings and tags; the driver's network gives it its addresses. */
export async function insertInstance(
  core: Pick<Core, 'drivers'>,
  tx: Stores,
  wanted: Omit<Instance, 'address' | 'privateAddress'>,
  machineState: NewMachineState = { isRunning: false },
): Promise<Instance> {
  const driver = core.drivers.get(wanted.driver)
  const machine = machineOf(wanted)
  const record = driver.newRecord(machine, machineState)
  const names = { machineId: machine.id, instanceId: wanted.id, driver: wanted.driver }
  const { addressIndex } = await tx.machines.insert({ ...names, record })
  const instance = { ...wanted, ...driver.addresses(addressIndex, record) }
  await tx.instances.insert(instance)
  if (instance.keyPairIds.length > 0)
    await tx.bindings.replace(instance, instance.keyPairIds, instance.createdAtMs)
  if (instance.tags.length > 0)
    await tx.tags.put({ ...instance, kind: 'instance' }, instance.id, instance.tags)
  return instance
}
