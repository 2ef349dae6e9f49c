import { type Instance, machineIdOf } from './find-instance.ts'

/** How ssh reaches an instance whose host key is known. */
export interface KnownAccess {
  /** The name its host key is kept under: addresses of simulated machines are used again. */
  readonly alias: string
  readonly names: readonly string[]
  readonly host: string
  readonly port: number
  readonly user: string
  readonly hostKey: string
  /** `USER@HOST:PORT,…` to go through; the person's own known_hosts knows those. */
  readonly jump: string | undefined
}

/** Undefined where nobody can log in, or no host key is known. */
export function accessOf(instance: Instance): KnownAccess | undefined {
  const { access, id, name } = instance
  if (!access || access.hostKey === null) return undefined
  const { host, port, user, hostKey, command } = access
  const alias = `keyplane-${machineIdOf(instance).replaceAll('/', '-')}`
  const [, jump] = / -J (\S+) /.exec(command) ?? []
  return { alias, names: [id, name], host, port, user, hostKey, jump }
}

/** A line of known_hosts. */
export function knownHostsLine({ alias, hostKey }: KnownAccess): string {
  return `${alias} ${hostKey}`
}
