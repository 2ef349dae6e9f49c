import type { Catalog, Image, MachineType, Region } from '../kit/catalog.ts'

// Source: regions, zones, images and types as the public documentation of the cloud lists them, 2026;
// endpoints follow `ecs.<region>.aliyuncs.com` (spec/alibaba.md §2.11). A selection, not the whole offer.

/** Two names, and the letters of the zones. */
const REGIONS: readonly (readonly [id: string, en: string, zh: string, zones: string])[] = [
  ['cn-hangzhou', 'China (Hangzhou)', '华东1（杭州）', 'bghijk'],
  ['cn-shanghai', 'China (Shanghai)', '华东2（上海）', 'abefglmn'],
  ['cn-nanjing', 'China (Nanjing - Local Region)', '华东5（南京-本地地域）', 'a'],
  ['cn-qingdao', 'China (Qingdao)', '华北1（青岛）', 'bc'],
  ['cn-beijing', 'China (Beijing)', '华北2（北京）', 'acdefghijkl'],
  ['cn-zhangjiakou', 'China (Zhangjiakou)', '华北3（张家口）', 'abc'],
  ['cn-huhehaote', 'China (Hohhot)', '华北5（呼和浩特）', 'ab'],
  ['cn-wulanchabu', 'China (Ulanqab)', '华北6（乌兰察布）', 'abc'],
  ['cn-shenzhen', 'China (Shenzhen)', '华南1（深圳）', 'acdef'],
  ['cn-heyuan', 'China (Heyuan)', '华南2（河源）', 'ab'],
  ['cn-guangzhou', 'China (Guangzhou)', '华南3（广州）', 'ab'],
  ['cn-chengdu', 'China (Chengdu)', '西南1（成都）', 'ab'],
  ['cn-hongkong', 'China (Hong Kong)', '中国香港', 'bcd'],
  ['ap-northeast-1', 'Japan (Tokyo)', '日本（东京）', 'abc'],
  ['ap-northeast-2', 'South Korea (Seoul)', '韩国（首尔）', 'ab'],
  ['ap-southeast-1', 'Singapore', '新加坡', 'abc'],
  ['ap-southeast-3', 'Malaysia (Kuala Lumpur)', '马来西亚（吉隆坡）', 'abc'],
  ['ap-southeast-5', 'Indonesia (Jakarta)', '印度尼西亚（雅加达）', 'abc'],
  ['ap-southeast-6', 'Philippines (Manila)', '菲律宾（马尼拉）', 'ab'],
  ['ap-southeast-7', 'Thailand (Bangkok)', '泰国（曼谷）', 'ab'],
  ['us-east-1', 'US (Virginia)', '美国（弗吉尼亚）', 'ab'],
  ['us-west-1', 'US (Silicon Valley)', '美国（硅谷）', 'ab'],
  ['eu-west-1', 'UK (London)', '英国（伦敦）', 'ab'],
  ['eu-central-1', 'Germany (Frankfurt)', '德国（法兰克福）', 'abc'],
  ['me-east-1', 'UAE (Dubai)', '阿联酋（迪拜）', 'a'],
]

/** What ids made in a region begin with. Source: spec/alibaba.md §3.4 and examples of the reference pages. */
const REGION_CODES: ReadonlyMap<string, string> = new Map([
  ['cn-hangzhou', 'bp1'],
  ['cn-qingdao', 'm5e'],
  ['cn-shanghai', 'uf6'],
  ['cn-beijing', '2ze'],
  ['cn-zhangjiakou', '8vb'],
  ['cn-shenzhen', 'wz9'],
  ['cn-hongkong', 'j6c'],
  ['us-west-1', 'rj9'],
  ['ap-northeast-1', '6we'],
  ['ap-southeast-1', 't4n'],
])

/** The three characters that ids of a region begin with. */
export function regionCode(region: string): string {
  return REGION_CODES.get(region) ?? 'bp1'
}

export const DEFAULT_IMAGE: Image = linux(
  'aliyun_3_x64_20G_alibase_20240819.vhd',
  'Alibaba Cloud Linux  3.2104 LTS 64 bit',
)
export const WINDOWS_IMAGE: Image = windows(
  'win2022_21H2_x64_dtc_en-us_40G_alibase_20240816.vhd',
  'Windows Server  2022 Data Center Edition 64 bit English Edition',
)

