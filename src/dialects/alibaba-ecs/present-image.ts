import type { Image } from '../kit/catalog.ts'
import { type Architecture, IMAGES, type PublicImage } from './images.catalog.ts'

/** What is told of somebody's own image: nobody keeps more of it than its id. */
const OWN_IMAGE = {
  family: '',
  architecture: 'x86_64',
  sizeGiB: 20,
  createdAt: '2024-01-01T00:00:00Z',
} as const

/** A public image, or one of the caller's own by its id. */
export interface ListedImage extends Omit<PublicImage, 'architecture'> {
  readonly architecture: Architecture
  readonly owner: 'system' | 'self'
  /** Some instance of the caller in the region was made from it. */
  readonly isUsed: boolean
}

/** The image of the catalog, undefined for somebody's own. */
export function publicImage(id: string): PublicImage | undefined {
  return IMAGES.find((image) => image.id === id)
}

/** What DescribeImages can list: the catalog and the own images that are named. */
export function listable(image: Image): Omit<ListedImage, 'isUsed'> {
  const known = publicImage(image.id)
  if (known) return { ...known, owner: 'system' }
  const platform = image.os === 'windows' ? 'Windows Server 2022' : 'Others Linux'
  return { ...OWN_IMAGE, ...image, platform, owner: 'self' }
}

/** An image as DescribeImages shows it. Source: spec/alibaba.md §2.11. */
export function presentImage(image: ListedImage) {
  const isLinux = image.os === 'linux'
  return {
    ImageId: image.id,
    ImageName: image.id,
    ImageFamily: image.family,
    ImageVersion: /_(\d{8})\.vhd$/.exec(image.id)?.[1] ?? '1.0',
    ImageOwnerAlias: image.owner,
    ImageOwnerId: 0,
    Description: '',
    Platform: image.platform,
    OSType: image.os,
    OSName: image.osName.replace(' bit', ' 位'),
    OSNameEn: image.osName,
    Architecture: image.architecture,
    Size: image.sizeGiB,
    Status: 'Available',
    Progress: '100%',
    CreationTime: image.createdAt,
    Usage: image.isUsed ? 'instance' : 'none',
    ...flags(image, isLinux),
    BootMode: image.architecture === 'arm64' ? 'UEFI' : 'BIOS',
    ProductCode: '',
    ResourceGroupId: '',
    SupplierName: '',
    DiskDeviceMappings: { DiskDeviceMapping: image.owner === 'self' ? [systemDisk(image)] : [] },
    Tags: { Tag: [] },
  }
}

function flags({ owner }: ListedImage, isLinux: boolean) {
  return {
    IsSelfShared: '',
    IsCopied: false,
    IsSubscribed: false,
    IsPublic: owner === 'system',
    IsSupportIoOptimized: true,
    IsSupportCloudinit: true,
    LoginAsNonRootSupported: isLinux,
  }
}

function systemDisk({ sizeGiB }: ListedImage) {
  return {
    Device: '/dev/xvda',
    Size: String(sizeGiB),
    Type: 'system',
    SnapshotId: '',
    Format: '',
    Progress: '',
    ImportOSSBucket: '',
    ImportOSSObject: '',
    RemainTime: 0,
    Encrypted: false,
  }
}
