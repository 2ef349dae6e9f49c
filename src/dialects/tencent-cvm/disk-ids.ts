// The id of a disk says whose it is: nobody has to be searched for it, and every disk has its id from its first day.

/** System disk and data disks. Source: the official SDK's description of `DataDisks`, as of 2026-11. */
export const MOST_DISKS = 22

/** Ids end in eight of 36 characters. */
const SUFFIXES = 36 ** 8
/** Any number that keeps the suffixes of one instance far from each other. */
const STRIDE = 1_743_541_807_531

/** The id of an instance's disk: 0 is the system disk, data disks follow in their order. Source: spec/tencent.md §2.1. */
export function diskIdOf(instanceId: string, { place, type }: { place: number; type: string }): string {
  const prefix = type.startsWith('LOCAL_') ? 'ldisk' : 'disk'
  return `${prefix}-${moved(suffixOf(instanceId), (place + 1) * STRIDE)}`
}

/** Ids that an instance may have whose disk this could be; none for a text that is no id of a disk. */
export function instanceIdsOf(diskId: string): readonly string[] {
  if (!DISK_ID.test(diskId)) return []
  const suffix = suffixOf(diskId)
  return Array.from({ length: MOST_DISKS }, (_, place) => `ins-${moved(suffix, -(place + 1) * STRIDE)}`)
}

const DISK_ID = /^l?disk-[0-9a-z]{8}$/

function suffixOf(id: string): string {
  return id.slice(-8)
}

function moved(suffix: string, by: number): string {
  const place = (Number.parseInt(suffix, 36) + (by % SUFFIXES) + SUFFIXES) % SUFFIXES
  return place.toString(36).padStart(8, '0')
}
