import type { Image } from '../kit/catalog.ts'

/** A public image with what DescribeImages tells of it. */
export interface CvmImage extends Image {
  readonly platform: 'TencentOS' | 'CentOS' | 'Rocky Linux' | 'Debian' | 'Ubuntu' | 'Windows'
  readonly architecture: 'x86_64' | 'arm'
  readonly sizeGiB: number
  readonly createdTime: string
}

/**
 * Public images. Ids and names: the console's public image pages and "Public Image Release Notes", as of 2026; sizes:
 * the smallest system disks of those pages. Unverified: the times of creation, which no page tells, and the id of the
 * ARM image.
 */
export const IMAGES: readonly CvmImage[] = [
  linux('img-eb30mz89', 'TencentOS Server 3.1 (TK4)', 'TencentOS'),
  linux('img-6n21msk1', 'TencentOS Server 4', 'TencentOS'),
  { ...linux('img-k4xgkxa5', 'TencentOS Server 3.1 (TK4) for ARM64', 'TencentOS'), architecture: 'arm' },
  linux('img-l8og963d', 'CentOS 7.9 64bit', 'CentOS'),
  linux('img-9qabwvbn', 'CentOS 7.6 64bit', 'CentOS'),
  linux('img-no575grb', 'Rocky Linux 8.6 64bit', 'Rocky Linux'),
  linux('img-no59bf11', 'Rocky Linux 9.2 64bit', 'Rocky Linux'),
  linux('img-7ag0z2jt', 'Debian 12 64bit', 'Debian'),
  linux('img-487zeit5', 'Ubuntu Server 22.04 LTS 64bit', 'Ubuntu'),
  linux('img-22trbn9x', 'Ubuntu Server 20.04 LTS 64bit', 'Ubuntu'),
  linux('img-pi0ii46r', 'Ubuntu Server 18.04.1 LTS 64bit', 'Ubuntu'),
  windows('img-1eckhm4t', 'Windows Server 2016 DataCenter 64bit EN'),
  windows('img-9id7emv7', 'Windows Server 2016 DataCenter 64bit CN'),
  windows('img-bhvhr6pr', 'Windows Server 2019 DataCenter 64bit EN'),
  windows('img-mmy6qctz', 'Windows Server 2019 DataCenter 64bit CN'),
]

/** An image by its id; one that is not in the catalog is somebody's own. Windows if its text says so. */
export function imageOf(id: string): Image {
  const known = IMAGES.find((image) => image.id === id)
  if (known) return known
  return id.includes('win')
    ? windows(id, 'Windows Server 64bit')
    : linux(id, 'Other Linux 64bit', 'TencentOS')
}

function linux(id: string, osName: string, platform: CvmImage['platform']): CvmImage {
  const loginUser = platform === 'Ubuntu' ? 'ubuntu' : 'root'
  const common = { architecture: 'x86_64', createdTime: '2024-01-15T08:00:00Z' } as const
  return { id, os: 'linux', osName, loginUser, platform, ...common, sizeGiB: 20 }
}

function windows(id: string, osName: string): CvmImage {
  const common = { architecture: 'x86_64', createdTime: '2024-01-15T08:00:00Z' } as const
  return {
    id,
    os: 'windows',
    osName,
    loginUser: 'Administrator',
    platform: 'Windows',
    ...common,
    sizeGiB: 50,
  }
}