const IMAGES: readonly Image[] = [
  DEFAULT_IMAGE,
  linux('aliyun_2_1903_x64_20G_alibase_20240628.vhd', 'Alibaba Cloud Linux  2.1903 LTS 64 bit'),
  linux('centos_7_9_x64_20G_alibase_20240628.vhd', 'CentOS  7.9 64 bit'),
  linux('centos_stream_9_x64_20G_alibase_20240715.vhd', 'CentOS Stream  9 64 bit'),
  linux('ubuntu_20_04_x64_20G_alibase_20240819.vhd', 'Ubuntu  20.04 64 bit'),
  linux('ubuntu_22_04_x64_20G_alibase_20240819.vhd', 'Ubuntu  22.04 64 bit'),
  linux('ubuntu_24_04_x64_20G_alibase_20240812.vhd', 'Ubuntu  24.04 64 bit'),
  linux('debian_12_6_x64_20G_alibase_20240819.vhd', 'Debian  12.6 64 bit'),
  linux('rockylinux_9_4_x64_20G_alibase_20240802.vhd', 'Rocky Linux  9.4 64 bit'),
  linux('almalinux_9_4_x64_20G_alibase_20240813.vhd', 'AlmaLinux  9.4 64 bit'),
  WINDOWS_IMAGE,
  windows(
    'win2022_21H2_x64_dtc_zh-cn_40G_alibase_20240816.vhd',
    'Windows Server  2022 Data Center Edition 64 bit Chinese Edition',
  ),
  windows(
    'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
    'Windows Server  2019 Data Center Edition 64 bit Chinese Edition',
  ),
]

export const DEFAULT_TYPE = 'ecs.g6.large'

/** Memory in GiB for each core, by family. */
const FAMILIES: readonly (readonly [family: string, memoryPerCore: number])[] = [
  ['ecs.g5', 4],
  ['ecs.g6', 4],
  ['ecs.g7', 4],
  ['ecs.g8i', 4],
  ['ecs.c6', 2],
  ['ecs.c7', 2],
  ['ecs.r6', 8],
  ['ecs.r7', 8],
]

const SIZES = ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge']

const SMALL_TYPES: readonly MachineType[] = [
  { id: 'ecs.t5-lc1m1.small', cores: 1, memoryGiB: 1 },
  { id: 'ecs.t6-c1m1.large', cores: 2, memoryGiB: 2 },
  { id: 'ecs.e-c1m1.large', cores: 2, memoryGiB: 2 },
  { id: 'ecs.n4.small', cores: 1, memoryGiB: 2 },
  { id: 'ecs.n4.large', cores: 2, memoryGiB: 4 },
  { id: 'ecs.s6-c1m2.small', cores: 1, memoryGiB: 2 },
]

export const catalog: Catalog = {
  regions: REGIONS.map(toRegion),
  images: IMAGES,
  types: [
    ...SMALL_TYPES,
    ...FAMILIES.flatMap(([family, memoryPerCore]) =>
      SIZES.map((size) => sized(`${family}.${size}`, memoryPerCore)),
    ),
  ],
}

/**
 * The image of an id or family. People have images of their own, so any well-formed name is one; it is taken for
 * Linux unless its text says Windows.
 */
export function findImage(idOrFamily: string): Image | undefined {
  const name = idOrFamily.replace(/^acs:/, '')
  const known = IMAGES.find(({ id }) => id === name || id.startsWith(`${name}_`))
  if (known) return known
  if (!/^[A-Za-z][A-Za-z0-9_.*-]{1,127}$/.test(name)) return undefined
  return /win/i.test(name) ? windows(name, 'Windows Server  64 bit') : linux(name, 'Linux  64 bit')
}

/** A type of the catalog, or one that a size can be read from: `ecs.hfg6.2xlarge`. */
export function findType(id: string): MachineType | undefined {
  const known = catalog.types.find((type) => type.id === id)
  if (known) return known
  return /^ecs\.[a-z0-9-]+\.[a-z0-9-]+$/.test(id) ? sized(id, 4) : undefined
}

function sized(id: string, memoryPerCore: number): MachineType {
  const match = /(\d*)(x?)large$/.exec(id)
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

function linux(id: string, osName: string): Image {
  return { id, os: 'linux', osName, loginUser: 'root' }
}

function windows(id: string, osName: string): Image {
  return { id, os: 'windows', osName, loginUser: 'administrator' }
}
