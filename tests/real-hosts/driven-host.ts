import type { AccessState } from '../../src/core/machines/access-state.ts'
import type { Applied, Machine, Observed } from '../../src/core/machines/driver.ts'
import { Secret } from '../../src/core/secret.ts'
import { linuxHostDriver } from '../../src/drivers/linux-host/driver.ts'
import { type HostSettings, LINUX_HOST } from '../../src/drivers/linux-host/host-record.ts'
import type { RealHost } from '../real-sshd.ts'
import { mapMachines } from '../map-machines.ts'

/** How long a host waits before it takes back what nobody has settled. */
export const REVERT_SECONDS = 3
const STEP_TIMEOUT_MS = 10_000

/** A change as another process can make it. */
export interface Task {
  readonly machine: Machine
  readonly record: string
  readonly managementKey: string
  readonly state: AccessState
}

/** A host with a driver that knows it. */
export interface DrivenHost extends AsyncDisposable {
  apply(state: AccessState): Promise<Applied>
  observe(): Promise<Observed>
  /** From now on the driver reaches the host, or what it takes for it, on another port and over new connections. */
  moveTo(port: number): Promise<void>
  task(state: AccessState): Task
}

interface Driving {
  readonly settings: Partial<HostSettings> & Pick<HostSettings, 'user'>
  /** Private key text that opens the host. */
  readonly managementKey: string
  /** Whom bound keys let in, if not the user who logs in. */
  readonly loginUser?: string
  /** Default {@link REVERT_SECONDS}. */
  readonly revertSeconds?: number
}

/** Enrols the host as it is: its real key pinned, nothing written to it. */
export async function driveHost(
  host: Pick<RealHost, 'address' | 'port' | 'hostKey'>,
  { settings, managementKey, loginUser = settings.user, revertSeconds }: Driving,
): Promise<DrivenHost> {
  const machine = { id: 'machine-1', instanceId: 'i-1', loginUser }
  const pinned = { address: host.address, port: host.port, hostKeys: [host.hostKey] }
  let open = openDriver(managementKey, revertSeconds)
  const record = open.driver.newRecord(machine, { isRunning: true, settings: { ...pinned, ...settings } })
  let known = await insert(open, machine, record)
  return {
    apply: (state) => open.driver.applyAccess(machine, state, new AbortController().signal),
    observe: () => open.driver.observe(machine, new AbortController().signal),
    async moveTo(port) {
      const { record: latest } = (await known.find(machine.id)) ?? { record }
      await open.driver[Symbol.asyncDispose]()
      open = openDriver(managementKey, revertSeconds)
      // The driver's own text, with one number changed.
      known = await insert(open, machine, JSON.stringify({ ...(JSON.parse(latest) as object), port }))
    },
    task: (state) => ({ machine, record, managementKey, state }),
    [Symbol.asyncDispose]: () => open.driver[Symbol.asyncDispose](),
  }
}

/** Makes the change of a task. */
export async function runTask({ machine, record, managementKey, state }: Task): Promise<void> {
  const open = openDriver(managementKey)
  await insert(open, machine, record)
  await open.driver.applyAccess(machine, state, new AbortController().signal)
  await open.driver[Symbol.asyncDispose]()
}

type Open = ReturnType<typeof openDriver>

function openDriver(managementKey: string, revertSeconds = REVERT_SECONDS) {
  const machines = mapMachines()
  const driver = linuxHostDriver({
    machines,
    managementKey: async () => new Secret(managementKey),
    timeoutMs: STEP_TIMEOUT_MS,
    revertSeconds,
  })
  return { machines, driver }
}

async function insert({ machines }: Open, machine: Machine, record: string): Promise<Open['machines']> {
  await machines.insert({ machineId: machine.id, instanceId: machine.instanceId, driver: LINUX_HOST, record })
  return machines
}
