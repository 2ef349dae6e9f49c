import type { Stores } from '../database.ts'
import type { Instance, InstanceKey } from '../instances/instance.ts'

/** A binding that an operation took away when it began, as it was. */
export interface Unbound {
  readonly keyPairId: string
  /** Since when it was bound; absent where that was not written down. */
  readonly boundAtMs?: number
  /** When it would have ended by itself; absent: never. */
  readonly expiresAtMs?: number
}

/** How these bindings of an instance are, before they are taken away. */
export async function findUnbound(
  tx: Stores,
  instance: Instance,
  keyPairIds: readonly string[],
): Promise<readonly Unbound[]> {
  if (keyPairIds.length === 0) return []
  const since = await tx.bindings.boundSince(instance)
  const ends = await endsOf(tx, instance)
  return keyPairIds.map((keyPairId) => {
    const [boundAtMs, expiresAtMs] = [since.get(keyPairId), ends.get(keyPairId)]
    return {
      keyPairId,
      ...(boundAtMs === undefined ? {} : { boundAtMs }),
      ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
    }
  })
}

/**
 * Binds what was bound before an operation failed. What it had taken away is bound since then again, and until then: what
 * was to end does not stay for good. An operation that was begun by a version before this one does not know either.
 */
export async function bindAgain(
  tx: Stores,
  instance: InstanceKey,
  before: { readonly keyPairIds: readonly string[]; readonly unbound?: readonly Unbound[] },
): Promise<void> {
  const { keyPairIds, unbound = [] } = before
  const since = new Map(unbound.map(({ keyPairId, boundAtMs }) => [keyPairId, boundAtMs]))
  await tx.bindings.replace(instance, keyPairIds, since)
  // Where the end is the reason that it went, its row is still there, and is asked again by itself.
  const ends = await endsOf(tx, instance)
  for (const { keyPairId, expiresAtMs } of unbound) {
    if (expiresAtMs === undefined || ends.has(keyPairId)) continue
    const { account, dialect, id: instanceId } = instance
    const times = { expiresAtMs, dueAtMs: expiresAtMs, endingAtMs: undefined }
    await tx.temporaryBindings.put({ account, dialect, instanceId, keyPairId, ...times })
  }
}

async function endsOf(
  { temporaryBindings }: Stores,
  { account, dialect, id: instanceId }: InstanceKey,
): Promise<ReadonlyMap<string, number>> {
  const rows = await temporaryBindings.ofInstance({ account, dialect, instanceId })
  return new Map(rows.map(({ keyPairId, expiresAtMs }) => [keyPairId, expiresAtMs]))
}
