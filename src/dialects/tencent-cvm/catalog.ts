import type { Catalog, Image, MachineType } from '../kit/catalog.ts'
import { TENCENT_REGIONS } from '../kit/tencent/regions.catalog.ts'

/** Public images. Ids: the console's public image pages and "Public Image Release Notes", as of 2026. */
const IMAGES: readonly Image[] = [
  linux('img-eb30mz89', 'TencentOS Server 3.1 (TK4)'),
  linux('img-6n21msk1', 'TencentOS Server 4'),
  linux('img-l8og963d', 'CentOS 7.9 64bit'),
  linux('img-9qabwvbn', 'CentOS 7.6 64bit'),
  linux('img-no575grb', 'Rocky Linux 8.6 64bit'),
  linux('img-no59bf11', 'Rocky Linux 9.2 64bit'),
  linux('img-7ag0z2jt', 'Debian 12 64bit'),
  linux('img-487zeit5', 'Ubuntu Server 22.04 LTS 64bit', 'ubuntu'),
  linux('img-22trbn9x', 'Ubuntu Server 20.04 LTS 64bit', 'ubuntu'),
  linux('img-pi0ii46r', 'Ubuntu Server 18.04.1 LTS 64bit', 'ubuntu'),
  windows('img-1eckhm4t', 'Windows Server 2016 DataCenter 64bit EN'),
  windows('img-9id7emv7', 'Windows Server 2016 DataCenter 64bit CN'),
  windows('img-bhvhr6pr', 'Windows Server 2019 DataCenter 64bit EN'),
  windows('img-mmy6qctz', 'Windows Server 2019 DataCenter 64bit CN'),
]

/** Sizes of the current families. Source: "Instance Types" of the CVM documentation. */
const SIZES = [
  'SMALL1',
  'SMALL2',
  'MEDIUM2',
  'MEDIUM4',
  'LARGE4',
  'LARGE8',
  'LARGE16',
  '2XLARGE16',
  '2XLARGE32',
]

/** Cores that a size means; a number before `XLARGE` multiplies. */
const CORES = { SMALL: 1, MEDIUM: 2, LARGE: 4, XLARGE: 4 }

export const catalog: Catalog = {
  regions: TENCENT_REGIONS,
  images: IMAGES,
  types: ['S5', 'S6', 'SA2', 'SA3', 'SA5'].flatMap((family) =>
    SIZES.flatMap((size) => machineType(`${family}.${size}`) ?? []),
  ),
}

/**
 * Cores and memory of an instance type, which its name says: `S5.MEDIUM4` has 2 cores and 4 GiB, `S5.2XLARGE16` 8
 * and 16. Undefined for a text that is no type.
 */
export function machineType(id: string): MachineType | undefined {
  const [, count, size, memory] = /^[A-Z][A-Za-z0-9]*\.(\d*)(X?LARGE|MEDIUM|SMALL)(\d+)$/.exec(id) ?? []
  if (size === undefined) return undefined
  // The pattern lets no other size through.
  return { id, cores: CORES[size as keyof typeof CORES] * Number(count || 1), memoryGiB: Number(memory) }
}

/** An image by its id; one that is not in the catalog is somebody's own. Windows if its text says so. */
export function imageOf(id: string): Image {
  const known = IMAGES.find((image) => image.id === id)
  if (known) return known
  return id.includes('win') ? windows(id, 'Windows Server 64bit') : linux(id, 'Other Linux 64bit')
}

function linux(id: string, osName: string, loginUser = 'root'): Image {
  return { id, os: 'linux', osName, loginUser }
}

function windows(id: string, osName: string): Image {
  return { id, os: 'windows', osName, loginUser: 'Administrator' }
}
