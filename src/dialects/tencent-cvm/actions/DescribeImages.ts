import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { invalidValue } from '../../kit/tencent/common-errors.ts'
import { must, paging } from '../../kit/tencent/param-checks.ts'
import { tencentError } from '../../kit/tencent/tencent-error.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { IMAGE_FILTERS, matchesImage } from '../image-filters.ts'
import { type CvmImage, IMAGES } from '../images.catalog.ts'
import { imageId } from '../instance-param-types.ts'
import { INSTANCE_TYPES, machineType } from '../instance-types.catalog.ts'
import { cvmFilters, malformedInstanceType } from '../param-types.ts'

/** Lists the images that instances can be made of; unknown ids are absent. Source: spec/tencent.md §2.4. */
export const DescribeImages = action({
  name: 'DescribeImages',
  access: 'list',
  params: z.strictObject({
    ImageIds: z.array(imageId()).max(100).optional(),
    Filters: cvmFilters(IMAGE_FILTERS),
    ...paging({
      offset: () => invalidValue('Offset'),
      limit: () =>
        tencentError('InvalidParameterValue.InvalidParameterValueLimit', invalidValue('Limit').message),
    }),
    InstanceType: instanceType().optional(),
  }),
  async run(_, { ImageIds, Filters: filters, Offset, Limit, InstanceType }) {
    if (ImageIds && filters) throw new Refusal(BOTH)
    const architecture = architectureOf(InstanceType)
    const found = IMAGES.filter(
      (image) =>
        (ImageIds?.includes(image.id) ?? true) &&
        matchesImage(filters, image) &&
        (architecture === undefined || image.architecture === architecture),
    )
    return { TotalCount: found.length, ImageSet: found.slice(Offset, Offset + Limit).map(presentImage) }
  },
})

const BOTH = tencentError(
  'InvalidParameter.InvalidParameterCoexistImageIdsFilters',
  'The parameters `ImageIds` and `Filters` cannot be given together.',
)

function instanceType() {
  return text().check(must((type) => machineType(type) !== undefined, malformedInstanceType))
}

/** A type that is not in the catalog has the usual one. */
function architectureOf(type: string | undefined): CvmImage['architecture'] | undefined {
  if (type === undefined) return undefined
  return INSTANCE_TYPES.find(({ id }) => id === type)?.architecture ?? 'x86_64'
}

function presentImage(image: CvmImage) {
  return {
    ImageId: image.id,
    OsName: image.osName,
    ImageType: 'PUBLIC_IMAGE',
    CreatedTime: image.createdTime,
    ImageName: image.osName,
    ImageDescription: image.osName,
    ImageSize: image.sizeGiB,
    Architecture: image.architecture,
    ImageState: 'NORMAL',
    Platform: image.platform,
    ImageCreator: '',
    ImageSource: 'OFFICIAL',
    SyncPercent: 100,
    IsSupportCloudinit: true,
    SnapshotSet: [],
    Tags: [],
    LicenseType: 'TencentCloud',
  }
}
