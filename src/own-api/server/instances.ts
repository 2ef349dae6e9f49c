import type { AdmissionRules } from '../../core/instances/admit.ts'
import type { Instance, InstanceState } from '../../core/instances/instance.ts'
import { operatePower } from '../../core/instances/power.ts'
import { ownCall, type OwnContext } from './context.ts'
import { orProblem } from './fault-problem.ts'
import { findInstance } from './find-instances.ts'
import { nextPlace, placeFromCursor } from './instance-cursor.ts'
import { api } from './implementer.ts'
import { Problem } from './problem.ts'
import { tellInstance } from './tell-instance.ts'

export const instances = api.instances.router({
  list: api.instances.list.handler(async ({ context, input }) => {
    const { cursor, limit, keyPair: keyPairId, pending: isPending, sort: order, ...filters } = input
    const after = placeFromCursor(cursor, order)
    const query = { ...filters, limit, keyPairId, isPending, order, after }
    const { rows, next } = await context.core.database.instances.walk(query)
    return {
      items: await Promise.all(rows.map((row) => tellInstance(context, row))),
      ...nextPlace(next, order),
    }
  }),

  show: api.instances.show.handler(async ({ context, input }) =>
    tellInstance(context, await findInstance(context.core, input)),
  ),

  power: api.instances.power.handler(async ({ context, input: { verb, force, ...key } }) => {
    const instance = await findInstance(context.core, key)
    await beginPower(context, instance, { verb, force })
    const after = await context.core.database.instances.findByIds(key, [key.id])
    return { operationId: after[0]?.latestOperation?.id ?? '' }
  }),
})

type Verb = 'start' | 'stop' | 'reboot' | 'terminate'

const ACTIONS = {
  start: 'StartInstance',
  stop: 'StopInstance',
  reboot: 'RebootInstance',
  terminate: 'TerminateInstance',
} as const

const ALLOWED: Readonly<Record<Verb, readonly InstanceState[]>> = {
  start: ['stopped'],
  stop: ['running'],
  reboot: ['running'],
  terminate: ['running', 'stopped', 'shutdown', 'rescue', 'corrupted'],
}

async function beginPower(
  context: OwnContext,
  instance: Instance,
  { verb, force }: { readonly verb: Verb; readonly force: boolean },
): Promise<void> {
  const { account, dialect, region, id, driver } = instance
  if (verb === 'terminate') {
    if (driver === context.desk.driver)
      throw new Problem(409, `${id} is a host of your own: let it go by DELETE /hosts/{id}`)
    const { ownRules } = context.dialects.find((one) => one.id === dialect) ?? {}
    if (ownRules?.isProtected(instance) === true)
      throw new Problem(409, `${id} is protected against being terminated`)
  }
  const rules: AdmissionRules = {
    ...{ mode: 'allOrNothing', unknown: 'refusesCall', allRefused: 'refusesCall', isRegional: false },
    checks: ['supported', 'state', 'free'],
    allowedStates: ALLOWED[verb],
  }
  const call = ownCall(context, { account, dialect, region, action: ACTIONS[verb] })
  await orProblem(() => operatePower(context.core, call, rules, { verb, instanceIds: [id], isForced: force }))
}
