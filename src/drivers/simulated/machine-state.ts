import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import { MachineError, type Machine } from '../../core/machines/driver.ts'
import type { MachineRecord, MachineStore } from '../../core/machines/store.ts'
import { disk } from './disk.ts'

/** Name of this driver in machine records. */
export const SIMULATED = 'simulated'

/** How often a change is tried again when somebody else changed the record in between. */
const MAX_TRIES = 32

const machineState = z.strictObject({
  isRunning: z.boolean(),
  /** Counts starts and reboots: a session of an earlier boot is over. */
  boots: z.int().min(0),
  /** Version of the access state in force; 0 before any was applied. */
  accessVersion: z.int().min(0),
  allowsPassword: z.boolean(),
  passwordHash: z.string().optional(),
  /** It boots a rescue system: `allowsPassword` and `passwordHash` are that one's, its keys are not asked. */
  isRescue: z.literal(true).optional(),
  loginUser: z.string().regex(/^[A-Za-z_][\w.-]{0,31}$/),
  /** The lines of managed keys as last applied, each with its end: tells them from lines that people put between our markers. */
  managedKeys: z.array(z.string()),
  disk,
})

/** Everything a simulated machine remembers; the record of its row, as JSON. */
export type MachineState = Readonly<z.infer<typeof machineState>>

/** A machine's row together with what it says. */
export interface StoredMachine {
  readonly row: MachineRecord
  readonly state: MachineState
}

/**
 * Reads a row of this driver.
 * @throws MachineError when the row belongs to another driver or does not read
 */
function readMachine(row: MachineRecord): StoredMachine {
  if (row.driver !== SIMULATED)
    throw new MachineError(`machine ${row.machineId} belongs to driver ${row.driver}`)
  try {
    return { row, state: machineState.parse(JSON.parse(row.record)) }
  } catch (cause) {
    throw new MachineError(`the record of simulated machine ${row.machineId} does not read`, { cause })
  }
}

/** The machine of this id, if it is known and simulated. */
export async function findMachine(
  machines: MachineStore,
  machineId: string,
): Promise<StoredMachine | undefined> {
  const row = await machines.find(machineId)
  return row === undefined || row.driver !== SIMULATED ? undefined : readMachine(row)
}

/**
 * Changes a machine's state by compare-and-swap and returns what is then in force. `change` may run several times
 * and returns the state it was given when there is nothing to do. Undefined when the machine is not known.
 * @throws MachineError when others kept changing the record for `MAX_TRIES` turns
 */
export async function changeMachine(
  machines: MachineStore,
  machineId: string,
  change: (state: MachineState) => MachineState,
): Promise<MachineState | undefined> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const found = await findMachine(machines, machineId)
    if (found === undefined) return undefined
    const wanted = change(found.state)
    if (wanted === found.state) return wanted
    if (await machines.replace(machineId, found.row.record, JSON.stringify(wanted))) return wanted
    await nextTurn()
  }
  throw new MachineError(`simulated machine ${machineId} is changed too often by others`)
}

/**
 * Like `changeMachine`, but a machine that is not known yet is created first: off, with an empty disk.
 * @throws MachineError also when the login user cannot be a Linux user name
 */
export async function changeOrCreateMachine(
  machines: MachineStore,
  machine: Machine,
  change: (state: MachineState) => MachineState,
): Promise<MachineState> {
  const changed = await changeMachine(machines, machine.id, change)
  if (changed !== undefined) return changed
  await insertMachine(machines, machine)
  const created = await changeMachine(machines, machine.id, change)
  if (created === undefined) throw new MachineError(`simulated machine ${machine.id} was removed meanwhile`)
  return created
}

/**
 * A machine that begins to exist: off, with an empty disk and nobody let in.
 * @throws MachineError when the login user cannot be a Linux user name
 */
export function newMachineState({ id, loginUser }: Machine): MachineState {
  const state = machineState.safeParse({
    isRunning: false,
    boots: 0,
    accessVersion: 0,
    allowsPassword: false,
    loginUser,
    managedKeys: [],
    disk: {},
  })
  if (!state.success) throw new MachineError(`machine ${id}: no such login user: ${loginUser}`)
  return state.data
}

async function insertMachine(machines: MachineStore, machine: Machine): Promise<void> {
  const { id: machineId, instanceId } = machine
  const record = JSON.stringify(newMachineState(machine))
  try {
    await machines.insert({ machineId, instanceId, driver: SIMULATED, record })
  } catch (cause) {
    // Somebody else may have created it in the same moment; only then is the failure none.
    if ((await machines.find(machineId)) === undefined) throw cause
  }
}
