import type { FastifyRequest } from 'fastify'

import type { Core } from '../core/core.ts'
import { isFault } from '../core/fault.ts'
import type { AdmissionRules } from '../core/instances/admit.ts'
import { operatePower } from '../core/instances/power.ts'
import { findEnrolled, type HostDesk } from './host-desk.ts'
import { faultText } from './own-api-faults.ts'
import { endOf } from './own-api-operations.ts'
import { ownCall } from './own-api-request.ts'
import { Problem } from './problem.ts'

const RULES: AdmissionRules = {
  ...{ mode: 'allOrNothing', unknown: 'refusesCall', allRefused: 'refusesCall', isRegional: false },
  checks: ['free'],
  allowedStates: [],
}

/** Lets a host go: its driver gives back what was changed there, then the instance is gone. */
export async function removeHost(
  { core, desk }: { readonly core: Core; readonly desk: HostDesk },
  request: FastifyRequest,
  id: string,
): Promise<object> {
  const [host] = await findEnrolled(core, desk, [id])
  if (!host) throw new Problem(404, `there is no host ${JSON.stringify(id)}`)
  const { account, dialect, region } = host.instance
  const call = ownCall(core, request, { account, dialect, region, action: 'RemoveHost' })
  try {
    await operatePower(core, call, RULES, { verb: 'terminate', instanceIds: [host.instance.id] })
  } catch (error) {
    if (isFault(error)) throw new Problem(409, faultText(error))
    throw error
  }
  const [now] = await core.database.instances.findByIds(host.instance, [host.instance.id])
  const ended = now?.latestOperation && (await endOf(core, now.latestOperation))
  if (ended?.outcome === 'failed') throw new Problem(502, `the host could not be let go: ${ended.message}`)
  return { id: host.instance.id, state: 'removed' }
}
