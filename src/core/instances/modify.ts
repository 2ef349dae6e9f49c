import type { Call } from '../call.ts'
import { type Core, change } from '../core.ts'
import type { Stores } from '../database.ts'
import { Fault } from '../fault.ts'
import { capabilitiesOf } from '../machines/capabilities.ts'
import { beginOperation, recordOperation } from '../operations/begin.ts'
import type { Operation } from '../operations/operation.ts'
import { planReboot } from '../operations/plans.ts'
import { type AdmissionRules, admit, type Outcome } from './admit.ts'
import type { Instance, InstanceAttributes } from './instance.ts'

/** Descriptive fields; what is left out stays. */
export interface Description {
  readonly name?: string
  readonly description?: string
  readonly hostName?: string
  readonly project?: string
  /** Merged into what is there. */
  readonly attributes?: InstanceAttributes
}

/**
 * Changes what an instance is called; nothing happens on the machine unless it is asked to reboot: then a running one
 * does. Faults: those of `admit`.
 */
export async function modifyInstances(
  core: Core,
  call: Call,
  rules: AdmissionRules,
  request: {
    readonly instanceIds: readonly string[]
    readonly changes: Description
    /** The change needs a reboot, which is made at once. */
    readonly reboots?: boolean
  },
): Promise<readonly Outcome[]> {
  const { instanceIds, changes } = request
  const begun: Operation[] = []
  const outcomes = await change(core, call, (tx) =>
    admit(tx, call, { rules, instanceIds }, async (instance) => {
      if (request.reboots && instance.state === 'running')
        begun.push(await rebootInto({ core, tx, call }, instance, changes))
      else await describeInstance({ core, tx, call }, instance, changes)
    }),
  )
  core.dispatcher.wake(begun)
  return outcomes
}

async function rebootInto(
  parts: { readonly core: Core; readonly tx: Stores; readonly call: Call },
  instance: Instance,
  wanted: Description,
): Promise<Operation> {
  const capabilities = await capabilitiesOf(parts.core, parts.tx, instance)
  if (!capabilities.power) throw new Fault('powerNotSupported', { id: instance.id })
  const operation = await beginOperation(parts, instance, planReboot(capabilities), {
    changes: merge(instance, wanted),
  })
  parts.call.trail.add({ what: 'instance', verb: 'modified', subject: instance.id })
  return operation
}

function merge(instance: Instance, { attributes, ...fields }: Description): Description {
  return attributes ? { ...fields, attributes: { ...instance.attributes, ...attributes } } : fields
}

/** Writes the descriptive fields of one admitted instance. */
export async function describeInstance(
  parts: { readonly core: Core; readonly tx: Stores; readonly call: Call },
  instance: Instance,
  changes: Description,
): Promise<void> {
  const latestOperationId = await recordOperation(parts, instance)
  const expected = { operationId: instance.currentOperationId }
  const isHeld = instance.currentOperationId !== undefined
  const operation = isHeld ? {} : { latestOperationId }
  await parts.tx.instances.update(instance, expected, { ...merge(instance, changes), ...operation })
  parts.call.trail.add({ what: 'instance', verb: 'modified', subject: instance.id })
}
