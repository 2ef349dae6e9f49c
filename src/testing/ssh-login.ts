import { findMachine } from '../drivers/simulated/machine-state.ts'
import { publicHostKey } from '../drivers/simulated/host-key.ts'
import type { MachineStore } from '../core/machines/store.ts'

/** What an SSH client needs to log in to a simulated instance; the key is the one that was bound. */
export interface SshLogin {
  readonly host: string
  readonly port: number
  /** `root+i-abc`: the machines share the address, the user name says which one is meant. */
  readonly user: string
  /** A line for a known_hosts file, with its line end. */
  readonly knownHosts: string
}

/** Where the SSH servers of the simulated machines are, and what their host keys are derived from. */
export interface SshPlace {
  readonly machines: MachineStore
  readonly port: number
  readonly hostKeySeed: Buffer
}

const HOST = '127.0.0.1'

/**
 * @throws Error when no simulated machine is behind an instance of this id, or several accounts have one
 */
export async function findSshLogin(place: SshPlace, instanceId: string): Promise<SshLogin> {
  const { machines, port, hostKeySeed } = place
  const rows = await machines.findByInstanceId(instanceId)
  const [row, ...others] = rows
  if (others.length > 0) throw new Error(`several accounts have an instance ${instanceId}`)
  const machine = row && (await findMachine(machines, row.machineId))
  if (!machine) throw new Error(`there is no simulated machine behind an instance ${instanceId}`)
  return {
    host: HOST,
    port,
    user: `${machine.state.loginUser}+${instanceId}`,
    knownHosts: `[${HOST}]:${port} ${publicHostKey(hostKeySeed, 'shared')}\n`,
  }
}
