import type { Call } from '../../../../core/call.ts'
import type { Core } from '../../../../core/core.ts'
import { Fault } from '../../../../core/fault.ts'
import { changeAttributes } from '../../../../core/instances/change-attributes.ts'
import type { KeyPairScope } from '../../../../core/key-pairs/key-pair.ts'
import { mergeTags, type TagChange } from '../../../../core/tags/change-tags.ts'
import type { ResourceTag } from '../../../../core/tags/store.ts'
import type { Tag } from '../../../../core/tags/tag.ts'
import { attributesOf } from '../../attributes.ts'
import { findDisks } from '../../disks.ts'

/**
 * Changes the tags of a disk of one of the caller's instances in the call's region. Faults: instanceNotFound for a disk
 * of nobody's, quotaExceeded for tags.
 *
 * @param limit tags that one disk may carry
 */
export async function changeDiskTags(
  core: Core,
  call: Call,
  diskId: string,
  { change, limit }: { readonly change: TagChange; readonly limit: number },
): Promise<void> {
  const attached = (await findDisks(core, call, new Set([diskId]))).get(diskId)
  if (!attached) throw new Fault('instanceNotFound', { ids: [diskId] })
  await changeAttributes(core, call, {
    ...{ instanceId: attached.instance.id, detail: `tags of ${diskId}` },
    changed(instance) {
      const all = attributesOf(instance).DiskTags ?? {}
      const before = all[diskId] ?? []
      const tags = mergeTags(before, change)
      // What has too many already may lose some.
      if (tags.length > limit && tags.length > before.length) {
        throw new Fault('quotaExceeded', { what: 'tags', limit })
      }
      return { DiskTags: { ...all, [diskId]: tags } }
    },
  })
}

/** Tags of some disks, by disk and by key; disks of nobody's have none. */
export async function listDiskTags(
  core: Pick<Core, 'database'>,
  scope: KeyPairScope,
  diskIds: ReadonlySet<string>,
): Promise<readonly ResourceTag[]> {
  const disks = await findDisks(core, scope, diskIds)
  return [...disks]
    .toSorted(([a], [b]) => compare(a, b))
    .flatMap(([resourceId, { tags }]) => sorted(tags).map((tag) => ({ resourceId, ...tag })))
}

function sorted(tags: readonly Tag[]): readonly Tag[] {
  return tags.toSorted((a, b) => compare(a.key, b.key))
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b)
}
