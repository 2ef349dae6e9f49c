import type { Core } from '../../core/core.ts'
import type { Instance } from '../../core/instances/instance.ts'
import type { KeyPairScope } from '../../core/key-pairs/key-pair.ts'
import type { Tag } from '../../core/tags/tag.ts'
import { attributesOf, type ReadDisk } from './attributes.ts'
import { instanceIdsOf } from './disk-ids.ts'

// Disks are parts of instances: they come and go with them, and their tags are kept with the instance.

/** A disk of an instance. */
export interface AttachedDisk {
  readonly disk: ReadDisk
  readonly usage: 'SYSTEM_DISK' | 'DATA_DISK'
  readonly deletesWithInstance: boolean
  readonly instance: Instance
  readonly tags: readonly Tag[]
}

/** The disks of an instance, the system disk first. */
export function disksOf(instance: Instance): readonly AttachedDisk[] {
  const { SystemDisk, DataDisks, DiskTags = {} } = attributesOf(instance)
  const common = (disk: ReadDisk) => ({ disk, instance, tags: DiskTags[disk.DiskId] ?? [] })
  return [
    { ...common(SystemDisk), usage: 'SYSTEM_DISK', deletesWithInstance: true },
    ...DataDisks.map((disk) => ({
      ...common(disk),
      ...{ usage: 'DATA_DISK' as const, deletesWithInstance: disk.DeleteWithInstance },
    })),
  ]
}

/** Disks of instances of a region by their ids; those that nobody there has are absent. */
export async function findDisks(
  { database }: Pick<Core, 'database'>,
  { account, dialect, region }: KeyPairScope,
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, AttachedDisk>> {
  const candidates = [...new Set([...ids].flatMap(instanceIdsOf))]
  const instances = await database.instances.findByIds({ account, dialect, region }, candidates)
  const attached = instances.flatMap(disksOf).filter(({ disk }) => ids.has(disk.DiskId))
  return new Map(attached.map((found) => [found.disk.DiskId, found]))
}
