import type { Call } from '../call.ts'
import { type Core, change } from '../core.ts'
import { Fault } from '../fault.ts'
import { scopeOf } from './add.ts'
import { resolveKeyPairs } from './find.ts'
import type { KeyPair, KeyPairReference, KeyPairRules } from './key-pair.ts'

/** Descriptive fields; what is left out stays. */
export type KeyPairDescription = Partial<Pick<KeyPair, 'name' | 'description' | 'project'>>

/** Changes what a key pair is called; its key never changes. Faults: keyPairNotFound, keyPairNameTaken. */
export function modifyKeyPair(
  core: Core,
  call: Call,
  rules: Pick<KeyPairRules, 'isAccountWide'>,
  request: { readonly keyPair: KeyPairReference; readonly changes: KeyPairDescription },
): Promise<KeyPair> {
  return change(core, call, async (tx) => {
    const scope = scopeOf(call, rules)
    const [keyPair] = await resolveKeyPairs(tx, scope, [request.keyPair])
    // One reference that is known has one pair.
    if (!keyPair) throw new Error('a key pair was neither found nor missing')
    const changes = { ...request.changes, updatedAtMs: call.nowMs }
    // It is there, so only its new name can stand against it.
    if (!(await tx.keyPairs.update(scope, keyPair.id, changes))) {
      throw new Fault('keyPairNameTaken', { name: changes.name ?? keyPair.name })
    }
    call.trail.add({ what: 'keyPair', verb: 'modified', subject: keyPair.id })
    return { ...keyPair, ...changes }
  })
}
