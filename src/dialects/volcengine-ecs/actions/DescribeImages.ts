import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { boolean } from '../../kit/params.ts'
import { findType } from '../catalog.ts'
import { PUBLIC_IMAGES, type PublicImage } from '../images.catalog.ts'
import { nextToken } from '../next-token.ts'
import { pageByPlace } from '../place-pages.ts'
import { presentImage } from '../present-image.ts'
import { given, list, maxResults, optionalText, tagFilters } from '../wire-types.ts'

const params = z.object({
  ImageIds: list(100),
  ImageName: optionalText(),
  OsType: optionalText(),
  Platform: optionalText(),
  Visibility: optionalText(),
  InstanceTypeId: optionalText(),
  IsLTS: given(boolean().optional()),
  IsSupportCloudInit: given(boolean().optional()),
  Status: list(10),
  ImageStatus: optionalText(),
  ProjectName: optionalText(),
  TagFilters: tagFilters(),
  NextToken: nextToken(),
  MaxResults: maxResults({ byDefault: 15, max: 100 }),
})

/** Lists the images that the cloud offers; there are no others here. Source: spec/volcengine.md §2.13. */
export const DescribeImages = action({
  name: 'DescribeImages',
  access: 'list',
  params,
  async run(_context, filters) {
    const found = isPossible(filters) ? PUBLIC_IMAGES.filter((image) => matches(image, filters)) : []
    const { rows, NextToken } = pageByPlace(found, filters)
    return { Images: rows.map(presentImage), NextToken, TotalCount: found.length }
  },
})

type Filters = z.output<typeof params>

/** Public images run on every type and have neither a project nor tags. */
function isPossible({ Visibility, InstanceTypeId, ProjectName, TagFilters }: Filters): boolean {
  if (Visibility !== undefined && Visibility !== 'public') return false
  if (InstanceTypeId !== undefined && !findType(InstanceTypeId)) return false
  return ProjectName === undefined && TagFilters.length === 0
}

/** Every condition that is given holds; of several values of one, any. */
function matches(image: PublicImage, filters: Filters): boolean {
  const shown = presentImage(image)
  const { ImageIds, ImageName, IsLTS, IsSupportCloudInit, Status } = filters
  return (
    (!ImageIds || ImageIds.includes(shown.ImageId)) &&
    (ImageName === undefined || shown.ImageName.includes(ImageName)) &&
    isOr(filters.OsType, shown.OsType) &&
    isOr(filters.Platform, shown.Platform) &&
    isOr(filters.ImageStatus, shown.Status) &&
    (IsLTS === undefined || IsLTS === shown.IsLTS) &&
    (IsSupportCloudInit === undefined || IsSupportCloudInit === shown.IsSupportCloudInit) &&
    (!Status || Status.includes(shown.Status))
  )
}

function isOr(wanted: string | undefined, value: string): boolean {
  return wanted === undefined || wanted === value
}
