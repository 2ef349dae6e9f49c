import { z } from 'zod'

import { MachineError, type Machine } from '../../core/machines/driver.ts'
import type { MachineRecord, MachineStore } from '../../core/machines/store.ts'

/** Name of this driver in machine records. */
export const LINUX_HOST = 'linux-host'

/** A public key as it stands in known_hosts or authorized_keys: type and base64, no options, no comment. */
const bareKey = z
  .string()
  .regex(/^[a-z][a-z0-9@.-]* [A-Za-z0-9+/]+={0,2}$/, 'must be one bare key: type and base64')

/** A Linux user name, as useradd(8) takes it; never something a shell or sshd would read otherwise. */
const userName = z.string().regex(/^[A-Za-z_][\w.-]{0,31}$/, 'must be a Linux user name')

/** An absolute path without line ends. */
const absolutePath = z.string().regex(/^\/[^\r\n\0]*$/, 'must be an absolute path')

/** How a connection proves who it is: the deployment's own key, a private key file here, or an agent here. */
const login = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('management') }),
  z.strictObject({ kind: z.literal('identity'), file: z.string().min(1) }),
  /** Without a socket: the one that SSH_AUTH_SOCK named when Keyplane was started. */
  z.strictObject({ kind: z.literal('agent'), socket: z.string().min(1).optional() }),
])

/** One SSH server on the way; the host itself is the last one. */
const hop = z.strictObject({
  /** Name or address, without port. */
  address: z.string().regex(/^[A-Za-z0-9._:%-]+$/, 'must be a host name or an address'),
  port: z.int().min(1).max(65_535).default(22),
  user: userName,
  login: login.default({ kind: 'management' }),
  /** The pinned host keys; the server must show one of them. Source: design.md §12. */
  hostKeys: z.array(bareKey).min(1),
})

/** A program and its arguments, run on the Keyplane server without a shell. */
const command = z.array(z.string().min(1)).min(1)

/** What is told of a host when it is enrolled; the driver's block in a seed file. */
export const hostSettings = z.strictObject({
  ...hop.shape,
  /** Jump hosts, nearest first, each with its own pinned keys. */
  jump: z.array(hop).max(8).default([]),
  /** How commands get the rights to write: the connecting user has them, or `sudo -n` gives them. */
  rights: z.enum(['own', 'sudo']).default('own'),
  /** `sftp`: nothing can be run there, files only; then no password setting and no revert on the host. */
  access: z.enum(['exec', 'sftp']).default('exec'),
  server: z.enum(['openssh', 'dropbear']).default('openssh'),
  /** Where sshd and its configuration are, if not in the usual places. */
  sshd: z.strictObject({ program: absolutePath.optional(), configFile: absolutePath.optional() }).default({}),
  /** The login user's authorized_keys, for hosts that cannot be asked (`sftp`); relative: from the home directory. */
  keyFile: z
    .string()
    .regex(/^[^\r\n\0]+$/)
    .optional(),
  /** False: password login stays as the host has it. */
  managesPassword: z.boolean().default(true),
  /** Emergency keys: always in the file, and no operation takes them out. */
  breakGlassKeys: z.array(bareKey).default([]),
  /** What is done about differences that others made: told, taken over, or taken back. */
  drift: z.enum(['report', 'adopt', 'enforce']).default('report'),
  /** How the machine is switched on and off from outside, such as ipmitool or Wake-on-LAN. */
  power: z.strictObject({ start: command, stop: command, reboot: command.optional() }).optional(),
})

/** Everything the driver keeps of one host: what it was told, and what it wrote last. */
export const hostRecord = z.strictObject({
  ...hostSettings.shape,
  /** Names the state directory on the host: the same host may be shown by instances of several deployments. */
  stateId: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  /** What this driver wrote last. Absent before the first time. */
  written: z
    .strictObject({
      version: z.int().min(0),
      /** Hash that a change of password wrote; absent while the password is the host's own. */
      passwordHash: z.string().optional(),
    })
    .optional(),
})

export type Hop = Readonly<z.output<typeof hop>>
export type HostSettings = Readonly<z.output<typeof hostSettings>>
export type HostRecord = Readonly<z.output<typeof hostRecord>>

/** A host's row together with what it says. */
export interface StoredHost {
  readonly row: MachineRecord
  readonly host: HostRecord
}

/**
 * The host of this machine; undefined when the driver does not know it.
 * @throws MachineError when the row does not read
 */
export async function findHost(machines: MachineStore, { id }: Machine): Promise<StoredHost | undefined> {
  const row = await machines.find(id)
  if (row === undefined || row.driver !== LINUX_HOST) return undefined
  return { row, host: parseHostRecord(row.record, id) }
}

/** Reads the JSON text of a record. `name` is for the message. */
export function parseHostRecord(record: string, name: string): HostRecord {
  try {
    return hostRecord.parse(JSON.parse(record))
  } catch (cause) {
    throw new MachineError(`the record of host ${name} does not read`, { cause })
  }
}

/**
 * The server at the end of a way.
 * @throws MachineError for a way without any hop
 */
export function lastOf<H>(hops: readonly H[]): H {
  const last = hops.at(-1)
  if (last === undefined) throw new MachineError('there is no way to the host: no hop is given')
  return last
}

/** The way to a host: its jump hosts, then itself. */
export function hopsTo(host: HostSettings): readonly [Hop, ...Hop[]] {
  const { address, port, user, login: last, hostKeys } = host
  const self: Hop = { address, port, user, login: last, hostKeys }
  const [first, ...others] = host.jump
  return first === undefined ? [self] : [first, ...others, self]
}
