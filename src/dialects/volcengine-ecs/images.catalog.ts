import type { Image } from '../kit/catalog.ts'

// Source: systems and their platforms as the public documentation of the cloud lists them, 2026; the fields are those of
// spec/volcengine.md §2.13. Unverified: ids, which are of the documented form (§3.4), and sizes. A selection.

/** An image that the cloud offers to everybody. */
export interface PublicImage extends Image {
  /** As DescribeImages spells it: `CentOS`, `Windows Server`. */
  readonly platform: string
  readonly platformVersion: string
  readonly sizeGiB: number
}

export const DEFAULT_IMAGE: PublicImage = linux('image-ybvelinux20lts00x640', {
  platform: 'veLinux',
  platformVersion: '2.0',
  osName: 'veLinux 2.0 CentOS Compatible 64 bit',
})

export const WINDOWS_IMAGE: PublicImage = windows('image-ybwin2022dcen000x640', {
  platformVersion: '2022',
  osName: 'Windows Server 2022 Datacenter 64 bit English Edition',
})

export const PUBLIC_IMAGES: readonly PublicImage[] = [
  DEFAULT_IMAGE,
  linux('image-ybvelinux10lts00x640', {
    platform: 'veLinux',
    platformVersion: '1.0',
    osName: 'veLinux 1.0 CentOS Compatible 64 bit',
  }),
  linux('image-ybubuntu2404lts0x640', {
    platform: 'Ubuntu',
    platformVersion: '24.04',
    osName: 'Ubuntu 24.04 LTS 64 bit',
  }),
  linux('image-ybubuntu2204lts0x640', {
    platform: 'Ubuntu',
    platformVersion: '22.04',
    osName: 'Ubuntu 22.04 LTS 64 bit',
  }),
  linux('image-ybdebian120000000x64', {
    platform: 'Debian',
    platformVersion: '12.5',
    osName: 'Debian 12.5 64 bit',
  }),
  linux('image-ybcentos790000000x64', {
    platform: 'CentOS',
    platformVersion: '7.9',
    osName: 'CentOS 7.9 64 bit',
  }),
  linux('image-ybrocky9400000000x64', {
    platform: 'Rocky Linux',
    platformVersion: '9.4',
    osName: 'Rocky Linux 9.4 64 bit',
  }),
  WINDOWS_IMAGE,
  windows('image-ybwin2019dcen000x640', {
    platformVersion: '2019',
    osName: 'Windows Server 2019 Datacenter 64 bit English Edition',
  }),
  windows('image-ybwin2016dccn000x640', {
    platformVersion: '2016',
    osName: 'Windows Server 2016 Datacenter 64 bit Chinese Edition',
  }),
]

function linux(id: string, facts: Pick<PublicImage, 'platform' | 'platformVersion' | 'osName'>): PublicImage {
  return { id, os: 'linux', loginUser: 'root', sizeGiB: 20, ...facts }
}

function windows(id: string, facts: Pick<PublicImage, 'platformVersion' | 'osName'>): PublicImage {
  return {
    ...{ id, os: 'windows', loginUser: 'Administrator', platform: 'Windows Server', sizeGiB: 40 },
    ...facts,
  }
}
