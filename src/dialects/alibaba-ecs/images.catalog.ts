import type { Image } from '../kit/catalog.ts'

// Source: public images as the public documentation of the cloud lists them, 2026; ids end with the day of their
// release. A selection, not the whole offer. What DescribeImages says about them: spec/alibaba.md §2.11.

export type Architecture = 'x86_64' | 'arm64'

/** A public image with what DescribeImages tells of it. */
export interface PublicImage extends Image {
  /** Name of its family, with `acs:`; asking for it gives the newest of the family. */
  readonly family: string
  readonly platform: string
  readonly architecture: Architecture
  readonly sizeGiB: number
  /** `yyyy-MM-ddTHH:mm:ssZ`. */
  readonly createdAt: string
}

export const DEFAULT_IMAGE: PublicImage = linux('aliyun_3_x64_20G_alibase_20240819.vhd', {
  osName: 'Alibaba Cloud Linux  3.2104 LTS 64 bit',
  platform: 'Aliyun',
  family: 'acs:alibaba_cloud_linux_3_2104_lts_x64',
})

export const WINDOWS_IMAGE: PublicImage = windows(
  'win2022_21H2_x64_dtc_en-us_40G_alibase_20240816.vhd',
  'Windows Server  2022 Data Center Edition 64 bit English Edition',
)

export const IMAGES: readonly PublicImage[] = [
  DEFAULT_IMAGE,
  linux('aliyun_3_arm64_20G_alibase_20240819.vhd', {
    osName: 'Alibaba Cloud Linux  3.2104 LTS 64 bit ARM Edition',
    platform: 'Aliyun',
    family: 'acs:alibaba_cloud_linux_3_2104_lts_arm64',
  }),
  linux('aliyun_2_1903_x64_20G_alibase_20240628.vhd', {
    osName: 'Alibaba Cloud Linux  2.1903 LTS 64 bit',
    platform: 'Aliyun',
    family: 'acs:alibaba_cloud_linux_2_1903_lts_x64',
  }),
  linux('centos_7_9_x64_20G_alibase_20240628.vhd', { osName: 'CentOS  7.9 64 bit', platform: 'CentOS' }),
  linux('centos_stream_9_x64_20G_alibase_20240715.vhd', {
    osName: 'CentOS Stream  9 64 bit',
    platform: 'CentOS Stream',
  }),
  linux('ubuntu_20_04_x64_20G_alibase_20240819.vhd', { osName: 'Ubuntu  20.04 64 bit', platform: 'Ubuntu' }),
  linux('ubuntu_22_04_x64_20G_alibase_20240819.vhd', { osName: 'Ubuntu  22.04 64 bit', platform: 'Ubuntu' }),
  linux('ubuntu_22_04_arm64_20G_alibase_20240819.vhd', {
    osName: 'Ubuntu  22.04 64 bit ARM Edition',
    platform: 'Ubuntu',
  }),
  linux('ubuntu_24_04_x64_20G_alibase_20240812.vhd', { osName: 'Ubuntu  24.04 64 bit', platform: 'Ubuntu' }),
  linux('debian_12_6_x64_20G_alibase_20240819.vhd', { osName: 'Debian  12.6 64 bit', platform: 'Debian' }),
  linux('rockylinux_9_4_x64_20G_alibase_20240802.vhd', {
    osName: 'Rocky Linux  9.4 64 bit',
    platform: 'Rocky Linux',
  }),
  linux('almalinux_9_4_x64_20G_alibase_20240813.vhd', {
    osName: 'AlmaLinux  9.4 64 bit',
    platform: 'AlmaLinux',
  }),
  WINDOWS_IMAGE,
  windows(
    'win2022_21H2_x64_dtc_zh-cn_40G_alibase_20240816.vhd',
    'Windows Server  2022 Data Center Edition 64 bit Chinese Edition',
  ),
  windows(
    'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
    'Windows Server  2019 Data Center Edition 64 bit Chinese Edition',
    'Windows Server 2019',
  ),
]

interface Told {
  readonly osName: string
  readonly platform: string
  /** What the id says where it is left out. */
  readonly family?: string
}

function linux(id: string, told: Told): PublicImage {
  return { ...readId(id), os: 'linux', loginUser: 'root', ...told }
}

function windows(id: string, osName: string, platform = 'Windows Server 2022'): PublicImage {
  return { ...readId(id), os: 'windows', loginUser: 'administrator', osName, platform }
}

/** `ubuntu_22_04_x64_20G_alibase_20240819.vhd`: family, size and day. */
function readId(id: string): Pick<PublicImage, 'id' | 'family' | 'architecture' | 'sizeGiB' | 'createdAt'> {
  const [, family = '', size, year, month, day] =
    /^(.+)_(\d+)G_alibase_(\d{4})(\d\d)(\d\d)\.vhd$/.exec(id) ?? []
  return {
    id,
    family: `acs:${family}`,
    architecture: family.includes('arm64') ? 'arm64' : 'x86_64',
    sizeGiB: Number(size),
    createdAt: `${year}-${month}-${day}T00:00:00Z`,
  }
}
