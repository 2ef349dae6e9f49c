import type { Call } from '../call.ts'
import { type Core, change } from '../core.ts'
import type { Stores } from '../database.ts'
import { Fault } from '../fault.ts'
import type { Instance } from '../instances/instance.ts'
import { scopeOf } from '../key-pairs/add.ts'
import { lookUp } from '../key-pairs/find.ts'
import type { KeyPair, KeyPairRules } from '../key-pairs/key-pair.ts'
import type { Tag } from './tag.ts'

/** Something that can carry tags, as a caller names it. */
export type TaggedReference =
  | { readonly kind: 'keyPair' | 'instance'; readonly id: string }
  | { readonly kind: 'keyPair'; readonly name: string }

export interface TagRules extends Pick<KeyPairRules, 'isAccountWide'> {
  /** `allOrNothing`: the first reason to refuse is thrown. `perResource`: each resource has its own outcome. */
  readonly mode: 'allOrNothing' | 'perResource'
  /** Tags that one resource may carry. */
  readonly limit: number
}

/** Removing comes first; a key that is there already gets the new value. */
export interface TagChange {
  readonly put?: readonly Tag[]
  readonly remove?: readonly string[] | 'all'
}

export interface TagOutcome {
  readonly reference: TaggedReference
  readonly fault?: Fault
}

type Tagged =
  { readonly kind: 'keyPair'; readonly row: KeyPair } | { readonly kind: 'instance'; readonly row: Instance }

/**
 * Changes the tags of key pairs and instances of the call's region, in the order given.
 * Faults: keyPairNotFound, instanceNotFound, instanceBusy, quotaExceeded for tags.
 */
export function changeTags(
  core: Core,
  call: Call,
  rules: TagRules,
  request: { readonly resources: readonly TaggedReference[]; readonly change: TagChange },
): Promise<readonly TagOutcome[]> {
  return change(core, call, async (tx) => {
    const outcomes: TagOutcome[] = []
    for (const reference of request.resources) {
      const tagged = await find(tx, call, rules, reference)
      const fault = tagged ? await write({ tx, call, rules }, tagged, request.change) : unknown(reference)
      if (fault && rules.mode === 'allOrNothing') throw fault
      outcomes.push({ reference, ...(fault ? { fault } : {}) })
    }
    return outcomes
  })
}

async function find(
  tx: Stores,
  call: Call,
  rules: TagRules,
  reference: TaggedReference,
): Promise<Tagged | undefined> {
  if (reference.kind === 'keyPair') {
    const { found } = await lookUp(tx, scopeOf(call, rules), [reference])
    return found[0] && { kind: 'keyPair', row: found[0] }
  }
  const { account, dialect, region } = call
  const [row] = await tx.instances.findByIds({ account, dialect, region }, [reference.id])
  return row && { kind: 'instance', row }
}

function unknown(reference: TaggedReference): Fault {
  if (reference.kind === 'instance') return new Fault('instanceNotFound', { ids: [reference.id] })
  return new Fault('keyPairNotFound', { names: ['id' in reference ? reference.id : reference.name] })
}

/** Writes nothing when it refuses. */
async function write(
  { tx, call, rules }: { tx: Stores; call: Call; rules: TagRules },
  tagged: Tagged,
  change: TagChange,
): Promise<Fault | undefined> {
  const { kind, row } = tagged
  const tags = mergeTags(row.tags, change)
  // What has too many already may lose some.
  if (tags.length > rules.limit && tags.length > row.tags.length) {
    return new Fault('quotaExceeded', { what: 'tags', limit: rules.limit })
  }
  const { account, dialect, id } = row
  const refusal = await writeTags(tx, tagged, tags)
  if (refusal) return refusal
  const gone = row.tags.filter(({ key }) => tags.every((tag) => tag.key !== key)).map(({ key }) => key)
  if (gone.length > 0) await tx.tags.remove({ account, dialect, kind }, id, gone)
  await tx.tags.put({ account, dialect, kind }, id, change.put ?? [])
  call.trail.add({ what: kind, verb: 'modified', subject: id, detail: 'tags' })
  return undefined
}

/** Only on a resource that is as it was read; otherwise the reason. */
async function writeTags(tx: Stores, tagged: Tagged, tags: readonly Tag[]): Promise<Fault | undefined> {
  if (tagged.kind === 'keyPair') {
    const { row } = tagged
    const isThere = await tx.keyPairs.update(row, row.id, { tags })
    return isThere ? undefined : new Fault('keyPairNotFound', { names: [row.id] })
  }
  const { row } = tagged
  const isAsRead = await tx.instances.update(row, { operationId: row.currentOperationId }, { tags })
  return isAsRead
    ? undefined
    : new Fault('instanceBusy', { id: row.id, state: row.state, isSameAction: false })
}

/** The order in which tags came stays; new ones are last. */
export function mergeTags(tags: readonly Tag[], { put = [], remove = [] }: TagChange): readonly Tag[] {
  const kept = tags.filter(({ key }) => remove !== 'all' && !remove.includes(key))
  const values = new Map(kept.map(({ key, value }) => [key, value]))
  for (const { key, value } of put) values.set(key, value)
  return Array.from(values, ([key, value]) => ({ key, value }))
}
