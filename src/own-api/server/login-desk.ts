import type { Instance } from '../../core/instances/instance.ts'
import { machineIdOf } from '../../core/instances/instance.ts'
import type { OwnContext } from './context.ts'

/** Where one logs in to a machine. */
interface Login {
  readonly host: string
  readonly port: number
  readonly user: string
  /** Type and base64. */
  readonly hostKey: string
}

/** Tells of simulated machines how to log in; undefined when no SSH listener is open. */
export interface LoginDesk {
  loginOf(
    machine: { readonly id: string; readonly instanceId: string; readonly loginUser: string },
    address: string,
  ): Login | undefined
}

/** How to log in to an instance; null where nobody can. */
export async function accessOf(context: OwnContext, instance: Instance) {
  if (instance.os !== 'linux') return null
  if (instance.driver === context.desk.driver) return hostAccess(context, instance)
  const { id: instanceId, loginUser, address } = instance
  const login = context.logins?.loginOf({ id: machineIdOf(instance), instanceId, loginUser }, address)
  return login ? { ...login, command: commandOf(login, []) } : null
}

async function hostAccess({ core, desk }: OwnContext, instance: Instance) {
  const row = await core.database.machines.find(machineIdOf(instance))
  const way = row ? desk.place(row).way : []
  const self = way.at(-1)
  if (!self) return null
  const login = { host: self.address, port: self.port, user: instance.loginUser }
  return { ...login, hostKey: self.hostKeys[0] ?? null, command: commandOf(login, way.slice(0, -1)) }
}

interface Server {
  readonly address: string
  readonly port: number
  readonly user: string
}

function commandOf(
  { host, port, user }: { readonly host: string; readonly port: number; readonly user: string },
  jumps: readonly Server[],
): string {
  const hops = jumps.map((hop) => `${hop.user}@${bracketed(hop.address)}:${hop.port}`)
  return [
    'ssh',
    ...(hops.length > 0 ? ['-J', hops.join(',')] : []),
    ...(port === 22 ? [] : ['-p', String(port)]),
    `${user}@${host}`,
  ].join(' ')
}

function bracketed(address: string): string {
  return address.includes(':') ? `[${address}]` : address
}
