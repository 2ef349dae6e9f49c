import type { FastifyRequest } from 'fastify'
import { z } from 'zod'

import type { BindingRules } from '../core/bindings/rules.ts'
import { bindKeyPairs } from '../core/bindings/bind.ts'
import type { Core } from '../core/core.ts'
import { eachBounded } from '../core/each-bounded.ts'
import { isFault } from '../core/fault.ts'
import { type EnrolledHost, findEnrolled, type HostDesk } from './host-desk.ts'
import { faultText } from './own-api-faults.ts'
import { endOf } from './own-api-operations.ts'
import { ownCall } from './own-api-request.ts'

export const bindRequest = z.strictObject({
  /** Name or id of the key pair; each host looks for it in its own account and region. */
  key: z.string().min(1).max(128),
  hosts: z.array(z.string().min(1).max(200)).min(1).max(10_000),
})

/** What became of the call at one host. */
export interface BoundHost {
  readonly id: string
  readonly address: string
  readonly outcome: 'bound' | 'failed' | 'refused'
  readonly message: string
}

/** In one call many hosts: the driver bounds how many are written at a time, this only how many are waited for. */
const MOST_AT_A_TIME = 1_000

/**
 * The own API's rules: each host for itself, at once, and on top of what is bound. A command that took all other keys
 * away would lock people out.
 */
function rules(isAccountWide: boolean): BindingRules {
  return {
    ...{ mode: 'perInstance', unknown: 'refusesInstance', allRefused: 'answers', isRegional: false },
    checks: ['supported', 'linux', 'state', 'free'],
    allowedStates: ['running', 'stopped'],
    isAccountWide,
    takesEffect: 'atOnce',
    secondBind: 'append',
    unbind: { whenNoneIsBound: 'refused', whenOthersAreBound: 'refused' },
  }
}

export interface BindParts {
  readonly core: Core
  readonly desk: HostDesk
  /** Whether key pairs of this dialect are shared by all regions of an account. */
  readonly isAccountWide: (dialect: string) => boolean
}

/** Binds one key pair at many hosts; gives each host's result when it is there. */
export async function* bindAtHosts(
  parts: BindParts,
  request: FastifyRequest,
  { key, hosts: ids }: z.output<typeof bindRequest>,
): AsyncGenerator<BoundHost, void, undefined> {
  const hosts = await findEnrolled(parts.core, parts.desk, ids)
  yield* eachBounded(hosts, MOST_AT_A_TIME, (host) => bindAtHost(parts, request, { host, key }))
}

async function bindAtHost(
  { core, isAccountWide }: BindParts,
  request: FastifyRequest,
  { host, key }: { readonly host: EnrolledHost; readonly key: string },
): Promise<BoundHost> {
  const { account, dialect, region, id } = host.instance
  const told = { id, address: host.way.at(-1)?.address ?? '' }
  const call = ownCall(core, request, { account, dialect, region, action: 'BindKeyPair' })
  try {
    const keyPair = await keyPairOf(core, key, {
      account,
      dialect,
      region: isAccountWide(dialect) ? '' : region,
    })
    const wanted = { keyPairs: [keyPair], instanceIds: [id], isLive: true }
    const { outcomes } = await bindKeyPairs(core, call, rules(isAccountWide(dialect)), wanted)
    const fault = outcomes[0]?.fault
    if (fault) return { ...told, outcome: 'refused', message: faultText(fault) }
    return { ...told, ...(await resultOf(core, host)) }
  } catch (error) {
    if (!isFault(error)) throw error
    return { ...told, outcome: 'refused', message: faultText(error) }
  }
}

/** A name wins over an id, as people write names. */
async function keyPairOf(
  core: Core,
  key: string,
  scope: { readonly account: string; readonly dialect: string; readonly region: string },
): Promise<{ readonly id: string } | { readonly name: string }> {
  const [byId] = await core.database.keyPairs.findByIds(scope, [key])
  const [byName] = await core.database.keyPairs.findByNames(scope, [key])
  return byId && !byName ? { id: key } : { name: key }
}

/** The operation that the call began; without one, everything was as wanted already. */
async function resultOf(
  core: Core,
  { instance }: EnrolledHost,
): Promise<Pick<BoundHost, 'outcome' | 'message'>> {
  const [now] = await core.database.instances.findByIds(instance, [instance.id])
  if (!now?.latestOperation) return { outcome: 'bound', message: '' }
  const { outcome, message } = await endOf(core, now.latestOperation)
  return outcome === 'succeeded' ? { outcome: 'bound', message: '' } : { outcome: 'failed', message }
}
