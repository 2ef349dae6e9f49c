import { z } from 'zod'

import type { Call } from '../../../../core/call.ts'
import type { Core } from '../../../../core/core.ts'
import { readAllInstances } from '../../../../core/instances/read-all.ts'
import { action } from '../../../kit/action.ts'
import { ignored } from '../../../kit/parameter-uses.ts'
import { text } from '../../../kit/params.ts'
import { invalidValue } from '../../../kit/tencent/common-errors.ts'
import { type Filters, tagFilters } from '../../../kit/tencent/filters.ts'
import { oneOf, paging } from '../../../kit/tencent/param-checks.ts'
import { type AttachedDisk, disksOf, findDisks } from '../../disks.ts'
import { checkAlone, cvmFilters } from '../../param-types.ts'
import { presentDisk } from './present-disk.ts'

type Shown = ReturnType<typeof presentDisk>

/** The values of a disk by the names of filters. Source: the official SDK's description, as of 2026-11. */
const FILTERS: Readonly<Record<string, (disk: Shown) => readonly string[]>> = {
  'disk-usage': ({ DiskUsage }) => [DiskUsage],
  'disk-charge-type': ({ DiskChargeType }) => [DiskChargeType],
  portable: ({ Portable }) => [String(Portable), String(Portable).toUpperCase()],
  'project-id': ({ Placement }) => [String(Placement.ProjectId)],
  'disk-id': ({ DiskId }) => [DiskId],
  'disk-name': ({ DiskName }) => [DiskName],
  'disk-type': ({ DiskType }) => [DiskType],
  'disk-state': ({ DiskState }) => [DiskState],
  'instance-id': ({ InstanceId }) => [InstanceId],
  zone: ({ Placement }) => [Placement.Zone],
}

/**
 * Lists the cloud disks of the caller's instances, which are all there are; unknown ids are absent. Source:
 * spec/tencent.md §4.3; the official SDK's description, as of 2026-11.
 */
export const DescribeDisks = action({
  name: 'DescribeDisks',
  access: 'list',
  params: z.strictObject({
    DiskIds: z.array(text()).max(100).optional(),
    Filters: cvmFilters(Object.keys(FILTERS), { maxValues: 100 }),
    ...paging({ offset: () => invalidValue('Offset'), limit: () => invalidValue('Limit') }),
    Order: oneOf('ASC', 'DESC').default('DESC'),
    // Disks come with their instances; those paid in advance end with them: either order is the same.
    OrderField: ignored(),
    // There are no such policies.
    ReturnBindAutoSnapshotPolicy: ignored(),
  }),
  async run({ core, call }, { DiskIds, Filters, Offset, Limit, Order }) {
    checkAlone(DiskIds, Filters, 'DiskIds')
    const disks = (await readDisks(core, call, { ids: DiskIds, filters: Filters }))
      .filter(({ disk }) => disk.DiskId.startsWith('disk-'))
      .filter(({ tags }) => hasTags(tags, Filters))
      .map(presentDisk)
      .filter((disk) => matches(disk, Filters))
    const ordered = Order === 'ASC' ? disks.toReversed() : disks
    return { TotalCount: disks.length, DiskSet: ordered.slice(Offset, Offset + Limit) }
  },
})

/** Reads no more instances than it has to: named disks and instances are looked up. */
async function readDisks(
  core: Pick<Core, 'database'>,
  call: Call,
  { ids, filters }: { readonly ids: readonly string[] | undefined; readonly filters: Filters | undefined },
): Promise<readonly AttachedDisk[]> {
  const named = ids ?? filters?.get('disk-id')
  if (named && named.length > 0) return [...(await findDisks(core, call, new Set(named))).values()]
  const instances = filters?.get('instance-id')
  return (await readAllInstances(core, call, instances ? { ids: instances } : {})).flatMap(disksOf)
}

function matches(disk: Shown, filters: Filters | undefined): boolean {
  return [...(filters ?? [])].every(
    ([name, values]) => FILTERS[name]?.(disk).some((value) => values.includes(value)) ?? true,
  )
}

function hasTags(tags: AttachedDisk['tags'], filters: Filters | undefined): boolean {
  return tagFilters(filters).every(({ key, anyKey, values }) =>
    tags.some(
      (tag) =>
        (key === undefined || tag.key === key) &&
        (anyKey?.includes(tag.key) ?? true) &&
        (values.length === 0 || values.includes(tag.value)),
    ),
  )
}
