import type { Filters } from '../kit/tencent/filters.ts'
import type { CvmImage } from './images.catalog.ts'

type ImageFilter = (image: CvmImage, value: string) => boolean

/** Filters of DescribeImages, besides tags; public images have no tags and are in no cluster. */
const FILTERS: Readonly<Record<string, ImageFilter>> = {
  'image-id': ({ id }, value) => id === value,
  'image-type': (_, value) => value === 'PUBLIC_IMAGE',
  'image-name': ({ osName }, value) => includes(osName, value),
  platform: ({ platform }, value) => includes(platform, value),
  'dedicated-cluster-id': () => false,
  'cdc-cache-status': () => false,
}

export const IMAGE_FILTERS: readonly string[] = Object.keys(FILTERS)

/** True when each filter has a value that fits the image. Source: spec/tencent.md §2.4 DescribeImages. */
export function matchesImage(filters: Filters | undefined, image: CvmImage): boolean {
  return [...(filters ?? [])].every(([name, values]) => {
    const filter = FILTERS[name]
    return filter !== undefined && values.some((value) => filter(image, value))
  })
}

/** Names and platforms are found by a part of them, in any case. Unverified: that case does not count. */
function includes(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase())
}
