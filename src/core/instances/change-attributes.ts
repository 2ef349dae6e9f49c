import type { Call } from '../call.ts'
import { type Core, change } from '../core.ts'
import { Fault } from '../fault.ts'
import type { Instance, InstanceAttributes } from './instance.ts'

/**
 * Changes what only the dialect understands of an instance of the call's region, whatever it is busy with; nothing
 * happens on the machine. Faults: instanceNotFound, instanceBusy, and whatever `changed` throws.
 */
export function changeAttributes(
  core: Core,
  call: Call,
  request: {
    readonly instanceId: string
    /** What the audit says was changed. */
    readonly detail: string
    /** Told the instance as it is now; what it leaves out stays. */
    changed(this: void, instance: Instance): InstanceAttributes
  },
): Promise<void> {
  const { account, dialect, region } = call
  const { instanceId, detail } = request
  return change(core, call, async (tx) => {
    const [instance] = await tx.instances.findByIds({ account, dialect, region }, [instanceId])
    if (!instance) throw new Fault('instanceNotFound', { ids: [instanceId] })
    const attributes = { ...instance.attributes, ...request.changed(instance) }
    const expected = { operationId: instance.currentOperationId }
    if (!(await tx.instances.update(instance, expected, { attributes })))
      throw new Fault('instanceBusy', { id: instance.id, state: instance.state, isSameAction: false })
    call.trail.add({ what: 'instance', verb: 'modified', subject: instance.id, detail })
  })
}
