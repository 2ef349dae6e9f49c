import type { Call } from '../call.ts'
import { type Core, change } from '../core.ts'
import { Fault } from '../fault.ts'
import { scopeOf } from './add.ts'
import { lookUp } from './find.ts'
import type { KeyPairReference, KeyPairRules } from './key-pair.ts'

/** How a cloud deletes several pairs in one call. */
export interface RemovalRules extends Pick<KeyPairRules, 'isAccountWide'> {
  readonly mode: 'allOrNothing' | 'perKeyPair'
  readonly unknown: 'refused' | 'ignored'
}

export interface Removal {
  readonly reference: KeyPairReference
  readonly fault?: Fault
}

/**
 * Deletes key pairs. A pair that is bound to an instance is never deleted, unless all its instances are themselves
 * being deleted: whoever deletes an instance and then its pair need not wait in between. In `allOrNothing` mode the
 * first reason to refuse is thrown and nothing is deleted; otherwise each reference has its own outcome, in the given
 * order. Faults: keyPairNotFound, keyPairInUse.
 */
export function removeKeyPairs(
  core: Core,
  call: Call,
  rules: RemovalRules,
  references: readonly KeyPairReference[],
): Promise<readonly Removal[]> {
  return change(core, call, async (tx) => {
    const scope = scopeOf(call, rules)
    const { found } = await lookUp(tx, scope, references)
    const inUse = await tx.bindings.keyPairsInUse(
      scope,
      found.map(({ id }) => id),
    )
    const removals = references.map((reference): Removal => {
      const keyPair = found.find((row) =>
        'id' in reference ? row.id === reference.id : row.name === reference.name,
      )
      const name = 'id' in reference ? reference.id : reference.name
      if (!keyPair) {
        if (rules.unknown === 'ignored') return { reference }
        return { reference, fault: new Fault('keyPairNotFound', { names: [name] }) }
      }
      if (inUse.has(keyPair.id)) return { reference, fault: new Fault('keyPairInUse', { names: [name] }) }
      return { reference }
    })
    if (rules.mode === 'allOrNothing') throwFirst(removals)
    const removed = found.map((keyPair) => keyPair.id).filter((id) => !inUse.has(id))
    if (removed.length > 0) {
      await tx.keyPairs.remove(scope, removed)
      await tx.tags.removeAll({ ...scope, kind: 'keyPair' }, removed)
    }
    for (const id of removed) call.trail.add({ what: 'keyPair', verb: 'deleted', subject: id })
    return removals
  })
}

/** Not found comes before in use: what exists is checked first, then how it stands. */
function throwFirst(removals: readonly Removal[]): void {
  const faults = removals.flatMap(({ fault }) => fault ?? [])
  const unknown = faults.flatMap((fault) => (isNotFound(fault) ? fault.detail.names : []))
  if (unknown.length > 0) throw new Fault('keyPairNotFound', { names: unknown })
  if (faults[0]) throw faults[0]
}

function isNotFound(fault: Fault): fault is Fault<'keyPairNotFound'> {
  return fault.kind === 'keyPairNotFound'
}
