import type { Catalog } from '../kit/catalog.ts'
import { TENCENT_REGIONS } from '../kit/tencent/regions.catalog.ts'
import { IMAGES } from './images.catalog.ts'
import { INSTANCE_TYPES } from './instance-types.catalog.ts'

/** What this cloud has on offer here. Sources are noted in the parts. */
export const catalog: Catalog = { regions: TENCENT_REGIONS, images: IMAGES, types: INSTANCE_TYPES }
