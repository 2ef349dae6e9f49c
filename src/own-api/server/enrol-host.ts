import type { z } from 'zod'

import { change } from '../../core/core.ts'
import { insertInstance } from '../../core/instances/create.ts'
import { type Instance, machineIdOf } from '../../core/instances/instance.ts'
import { MachineError } from '../../core/machines/driver.ts'
import { findRegion } from '../../dialects/kit/catalog.ts'
import type { Dialect } from '../../dialects/kit/dialect.ts'
import type { enrolled, enrolRequest } from '../contract/hosts.ts'
import {
  type HostDesk,
  type HostExamination,
  type HostPreflight,
  listEnrolled,
  type PinnedHop,
} from './host-desk.ts'
import { ownCall, type OwnContext } from './context.ts'
import { knownAccount, knownDialect } from './known-dialect.ts'
import { Problem } from './problem.ts'

export type EnrolRequest = z.output<typeof enrolRequest>
export type Enrolled = z.input<typeof enrolled>

const LONGEST_ENROLMENT_MS = 120_000

/** Takes a host in, or with `dryRun` only looks at it. */
export async function enrolHost(context: OwnContext, wanted: EnrolRequest): Promise<Enrolled> {
  const place = placeOf(context.dialects, wanted)
  await knownAccount(context, wanted.account)
  const signal = AbortSignal.timeout(LONGEST_ENROLMENT_MS)
  const { hops: hostKeys, confirmed } = await examine(context.desk, wanted, signal)
  if (wanted.dryRun) return { hostKeys, findings: confirmed?.preflight.findings ?? null }
  if (!confirmed) {
    const [unknown] = hostKeys.slice(-1)
    const detail = `the host key of ${unknown?.address}:${unknown?.port} is not confirmed: ${unknown?.fingerprint}`
    throw new Problem(409, detail)
  }
  const { preflight } = confirmed
  const [obstacle] = context.desk.obstacles(preflight)
  if (obstacle) throw new Problem(422, `${obstacle.subject}: ${obstacle.why}; ${obstacle.remedy}`)
  await checkNotEnrolled(context, wanted, confirmed.hops)
  const hops = wanted.installKey
    ? await orUnreachable(() => context.desk.installKey(confirmed.hops, signal))
    : confirmed.hops
  const { id } = await insertHost(context, { wanted, place, hops, preflight })
  return { hostKeys, findings: preflight.findings, id }
}

function examine(desk: HostDesk, wanted: EnrolRequest, signal: AbortSignal): Promise<HostExamination> {
  const { address, port, user, login: own, fingerprint, jump } = wanted
  const hops = [...jump, { address, port, user, login: own, fingerprint }]
  const examined = { hops, loginUser: wanted.loginUser ?? user, acceptsNew: wanted.acceptNew }
  return orUnreachable(() => desk.examine(examined, signal))
}

/**
 * Two instances of one login at one host would each write how its passwords are answered, and undo what the other wrote.
 * The host is told by its key: it may have several addresses.
 */
async function checkNotEnrolled(
  context: OwnContext,
  { loginUser, user }: EnrolRequest,
  hops: readonly PinnedHop[],
): Promise<void> {
  const name = loginUser ?? user
  const keys = new Set(hops.at(-1)?.hostKeys)
  const hosts = await listEnrolled(context)
  const known = hosts.find(
    ({ instance, way }) =>
      instance.loginUser === name && way.at(-1)?.hostKeys.some((hostKey) => keys.has(hostKey)),
  )
  if (!known) return
  const { id, account } = known.instance
  const remedy = 'a copied host needs a host key of its own'
  const detail = `${name} of the host with this host key is enrolled already, as ${id} of account ${account}; ${remedy}`
  throw new Problem(409, detail)
}

/** What goes wrong on the way to a host is for the caller to mend. */
async function orUnreachable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof MachineError) throw new Problem(502, error.message)
    throw error
  }
}

interface Place {
  readonly dialect: Dialect
  readonly region: string
  readonly zone: string
  readonly id: string
}

function placeOf(dialects: readonly Dialect[], wanted: EnrolRequest): Place {
  const dialect = knownDialect(dialects, wanted.dialect)
  const { regions } = dialect.catalog
  const regionId = wanted.region ?? regions[0]?.id ?? ''
  const region = findRegion(dialect.catalog, regionId) ?? oneOf('region', regionId, regions)
  const zone = oneOf('zone', wanted.zone ?? region.zones[0]?.id ?? '', region.zones)
  const id = wanted.id ?? dialect.seeding.newInstanceId()
  const form = dialect.seeding.instanceId
  if (!form.test(id)) throw new Problem(400, `id: must be of the form ${form.source}`)
  return { dialect, region: region.id, zone: zone.id, id }
}

function oneOf<T extends { readonly id: string }>(what: string, given: string, known: readonly T[]): T {
  const found = known.find(({ id }) => id === given)
  if (found) return found
  const ids = known.map(({ id }) => id).join(', ')
  throw new Problem(400, `${what}: ${JSON.stringify(given)} is not known; known are: ${ids}`)
}

async function insertHost(
  context: OwnContext,
  of: {
    readonly wanted: EnrolRequest
    readonly place: Place
    readonly hops: readonly PinnedHop[]
    readonly preflight: HostPreflight
  },
): Promise<Instance> {
  const { core, desk } = context
  const { wanted, place, hops, preflight } = of
  const { region, id } = place
  const { account } = wanted
  const call = ownCall(context, { account, dialect: place.dialect.id, region, action: 'EnrolHost' })
  const settings = desk.settings(hops, preflight, wanted.drift)
  return change(core, call, async (tx) => {
    if (await tx.machines.find(machineIdOf({ account, dialect: place.dialect.id, id }))) {
      throw new Problem(409, `id: ${id} is there already`)
    }
    call.trail.add({ what: 'instance', verb: 'created', subject: id, detail: wanted.address })
    const instance = describeInstance(of, { driver: desk.driver, nowMs: call.nowMs })
    return insertInstance(core, tx, instance, { isRunning: true, settings })
  })
}

function describeInstance(
  { wanted, place, preflight }: { wanted: EnrolRequest; place: Place; preflight: HostPreflight },
  { driver, nowMs }: { readonly driver: string; readonly nowMs: number },
): Parameters<typeof insertInstance>[2] {
  const { dialect, region, zone, id } = place
  const name = wanted.name ?? wanted.address
  return {
    ...dialect.seeding.defaults('linux'),
    ...{ id, account: wanted.account, dialect: dialect.id, region, zone, name, driver },
    ...{ os: 'linux', osName: preflight.osName, loginUser: wanted.loginUser ?? wanted.user },
    ...{ state: 'running', stoppedMode: undefined, description: '', hostName: wanted.address },
    ...{ isIoOptimized: true, hasPasswordAgent: true, isSupported: true },
    // Nothing is bound: the host answers passwords as it did before.
    ...{
      passwordHash: undefined,
      allowsPassword: preflight.allowsPassword,
      desiredVersion: 1,
      appliedVersion: 1,
    },
    ...{
      currentOperationId: undefined,
      latestOperation: undefined,
      keyPairIds: [],
      tags: [],
      createdAtMs: nowMs,
    },
  }
}
