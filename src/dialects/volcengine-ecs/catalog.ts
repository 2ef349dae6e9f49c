import type { Catalog, Image, MachineType, Region } from '../kit/catalog.ts'

// Source: regions, families and systems as the public documentation of the cloud lists them, 2026; the first four
// regions also spec/volcengine.md §1.1, four others §4.2. Unverified: which zones each region has, and the ids of the
// images, which are of the documented form (§3.4). A selection, not the whole offer.

/** Two names, and the letters of the zones. */
const REGIONS: readonly (readonly [id: string, en: string, zh: string, zones: string])[] = [
  ['cn-beijing', 'North China 2 (Beijing)', '华北2（北京）', 'abcd'],
  ['cn-shanghai', 'East China 2 (Shanghai)', '华东2（上海）', 'abce'],
  ['cn-guangzhou', 'South China 1 (Guangzhou)', '华南1（广州）', 'abc'],
  ['ap-southeast-1', 'Asia Pacific SE (Johor)', '亚太东南（柔佛）', 'abc'],
  ['ap-southeast-3', 'Asia Pacific SE (Jakarta)', '亚太东南（雅加达）', 'ab'],
  ['cn-hongkong', 'Hong Kong, China', '中国香港', 'ab'],
  ['cn-beijing2', 'North China 3 (Beijing)', '华北3（北京）', 'ab'],
  ['cn-datong', 'North China (Datong)', '华北（大同）', 'a'],
  ['cn-wulanchabu', 'North China (Ulanqab)', '华北（乌兰察布）', 'a'],
  ['cn-beijing-selfdrive', 'North China 2 (self-driving)', '华北2（自动驾驶专区）', 'a'],
  ['cn-beijing-autodriving', 'North China 2 (autonomous driving)', '华北2（智驾专区）', 'a'],
  ['cn-shanghai-autodriving', 'East China 2 (autonomous driving)', '华东2（智驾专区）', 'a'],
]

export const DEFAULT_IMAGE: Image = linux(
  'image-ybvelinux20lts00x640',
  'veLinux 2.0 CentOS Compatible 64 bit',
)
export const WINDOWS_IMAGE: Image = windows(
  'image-ybwin2022dcen000x640',
  'Windows Server 2022 Datacenter 64 bit English Edition',
)
export const DEFAULT_TYPE = 'ecs.g3i.large'

const IMAGES: readonly Image[] = [
  DEFAULT_IMAGE,
  linux('image-ybvelinux10lts00x640', 'veLinux 1.0 CentOS Compatible 64 bit'),
  linux('image-ybubuntu2404lts0x640', 'Ubuntu 24.04 LTS 64 bit'),
  linux('image-ybubuntu2204lts0x640', 'Ubuntu 22.04 LTS 64 bit'),
  linux('image-ybdebian120000000x64', 'Debian 12.5 64 bit'),
  linux('image-ybcentos790000000x64', 'CentOS 7.9 64 bit'),
  linux('image-ybrocky9400000000x64', 'Rocky Linux 9.4 64 bit'),
  WINDOWS_IMAGE,
  windows('image-ybwin2019dcen000x640', 'Windows Server 2019 Datacenter 64 bit English Edition'),
  windows('image-ybwin2016dccn000x640', 'Windows Server 2016 Datacenter 64 bit Chinese Edition'),
]

/** GiB of memory per core. */
const FAMILIES: readonly (readonly [family: string, ratio: number])[] = [
  ...([
    ['g1', 4],
    ['g1ie', 4],
    ['g2i', 4],
    ['g3i', 4],
    ['g3il', 4],
    ['g3a', 4],
    ['g4i', 4],
  ] as const),
  ...([
    ['c1', 2],
    ['c1ie', 2],
    ['c3i', 2],
    ['c3il', 2],
    ['c3a', 2],
    ['c4i', 2],
  ] as const),
  ...([
    ['r1', 8],
    ['r1ie', 8],
    ['r3i', 8],
    ['r3il', 8],
    ['r3a', 8],
    ['r4i', 8],
  ] as const),
]

const SIZES: readonly (readonly [size: string, cores: number])[] = [
  ['large', 2],
  ['xlarge', 4],
  ['2xlarge', 8],
  ['4xlarge', 16],
  ['8xlarge', 32],
  ['16xlarge', 64],
]

export const catalog: Catalog = {
  regions: REGIONS.map(toRegion),
  images: IMAGES,
  types: FAMILIES.flatMap(([family, ratio]) =>
    SIZES.map(([size, cores]) => ({ id: `ecs.${family}.${size}`, cores, memoryGiB: cores * ratio })),
  ),
}

const types: ReadonlyMap<string, MachineType> = new Map(catalog.types.map((type) => [type.id, type]))

/** A well-formed id that is not on offer is somebody's own image: Linux unless it says otherwise. */
export function findImage(id: string): Image | undefined {
  const found = IMAGES.find((image) => image.id === id)
  if (found || !/^image-[0-9a-z]{1,32}$/.test(id)) return found
  return id.includes('win') ? windows(id, 'Windows Server 64 bit') : linux(id, 'Linux 64 bit')
}

/** Families come and go: a well-formed type that is not on offer has the size its name says. */
export function findType(id: string): MachineType | undefined {
  const found = types.get(id)
  if (found) return found
  const [, family, count, size] =
    /^ecs\.([a-z0-9-]{1,40})\.(?:(\d{0,3})(xlarge)|large|medium|small)$/.exec(id) ?? []
  if (family === undefined) return undefined
  const cores = size === undefined ? 2 : 4 * Number(count || 1)
  return { id, cores, memoryGiB: cores * (MEMORY_BY_LETTER[family.charAt(0)] ?? 4) }
}

const MEMORY_BY_LETTER: Readonly<Record<string, number>> = { c: 2, r: 8 }

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

function linux(id: string, osName: string): Image {
  return { id, os: 'linux', osName, loginUser: 'root' }
}

function windows(id: string, osName: string): Image {
  return { id, os: 'windows', osName, loginUser: 'Administrator' }
}
