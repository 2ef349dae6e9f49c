import type { Stores } from '../database.ts'
import { Fault } from '../fault.ts'
import type { Instance, InstanceKey } from '../instances/instance.ts'
import type { KeyPair } from '../key-pairs/key-pair.ts'
import type { BoundKey } from './store.ts'
import type { BindingKey } from './temporary-binding-store.ts'

/** What becomes of the end of one binding. */
export interface PlannedEnd {
  readonly binding: BindingKey
  /** Absent: it has none. */
  readonly expiresAtMs?: number
  /** It is not what it was. */
  readonly isOther: boolean
}

/**
 * What binding these pairs makes of their ends: one that had an end loses it when it is asked for without one, one without
 * an end does not get one. Writes nothing.
 */
export async function planEnds(
  stores: Stores,
  { account, dialect, id: instanceId, keyPairIds }: Instance,
  asked: { readonly keyPairs: readonly KeyPair[]; readonly expiresAtMs: number | undefined },
): Promise<readonly PlannedEnd[]> {
  const { keyPairs, expiresAtMs } = asked
  const temporary = await stores.temporaryBindings.ofInstance({ account, dialect, instanceId })
  return keyPairs.flatMap(({ id: keyPairId }): readonly PlannedEnd[] => {
    const binding = { account, dialect, instanceId, keyPairId }
    const before = temporary.find((one) => one.keyPairId === keyPairId)
    if (expiresAtMs === undefined) return before ? [{ binding, isOther: true }] : []
    if (!before && keyPairIds.includes(keyPairId)) return []
    return [{ binding, expiresAtMs, isOther: before?.expiresAtMs !== expiresAtMs }]
  })
}

/**
 * What limiting these pairs makes of their ends: one that is bound for good gets this one, and one that has an end keeps
 * it. Writes nothing.
 */
export async function planLimits(
  stores: Stores,
  { account, dialect, id: instanceId, keyPairIds }: Instance,
  { keyPairs, expiresAtMs }: { readonly keyPairs: readonly KeyPair[]; readonly expiresAtMs: number },
): Promise<readonly PlannedEnd[]> {
  const temporary = await stores.temporaryBindings.ofInstance({ account, dialect, instanceId })
  const ending = new Set(temporary.map(({ keyPairId }) => keyPairId))
  return keyPairs
    .filter(({ id }) => keyPairIds.includes(id) && !ending.has(id))
    .map(({ id: keyPairId }) => ({
      ...{ binding: { account, dialect, instanceId, keyPairId }, expiresAtMs, isOther: true },
    }))
}

/** Fault: keyPairNotBound, where one of these pairs has another end, or none. */
export async function checkEnds(
  stores: Stores,
  { account, dialect, id: instanceId }: Instance,
  { keyPairs, boundUntilMs }: { readonly keyPairs: readonly KeyPair[]; readonly boundUntilMs: number },
): Promise<void> {
  const temporary = await stores.temporaryBindings.ofInstance({ account, dialect, instanceId })
  const ending = new Set(
    temporary.filter(({ expiresAtMs }) => expiresAtMs === boundUntilMs).map(({ keyPairId }) => keyPairId),
  )
  const other = keyPairs.find(({ id }) => !ending.has(id))
  if (other) throw new Fault('keyPairNotBound', { keyPair: other.id, instanceId })
}

/** After the bindings themselves: what is bound no more has no end any more. */
export async function writeEnds(stores: Stores, ends: readonly PlannedEnd[]): Promise<void> {
  for (const { binding, expiresAtMs } of ends) {
    if (expiresAtMs === undefined) await stores.temporaryBindings.remove(binding)
    else {
      const times = { expiresAtMs, dueAtMs: expiresAtMs, endingAtMs: undefined }
      await stores.temporaryBindings.put({ ...binding, ...times })
    }
  }
}

/**
 * When the public keys that are bound to an instance end, by key. A key that several pairs bring ends with the last of
 * them, and never while one of them has no end.
 */
export async function expiriesOf(
  stores: Stores,
  { account, dialect, id: instanceId }: InstanceKey,
  bound: readonly BoundKey[],
): Promise<ReadonlyMap<string, number>> {
  if (bound.length === 0) return new Map()
  const temporary = await stores.temporaryBindings.ofInstance({ account, dialect, instanceId })
  const ends = new Map(temporary.map(({ keyPairId, expiresAtMs }) => [keyPairId, expiresAtMs]))
  const last = new Map<string, number>()
  for (const { keyPairId, publicKey } of bound) {
    const end = ends.get(keyPairId) ?? Infinity
    last.set(publicKey, Math.max(end, last.get(publicKey) ?? 0))
  }
  return new Map([...last].filter(([, end]) => end !== Infinity))
}
