import type { Call } from '../call.ts'
import { type Core, changeInstances } from '../core.ts'
import { Fault } from '../fault.ts'
import { beginOperation } from '../operations/begin.ts'
import type { Operation } from '../operations/operation.ts'
import { planEnterRescue, planExitRescue } from '../operations/plans.ts'
import { type AdmissionRules, admit, type Outcome } from './admit.ts'
import { hashPassword } from './password.ts'

export type RescueRequest = { readonly instanceIds: readonly string[] } & (
  | {
      readonly verb: 'enter'
      /** Plain text; only its hash is kept. The rescue system answers it and no key. */
      readonly password: string
      /** Without asking the guest before it is switched off. */
      readonly isForced?: boolean
    }
  | { readonly verb: 'exit' }
)

/**
 * Boots the rescue system of instances, or their own system again. Bindings and the login password stay as they are
 * and are in force again afterwards; a machine that was off runs then. Faults: those of `admit`, powerNotSupported.
 */
export async function operateRescue(
  core: Core,
  call: Call,
  rules: AdmissionRules,
  request: RescueRequest,
): Promise<readonly Outcome[]> {
  const isEntering = request.verb === 'enter'
  const rescuePasswordHash = isEntering ? await hashPassword(request.password) : undefined
  const isForced = isEntering ? (request.isForced ?? false) : false
  const begun: Operation[] = []
  const outcomes = await changeInstances(core, call, {
    instanceIds: request.instanceIds,
    work: (tx) =>
      admit(tx, call, { rules, instanceIds: request.instanceIds }, async (instance) => {
        const { capabilities } = core.drivers.get(instance.driver)
        if (!capabilities.rescues) throw new Fault('powerNotSupported', { id: instance.id })
        const plan = isEntering ? planEnterRescue(instance.state) : planExitRescue()
        const desiredVersion = instance.desiredVersion + 1
        const changes = { rescuePasswordHash, desiredVersion, stoppedMode: undefined }
        begun.push(await beginOperation({ core, tx, call }, instance, plan, { changes, isForced }))
        const detail = `${request.verb} rescue`
        call.trail.add({ what: 'instance', verb: 'accepted', subject: instance.id, detail })
      }),
  })
  core.dispatcher.wake(begun)
  return outcomes
}
