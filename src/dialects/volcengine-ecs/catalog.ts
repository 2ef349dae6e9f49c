import type { Catalog, Image, MachineType, Region } from '../kit/catalog.ts'
import { DEFAULT_IMAGE, PUBLIC_IMAGES, WINDOWS_IMAGE } from './images.catalog.ts'
import { FAMILIES, MEMORY_PER_CORE, SIZES } from './instance-types.catalog.ts'
import { REGIONS } from './regions.catalog.ts'

export const DEFAULT_TYPE = 'ecs.g3i.large'

export const catalog: Catalog = {
  regions: REGIONS.map(toRegion),
  images: PUBLIC_IMAGES,
  types: FAMILIES.flatMap(([family, ratio]) =>
    SIZES.map(([size, cores]) => ({ id: `ecs.${family}.${size}`, cores, memoryGiB: cores * ratio })),
  ),
}

const types: ReadonlyMap<string, MachineType> = new Map(catalog.types.map((type) => [type.id, type]))

/** A well-formed id that is not on offer is somebody's own image: Linux unless it says otherwise. */
export function findImage(id: string): Image | undefined {
  const found = PUBLIC_IMAGES.find((image) => image.id === id)
  if (found || !/^image-[0-9a-z]{1,32}$/.test(id)) return found
  const [like, osName] = id.includes('win')
    ? [WINDOWS_IMAGE, 'Windows Server 64 bit']
    : [DEFAULT_IMAGE, 'Linux 64 bit']
  return { id, osName, os: like.os, loginUser: like.loginUser }
}

/** Families come and go: a well-formed type that is not on offer has the size its name says. */
export function findType(id: string): MachineType | undefined {
  const found = types.get(id)
  if (found) return found
  const [, family, count, size] =
    /^ecs\.([a-z0-9-]{1,40})\.(?:(\d{0,3})(xlarge)|large|medium|small)$/.exec(id) ?? []
  if (family === undefined) return undefined
  const cores = size === undefined ? 2 : 4 * Number(count || 1)
  return { id, cores, memoryGiB: cores * (MEMORY_PER_CORE[family.charAt(0)] ?? 4) }
}

function toRegion([id, nameEn, nameZh, zones]: (typeof REGIONS)[number]): Region {
  const letters = Array.from(zones)
  return {
    ...{ id, nameEn, nameZh },
    zones: letters.map((letter) => ({
      id: `${id}-${letter}`,
      nameEn: `${nameEn} Zone ${letter.toUpperCase()}`,
      nameZh: `${nameZh}可用区${letter.toUpperCase()}`,
    })),
  }
}
