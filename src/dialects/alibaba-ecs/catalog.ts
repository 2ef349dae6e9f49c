import type { Catalog, Image, MachineType, Region } from '../kit/catalog.ts'
import { IMAGES } from './images.catalog.ts'
import { FAMILIES, SIZES, SMALL_TYPES } from './instance-types.catalog.ts'
import { REGION_CODES, REGIONS } from './regions.catalog.ts'

/** The three characters that ids of a region begin with. */
export function regionCode(region: string): string {
  return REGION_CODES.get(region) ?? 'bp1'
}

export const catalog: Catalog = {
  regions: REGIONS.map(toRegion),
  images: IMAGES,
  types: [
    ...SMALL_TYPES,
    ...FAMILIES.flatMap(({ id, memoryPerCore }) =>
      SIZES.map((size) => sized(`${id}.${size}`, memoryPerCore)),
    ),
  ],
}

/**
 * The image of an id or family. People have images of their own, so any well-formed name is one; it is taken for
 * Linux unless its text says Windows.
 */
export function findImage(idOrFamily: string): Image | undefined {
  const name = idOrFamily.replace(/^acs:/, '')
  const known = IMAGES.find(
    ({ id, family }) => id === name || family === `acs:${name}` || id.startsWith(`${name}_`),
  )
  if (known) return known
  if (!/^[A-Za-z][A-Za-z0-9_.*-]{1,127}$/.test(name)) return undefined
  return /win/i.test(name)
    ? { id: name, os: 'windows', osName: 'Windows Server  64 bit', loginUser: 'administrator' }
    : { id: name, os: 'linux', osName: 'Linux  64 bit', loginUser: 'root' }
}

/** A type of the catalog, or one that a size can be read from: `ecs.hfg6.2xlarge`. */
export function findType(id: string): MachineType | undefined {
  const known = catalog.types.find((type) => type.id === id)
  if (known) return known
  return /^ecs\.[a-z0-9-]{1,40}\.(?!\d{4})[a-z0-9-]{1,40}$/.test(id) ? sized(id, 4) : undefined
}

/** The family of a type: `ecs.t6` of `ecs.t6-c1m1.large`. */
export function familyIdOf(type: string): string {
  return /^ecs\.[^.-]+/.exec(type)?.[0] ?? type
}

function sized(id: string, memoryPerCore: number): MachineType {
  const match = /(\d{0,3})(x?)large$/.exec(id)
  const cores = match?.[2] ? 4 * Number(match[1] || 1) : match ? 2 : 1
  return { id, cores, memoryGiB: cores * memoryPerCore }
}

function toRegion([id, nameEn, nameZh, letters]: (typeof REGIONS)[number]): Region {
  const separator = /\d$/.test(id) ? '' : '-'
  const zones = Array.from(letters).map((letter) => ({
    id: `${id}${separator}${letter}`,
    nameEn: `${nameEn} Zone ${letter.toUpperCase()}`,
    nameZh: `${nameZh} 可用区 ${letter.toUpperCase()}`,
  }))
  return { id, nameEn, nameZh, zones }
}
