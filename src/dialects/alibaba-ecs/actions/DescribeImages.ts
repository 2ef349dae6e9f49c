import type { Core } from '../../../core/core.ts'
import type { Call } from '../../../core/call.ts'
import { action } from '../../kit/action.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { catalog, findImage } from '../catalog.ts'
import { operationErrors } from '../faults.ts'
import { type ImageFilters, imageFilters, matchesImage, matchesNoImage } from '../image-filters.ts'
import { numberedPage } from '../numbered-page.ts'
import { listable, type ListedImage, presentImage } from '../present-image.ts'

/**
 * Lists public images, and the caller's own that he names by `m-…` ids: nobody keeps a list of them, but RunInstances
 * takes them. Source: spec/alibaba.md §2.11.
 */
export const DescribeImages = action({
  name: 'DescribeImages',
  access: 'list',
  params: imageFilters,
  async run({ core, call }, filters) {
    if (filters.DryRun) throw new Refusal(operationErrors.dryRun)
    const { Usage } = filters
    const found = matchesNoImage(filters) ? [] : await Promise.all(imagesOf(filters).map(withUse(core, call)))
    const images = found.filter(({ isUsed }) => Usage === undefined || isUsed === (Usage === 'instance'))
    const { rows, page } = numberedPage(images, filters)
    return { RegionId: call.region, ...page, Images: { Image: rows.map(presentImage) } }
  },
})

function imagesOf(filters: ImageFilters) {
  const own = (filters.ImageId ?? []).filter((id) => id.startsWith('m-'))
  const images = [...catalog.images, ...own.flatMap((id) => findImage(id) ?? [])]
  return images.map(listable).filter((image) => matchesImage(image, filters))
}

/** Whether instances of the caller were made from it. */
function withUse({ database }: Pick<Core, 'database'>, call: Call) {
  return async (image: Omit<ListedImage, 'isUsed'>): Promise<ListedImage> => {
    const query = { region: call.region, imageIds: [image.id], page: { limit: 1, offset: 0 } }
    const { total } = await database.instances.list(call, query)
    return { ...image, isUsed: total > 0 }
  }
}
