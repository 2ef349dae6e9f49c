import type { PublicImage } from './images.catalog.ts'

/** When the images of the catalog were put there; the cloud's own times are not known. */
const CATALOG_TIME = '2026-01-01T00:00:00+08:00'

/** An image as DescribeImages shows it. Source: spec/volcengine.md §2.13. */
export function presentImage(image: PublicImage) {
  return {
    ImageId: image.id,
    ImageName: image.osName,
    ImageOwnerId: '',
    Description: '',
    Architecture: 'amd64',
    OsType: image.os === 'windows' ? 'Windows' : 'Linux',
    OsName: image.osName,
    Platform: image.platform,
    PlatformVersion: image.platformVersion,
    Visibility: 'public',
    Status: 'available',
    ShareStatus: '',
    BootMode: 'BIOS',
    Kernel: '',
    LicenseType: '',
    IsSupportCloudInit: true,
    IsLTS: image.osName.includes('LTS'),
    // The agent of the cloud assistant is installed by RunInstances or InstallCloudAssistant.
    IsInstallRunCommandAgent: false,
    Size: image.sizeGiB,
    // A number as text: the Go SDK reads a json.Number.
    VirtualSize: String(image.sizeGiB),
    Snapshots: [],
    Tags: [],
    DetectionResults: null,
    ProjectName: '',
    CreatedAt: CATALOG_TIME,
    UpdatedAt: CATALOG_TIME,
  }
}
