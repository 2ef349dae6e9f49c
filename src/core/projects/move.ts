import type { Call } from '../call.ts'
import { type Core, change } from '../core.ts'
import type { Stores } from '../database.ts'
import { Fault } from '../fault.ts'

/** A resource of the caller's account that belongs to a project. */
export interface PlacedResource {
  readonly kind: 'keyPair' | 'instance'
  readonly id: string
  /** Empty for a key pair of the whole account. */
  readonly region: string
}

/**
 * Moves key pairs and instances to another project: all of them or none.
 * Faults: keyPairNotFound, instanceNotFound, instanceBusy.
 */
export function moveToProject(
  core: Core,
  call: Call,
  { resources, project }: { readonly resources: readonly PlacedResource[]; readonly project: string },
): Promise<void> {
  return change(core, call, async (tx) => {
    for (const resource of resources) {
      if (resource.kind === 'keyPair') await moveKeyPair(tx, call, { ...resource, project })
      else await moveInstance(tx, call, { ...resource, project })
      call.trail.add({ what: resource.kind, verb: 'modified', subject: resource.id, detail: 'project' })
    }
  })
}

async function moveKeyPair(
  tx: Stores,
  { account, dialect, nowMs }: Call,
  { id, region, project }: PlacedResource & { readonly project: string },
): Promise<void> {
  const isThere = await tx.keyPairs.update({ account, dialect, region }, id, { project, updatedAtMs: nowMs })
  if (!isThere) throw new Fault('keyPairNotFound', { names: [id] })
}

async function moveInstance(
  tx: Stores,
  { account, dialect }: Call,
  { id, region, project }: PlacedResource & { readonly project: string },
): Promise<void> {
  const [instance] = await tx.instances.findByIds({ account, dialect, region }, [id])
  if (!instance) throw new Fault('instanceNotFound', { ids: [id] })
  const expected = { operationId: instance.currentOperationId }
  if (await tx.instances.update(instance, expected, { project })) return
  throw new Fault('instanceBusy', { id, state: instance.state, isSameAction: false })
}
