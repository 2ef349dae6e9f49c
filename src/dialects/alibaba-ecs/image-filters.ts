import { z } from 'zod'

import { ignored } from '../kit/parameter-uses.ts'
import { boolean, states, text } from '../kit/params.ts'
import { invalidParameter } from './errors.ts'
import type { ListedImage } from './present-image.ts'
import { architectureOf } from './present-type.ts'
import { minute, namePattern, pageNumber, pageSize, tagFilters } from './wire-types.ts'

/** Commas part several values. */
function texts() {
  return text().transform((value) => value.split(',').map((part) => part.trim()))
}

/** Source: spec/alibaba.md §2.11, row "DescribeImages". */
export const imageFilters = z
  .object({
    RegionId: text(),
    ImageId: texts().optional(),
    ImageName: text().transform(namePattern).optional(),
    ImageFamily: text().optional(),
    ImageOwnerAlias: z.enum(['system', 'self', 'others', 'marketplace']).optional(),
    // Takes effect on shared and community images only, and there are none.
    ImageOwnerId: ignored(),
    OSType: z.enum(['windows', 'linux']).optional(),
    Architecture: z.enum(['i386', 'x86_64', 'arm64']).optional(),
    Status: texts().default(['Available']),
    InstanceType: text().optional(),
    IsSupportIoOptimized: boolean().optional(),
    IsSupportCloudinit: boolean().optional(),
    IsPublic: boolean().default(false),
    Usage: z.enum(['instance', 'none']).optional(),
    Usable: ignored(),
    ActionType: ignored(),
    ResourceGroupId: text().optional(),
    SnapshotId: text().optional(),
    ShowExpired: ignored(),
    Tag: tagFilters(),
    Filter: z.array(z.object({ Key: text(), Value: text() })).default([]),
    DryRun: boolean().default(false),
    PageNumber: pageNumber().default(1),
    PageSize: pageSize(100).default(10),
  })
  .refine(
    ({ Filter }) => Filter.every(({ Key, Value }) => !isTime(Key) || minute(Value) !== undefined),
    states({ kind: 'malformed', refusal: invalidParameter('Filter') }),
  )

export type ImageFilters = z.output<typeof imageFilters>

/** Filters for things that no image here has: community, shared and bought ones, groups, snapshots, tags. */
export function matchesNoImage(filters: ImageFilters): boolean {
  return (
    filters.IsPublic ||
    filters.ImageOwnerAlias === 'others' ||
    filters.ImageOwnerAlias === 'marketplace' ||
    filters.IsSupportIoOptimized === false ||
    filters.IsSupportCloudinit === false ||
    filters.ResourceGroupId !== undefined ||
    filters.SnapshotId !== undefined ||
    filters.Tag.length > 0 ||
    !filters.Status.some((status) => status === 'Available' || status === 'ALL')
  )
}

/** Whether an image passes the filters that look at it alone. */
export function matchesImage(image: Omit<ListedImage, 'isUsed'>, filters: ImageFilters): boolean {
  const { ImageId, ImageName, ImageFamily, ImageOwnerAlias, OSType, Architecture, InstanceType } = filters
  const takes = InstanceType === undefined ? undefined : ARCHITECTURES[architectureOf(InstanceType)]
  return (
    (ImageId?.includes(image.id) ?? true) &&
    (ImageName === undefined || isLike(image.id, ImageName)) &&
    (ImageFamily === undefined || image.family === ImageFamily) &&
    (ImageOwnerAlias === undefined || image.owner === ImageOwnerAlias) &&
    (OSType === undefined || image.os === OSType) &&
    (Architecture === undefined || image.architecture === Architecture) &&
    (takes === undefined || image.architecture === takes) &&
    filters.Filter.every((filter) => passes(image, filter))
  )
}

/** What the images of a type must be made for. */
export const ARCHITECTURES = { X86: 'x86_64', ARM: 'arm64' } as const

function isTime(key: string): boolean {
  return key === 'CreationStartTime' || key === 'CreationEndTime'
}

/** Images can be grown while they run and are for every VPC; other keys are not known and pass. */
function passes(
  { createdAt }: Pick<ListedImage, 'createdAt'>,
  { Key, Value }: { Key: string; Value: string },
) {
  if (Key === 'NetworkType') return Value === 'vpc'
  if (!isTime(Key)) return true
  const [createdMs, givenMs] = [Date.parse(createdAt), minute(Value) ?? 0]
  return Key === 'CreationStartTime' ? createdMs >= givenMs : createdMs <= givenMs
}

function isLike(name: string, { match, text }: ReturnType<typeof namePattern>): boolean {
  switch (match) {
    case 'exact':
      return name === text
    case 'contains':
      return name.includes(text)
    case 'startsWith':
      return name.startsWith(text)
    case 'endsWith':
      return name.endsWith(text)
  }
}
