import type { z } from 'zod'

import type { AdmissionRules } from '../../core/instances/admit.ts'
import { machineIdOf } from '../../core/instances/instance.ts'
import { operatePower } from '../../core/instances/power.ts'
import { type EnrolledHost, findEnrolled } from './host-desk.ts'
import type { removedHost } from '../contract/hosts.ts'
import { orProblem } from './fault-problem.ts'
import { endOf } from './end-of-operation.ts'
import { ownCall, type OwnContext } from './context.ts'
import { Problem } from './problem.ts'

const RULES: AdmissionRules = {
  ...{ mode: 'allOrNothing', unknown: 'refusesCall', allRefused: 'refusesCall', isRegional: false },
  checks: ['free'],
  allowedStates: [],
}

type RemovedHost = z.input<typeof removedHost>

/** Lets a host go: its driver gives back what was changed there, unless it is only forgotten; the instance is gone. */
export async function removeHost(
  context: OwnContext,
  { id, forget }: { readonly id: string; readonly forget: boolean },
): Promise<RemovedHost> {
  const { core } = context
  const [host] = await findEnrolled(context, [id])
  if (!host) throw new Problem(404, `there is no host ${JSON.stringify(id)}`)
  const { account, dialect, region } = host.instance
  const call = ownCall(context, {
    account,
    dialect,
    region,
    action: forget ? 'ForgetHost' : 'RemoveHost',
  })
  // Before it is gone: what stays on the host is known from its rows.
  const remaining = await whatRemains(context, host, forget)
  const verb = forget ? 'forget' : 'terminate'
  await orProblem(() => operatePower(core, call, RULES, { verb, instanceIds: [host.instance.id] }))
  const [now] = await core.database.instances.findByIds(host.instance, [host.instance.id])
  const ended = now?.latestOperation && (await endOf(core, now.latestOperation, context.gone))
  if (ended?.outcome === 'failed') throw new Problem(502, `the host could not be let go: ${ended.message}`)
  return { id: host.instance.id, state: forget ? 'forgotten' : 'removed', ...remaining }
}

async function whatRemains(
  { core, desk }: OwnContext,
  { instance, way }: EnrolledHost,
  forget: boolean,
): Promise<Pick<RemovedHost, 'host' | 'remains'>> {
  const { bindings, machines } = core.database
  const row = await machines.find(machineIdOf(instance))
  const { loginUser } = instance
  const self = way.at(-1)
  const host = self === undefined ? '' : `${self.user}@${self.address}:${self.port}`
  if (row === undefined) return forget ? { host, remains: [] } : {}
  if (forget) {
    const publicKeys = await bindings.publicKeysOf(instance)
    return { host, remains: desk.remains(row, { loginUser, publicKeys }) }
  }
  const remains = desk.emergency(row, loginUser)
  return remains.length > 0 ? { host, remains } : {}
}
