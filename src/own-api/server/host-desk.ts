import type { Core } from '../../core/core.ts'
import type { DriftMode } from '../../core/drift/settle-drift.ts'
import { type Instance, machineIdOf } from '../../core/instances/instance.ts'
import type { MachineRecord } from '../../core/machines/store.ts'
import { Problem } from './problem.ts'
import { pageByKey } from './stretch.ts'
import { Turns } from './turns.ts'

/** How Keyplane proves who it is: its own key, a private key file on its machine, or an agent there. */
export type HopLogin =
  | { readonly kind: 'management' }
  | { readonly kind: 'identity'; readonly file: string }
  | { readonly kind: 'agent'; readonly socket?: string | undefined }

/** One SSH server on the way to a host. */
export interface WayHop {
  readonly address: string
  readonly port: number
  readonly user: string
  readonly login: HopLogin
}

export interface PinnedHop extends WayHop {
  readonly hostKeys: readonly string[]
}

export interface HostFinding {
  readonly subject: string
  readonly verdict: 'works' | 'limited' | 'fails'
  readonly why: string
  readonly remedy: string
}

/** What was found at the end of the way. Only the desk knows what `found` says. */
export interface HostPreflight {
  readonly osName: string
  readonly allowsPassword: boolean
  readonly findings: readonly HostFinding[]
}

export interface HostExamination<Preflight extends HostPreflight = HostPreflight> {
  readonly hops: readonly {
    readonly address: string
    readonly port: number
    readonly hostKey: string
    readonly fingerprint: string
    readonly isConfirmed: boolean
  }[]
  readonly confirmed?: { readonly hops: readonly PinnedHop[]; readonly preflight: Preflight }
}

/** What a record of the driver says about where its host is. */
export interface HostPlace {
  readonly way: readonly PinnedHop[]
  readonly drift: DriftMode
}

/** Where hosts are looked at and taken in. The driver behind it rejects with a MachineError in plain words. */
export interface HostDesk {
  /** Name of the driver of enrolled hosts. */
  readonly driver: string
  /** The public half of the management key: type and base64. */
  managementKey(): Promise<string>
  examine(
    request: {
      readonly hops: readonly (WayHop & { readonly fingerprint?: string | undefined })[]
      readonly loginUser: string
      readonly acceptsNew: boolean
    },
    signal: AbortSignal,
  ): Promise<HostExamination>
  /** Lets the management key in to the last hop; resolves to the way as it is gone from then on. */
  installKey(hops: readonly PinnedHop[], signal: AbortSignal): Promise<readonly PinnedHop[]>
  /** Replaces the management key on all these ways; what is only on those left out keeps the old one. */
  rotate(
    ways: {
      readonly ways: readonly (readonly PinnedHop[])[]
      readonly leftOut: readonly (readonly PinnedHop[])[]
    },
    signal: AbortSignal,
  ): AsyncIterable<RotatedHost>
  /** The driver's settings of a host that was examined. */
  settings(hops: readonly PinnedHop[], preflight: HostPreflight, drift: DriftMode): unknown
  /** Reads a record of the driver. */
  place(row: MachineRecord): HostPlace
  /** In plain words, what stays on the host of this record when it is forgotten without being touched. */
  remains(
    row: MachineRecord,
    of: { readonly loginUser: string; readonly publicKeys: readonly string[] },
  ): readonly string[]
  /** The same of a host that is let go: its emergency keys, which no operation takes out. */
  emergency(row: MachineRecord, loginUser: string): readonly string[]
  /** What stands against taking the host in. */
  obstacles(preflight: HostPreflight): readonly HostFinding[]
}

/** How far the rotation of the management key is at one server. */
export interface RotatedHost {
  readonly host: string
  readonly step: string
  readonly outcome: string
  readonly message: string
}

export interface EnrolledHost extends HostPlace {
  readonly instance: Instance
}

interface DeskParts {
  readonly core: Core
  readonly desk: HostDesk
}

const HOSTS_PER_PAGE = 500

/** Every enrolled host, by machine id. */
export async function listEnrolled({ core, desk }: DeskParts): Promise<readonly EnrolledHost[]> {
  const hosts: EnrolledHost[] = []
  let after = ''
  for (;;) {
    const rows = await core.database.machines.listOf(desk.driver, { after, limit: HOSTS_PER_PAGE })
    hosts.push(...(await enrolled({ core, desk }, rows)))
    const last = rows.at(-1)
    if (last === undefined || rows.length < HOSTS_PER_PAGE) return hosts
    after = last.machineId
  }
}

/** Some of them; fewer than were asked for where one was let go meanwhile. @throws Problem 400 for a cursor of no page */
export async function pageOfEnrolled(
  parts: DeskParts,
  asked: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly EnrolledHost[]; readonly next?: string }> {
  const { machines } = parts.core.database
  const { items, ...next } = await pageByKey(
    asked,
    ({ after = '', limit }) => machines.listOf(parts.desk.driver, { after, limit }),
    { keyOf: ({ machineId }) => machineId, tell: (row) => row },
  )
  return { items: await enrolled(parts, items), ...next }
}

/**
 * Enrolled hosts by instance id, or by machine id where two accounts have the same one.
 * @throws Problem 404 for an id that no host has, 409 for one that several have
 */
export async function findEnrolled(
  parts: DeskParts,
  ids: readonly string[],
): Promise<readonly EnrolledHost[]> {
  const hosts: EnrolledHost[] = []
  const turns = new Turns()
  for (const id of new Set(ids)) {
    await turns.take()
    hosts.push(await findOne(parts, id))
  }
  return hosts
}

async function findOne(parts: DeskParts, id: string): Promise<EnrolledHost> {
  const { core, desk } = parts
  const { machines } = core.database
  const whole = id.includes('/') ? await machines.find(id) : undefined
  const rows = whole ? [whole] : await machines.findByInstanceId(id)
  const found = await enrolled(
    parts,
    rows.filter(({ driver }) => driver === desk.driver),
  )
  const [host, another] = found
  if (!host) throw new Problem(404, `there is no host ${JSON.stringify(id)}`)
  if (another) {
    const names = rows.map(({ machineId }) => machineId).join(', ')
    throw new Problem(409, `several hosts are called ${id}; name one of ${names}`)
  }
  return host
}

/** The hosts of these records, in their order. None for an instance that was terminated in between. */
async function enrolled(
  { core, desk }: DeskParts,
  rows: readonly MachineRecord[],
): Promise<readonly EnrolledHost[]> {
  const found = new Map<string, Instance>()
  for (const [owner, some] of Map.groupBy(rows, ownerOf)) {
    const [dialect = '', account = ''] = owner.split('/')
    const ids = some.map(({ instanceId }) => instanceId)
    const instances = await core.database.instances.findByIds({ dialect, account }, ids)
    for (const instance of instances) found.set(machineIdOf(instance), instance)
  }
  return rows.flatMap((row) => {
    const instance = found.get(row.machineId)
    return instance ? [{ instance, ...desk.place(row) }] : []
  })
}

/** A machine id is `dialect/account/id`. */
function ownerOf({ machineId }: MachineRecord): string {
  return machineId.split('/', 2).join('/')
}
