import type { Catalog, Image } from '../../../src/dialects/kit/catalog.ts'

export const IMAGE: Image = { id: 'toy-os', os: 'linux', osName: 'Toy OS 1', loginUser: 'toy' }

export const catalog: Catalog = {
  regions: [
    {
      ...{ id: 'nursery', nameEn: 'Nursery', nameZh: '儿童房' },
      zones: [{ id: 'nursery-shelf', nameEn: 'Shelf', nameZh: '架子' }],
    },
  ],
  images: [IMAGE],
  types: [{ id: 'tiny', cores: 1, memoryGiB: 1 }],
}
