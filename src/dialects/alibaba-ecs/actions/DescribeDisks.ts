import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { boolean, text } from '../../kit/params.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { readRows, rowPaging } from '../derived-pages.ts'
import { instanceIdsOfDisk, presentDisks, type PresentedDisk } from '../disks.ts'
import { invalidParameter } from '../errors.ts'
import { operationErrors } from '../faults.ts'
import { jsonList, tagFilters } from '../wire-types.ts'

/** Source: spec/alibaba.md §1.10; the reference page has no code for a list that is none. */
const LIST = { max: 100, malformed: invalidParameter('DiskIds'), tooMany: invalidParameter('DiskIds') }

const params = z.object({
  RegionId: text(),
  InstanceId: text().optional(),
  DiskIds: jsonList(LIST).optional(),
  DiskType: z.enum(['all', 'system', 'data']).default('all'),
  Category: text().default('all'),
  Status: text().default('All'),
  ZoneId: text().optional(),
  ResourceGroupId: text().optional(),
  Tag: tagFilters(),
  DiskName: text().optional(),
  DiskChargeType: text().optional(),
  SnapshotId: text().optional(),
  AutoSnapshotPolicyId: text().optional(),
  KMSKeyId: text().optional(),
  LockReason: text().optional(),
  MultiAttach: text().optional(),
  Encrypted: boolean().default(false),
  EnableShared: boolean().default(false),
  Portable: boolean().optional(),
  DeleteWithInstance: boolean().optional(),
  DeleteAutoSnapshot: boolean().optional(),
  EnableAutoSnapshot: boolean().optional(),
  EnableAutomatedSnapshotPolicy: boolean().optional(),
  DryRun: boolean().default(false),
  Filter: ignored(),
  AdditionalAttributes: ignored(),
  ...rowPaging({ maxPageSize: 100 }),
})

type Filters = z.output<typeof params>

/** Lists the disks of the instances of a region; there are no others. Source: spec/alibaba.md §2.11. */
export const DescribeDisks = action({
  name: 'DescribeDisks',
  access: 'get',
  params,
  async run(context, filters) {
    if (filters.DryRun) throw new Refusal(operationErrors.dryRun)
    const { rows, page } = await readRows(
      context,
      {
        conditions: conditionsOf(filters),
        rowsOf: presentDisks,
        isMatch: (disk) => isMatch(disk, filters),
      },
      filters,
    )
    return { ...page, Disks: { Disk: rows } }
  },
})

function conditionsOf({ InstanceId, DiskIds, ZoneId, ResourceGroupId, Tag }: Filters) {
  const holders = DiskIds?.flatMap(instanceIdsOfDisk)
  const ids = InstanceId === undefined ? holders : [InstanceId]
  return {
    ...(ids ? { ids } : {}),
    ...(ZoneId === undefined ? {} : { zones: [ZoneId] }),
    ...(ResourceGroupId === undefined ? {} : { projects: [ResourceGroupId] }),
    tags: Tag,
  }
}

/** What a disk must be, where the filter is given. */
const EQUAL = [
  'DiskName',
  'DiskChargeType',
  'AutoSnapshotPolicyId',
  'KMSKeyId',
  'MultiAttach',
  'Portable',
  'DeleteWithInstance',
  'DeleteAutoSnapshot',
  'EnableAutoSnapshot',
  'EnableAutomatedSnapshotPolicy',
] as const

function isMatch(disk: PresentedDisk, filters: Filters): boolean {
  const { DiskIds, DiskType, Category, Status, SnapshotId, LockReason, Encrypted, EnableShared } = filters
  const locks = disk.OperationLocks.OperationLock
  return (
    (!DiskIds || DiskIds.includes(disk.DiskId)) &&
    (DiskType === 'all' || DiskType === disk.Type) &&
    (Category === 'all' || Category === disk.Category) &&
    (Status === 'All' || Status === disk.Status) &&
    (SnapshotId === undefined || SnapshotId === disk.SourceSnapshotId) &&
    (LockReason === undefined || locks.some((lock) => lock.LockReason === LockReason)) &&
    // False asks for all disks. Source: reference page.
    (!Encrypted || disk.Encrypted) &&
    !EnableShared &&
    EQUAL.every((name) => filters[name] === undefined || filters[name] === disk[name])
  )
}
