import type { Call } from '../call.ts'
import { type Core, change } from '../core.ts'
import type { Stores } from '../database.ts'
import { recordOperation } from '../operations/begin.ts'
import { type AdmissionRules, admit, type Outcome } from './admit.ts'
import type { Instance, InstanceAttributes } from './instance.ts'

/** Descriptive fields; what is left out stays. */
export interface Description {
  readonly name?: string
  readonly description?: string
  readonly hostName?: string
  /** Merged into what is there. */
  readonly attributes?: InstanceAttributes
}

/** Changes what an instance is called; nothing happens on the machine. Faults: those of `admit`. */
export function modifyInstances(
  core: Core,
  call: Call,
  rules: AdmissionRules,
  request: { readonly instanceIds: readonly string[]; readonly changes: Description },
): Promise<readonly Outcome[]> {
  return change(core, call, (tx) =>
    admit(tx, call, { rules, instanceIds: request.instanceIds }, (instance) =>
      describeInstance({ core, tx, call }, instance, request.changes),
    ),
  )
}

/** Writes the descriptive fields of one admitted instance. */
export async function describeInstance(
  parts: { readonly core: Core; readonly tx: Stores; readonly call: Call },
  instance: Instance,
  changes: Description,
): Promise<void> {
  const latestOperationId = await recordOperation(parts, instance)
  const { attributes, ...fields } = changes
  const merged = attributes ? { attributes: { ...instance.attributes, ...attributes } } : {}
  const expected = { operationId: instance.currentOperationId }
  const isHeld = instance.currentOperationId !== undefined
  const operation = isHeld ? {} : { latestOperationId }
  await parts.tx.instances.update(instance, expected, { ...fields, ...merged, ...operation })
  parts.call.trail.add({ what: 'instance', verb: 'modified', subject: instance.id })
}
