import type { FastifyRequest } from 'fastify'
import { z } from 'zod'

import type { BindingRules } from '../core/bindings/rules.ts'
import { bindKeyPairs } from '../core/bindings/bind.ts'
import { unbindKeyPairs } from '../core/bindings/unbind.ts'
import type { Core } from '../core/core.ts'
import { eachBounded } from '../core/each-bounded.ts'
import { isFault } from '../core/fault.ts'
import { type EnrolledHost, findEnrolled, type HostDesk } from './host-desk.ts'
import { faultText } from './own-api-faults.ts'
import { type Ended, endOf } from './own-api-operations.ts'
import { ownCall } from './own-api-request.ts'

export const unbindRequest = z.strictObject({
  /** Name or id of the key pair; each host looks for it in its own account and region. */
  key: z.string().min(1).max(128),
  hosts: z.array(z.string().min(1).max(200)).min(1).max(10_000),
})

export const bindRequest = unbindRequest.extend({
  /** Takes the place of what is bound; else it comes on top. */
  replace: z.boolean().default(false),
})

/** What became of the call at one host. */
export interface BoundHost {
  readonly id: string
  readonly address: string
  readonly outcome: 'bound' | 'unbound' | 'failed' | 'refused'
  readonly message: string
}

/** In one call many hosts: the driver bounds how many are written at a time, this only how many are waited for. */
const MOST_AT_A_TIME = 1_000

/**
 * The own API's rules: each host for itself, at once, and on top of what is bound unless asked otherwise. A command that
 * took all other keys away unasked would lock people out. Both directions can be asked for again where they are done.
 */
function rules(isAccountWide: boolean, secondBind: BindingRules['secondBind']): BindingRules {
  return {
    ...{ mode: 'perInstance', unknown: 'refusesInstance', allRefused: 'answers', isRegional: false },
    checks: ['supported', 'linux', 'state', 'free'],
    allowedStates: ['running', 'stopped'],
    isAccountWide,
    takesEffect: 'atOnce',
    secondBind,
    unbind: { whenNoneIsBound: 'ignored', whenOthersAreBound: 'ignored' },
  }
}

export interface BindParts {
  readonly core: Core
  readonly desk: HostDesk
  /** Whether key pairs of this dialect are shared by all regions of an account. */
  readonly isAccountWide: (dialect: string) => boolean
}

/** What is asked for at each host. */
type Wanted = { readonly key: string } & (
  { readonly verb: 'bind'; readonly replace: boolean } | { readonly verb: 'unbind' }
)

/** Binds or unbinds one key pair at many hosts; gives each host's result when it is there. */
export async function* changeAtHosts(
  parts: BindParts,
  request: FastifyRequest,
  { hosts: ids, ...wanted }: Wanted & { readonly hosts: readonly string[] },
): AsyncGenerator<BoundHost, void, undefined> {
  const hosts = await findEnrolled(parts.core, parts.desk, ids)
  yield* eachBounded(hosts, MOST_AT_A_TIME, (host) => changeAtHost(parts, request, { host, wanted }))
}

async function changeAtHost(
  { core, isAccountWide }: BindParts,
  request: FastifyRequest,
  { host, wanted }: { readonly host: EnrolledHost; readonly wanted: Wanted },
): Promise<BoundHost> {
  const { account, dialect, region, id } = host.instance
  const told = { id, address: host.way.at(-1)?.address ?? '' }
  const isBind = wanted.verb === 'bind'
  const action = isBind ? 'BindKeyPair' : 'UnbindKeyPair'
  const call = ownCall(core, request, { account, dialect, region, action })
  const isWide = isAccountWide(dialect)
  try {
    const keyPair = await keyPairOf(core, wanted.key, { account, dialect, region: isWide ? '' : region })
    const change = isBind ? bindKeyPairs : unbindKeyPairs
    const { outcomes } = await change(
      core,
      call,
      rules(isWide, isBind && wanted.replace ? 'replace' : 'append'),
      { keyPairs: [keyPair], instanceIds: [id], isLive: true },
    )
    const fault = outcomes[0]?.fault
    if (fault) return { ...told, outcome: 'refused', message: faultText(fault) }
    const { outcome, message } = await resultOf(core, host)
    if (outcome === 'failed') return { ...told, outcome, message }
    return { ...told, outcome: isBind ? 'bound' : 'unbound', message: '' }
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
async function resultOf(core: Core, { instance }: EnrolledHost): Promise<Ended> {
  const [now] = await core.database.instances.findByIds(instance, [instance.id])
  if (!now?.latestOperation) return { outcome: 'succeeded', message: '' }
  return endOf(core, now.latestOperation)
}
