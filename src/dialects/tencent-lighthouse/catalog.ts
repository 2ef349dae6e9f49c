import type { Catalog, Image, MachineType } from '../kit/catalog.ts'
import { TENCENT_REGIONS } from '../kit/tencent/regions.catalog.ts'

/** Regions in which the service is offered. Source: "Regions and Network Connectivity" of its documentation. */
const OFFERED_IN: ReadonlySet<string> = new Set([
  ...['ap-guangzhou', 'ap-shanghai', 'ap-nanjing', 'ap-beijing', 'ap-chengdu'],
  ...['ap-hongkong', 'ap-singapore', 'ap-jakarta', 'ap-seoul', 'ap-tokyo', 'ap-mumbai'],
  ...['eu-frankfurt', 'na-siliconvalley', 'na-ashburn', 'sa-saopaulo'],
])

const MAINLAND: ReadonlySet<string> = new Set([
  ...['ap-guangzhou', 'ap-shanghai', 'ap-nanjing', 'ap-beijing', 'ap-chengdu'],
])

/** Blueprints. Ids: documentation and examples of its API, Terraform provider and command line, as of 2026. */
const BLUEPRINTS: readonly Image[] = [
  linux('lhbp-f1lkcd41', 'TencentOS Server 3.1 (TK4)', 'root'),
  linux('lhbp-mxml4cnq', 'Debian 12 64bit', 'root'),
  linux('lhbp-6p3qtx0j', 'Ubuntu Server 22.04 LTS 64bit', 'ubuntu'),
  linux('lhbp-1l4ptuvm', 'CentOS 7.6 64bit', 'root'),
  windows('lhbp-m1g6ap11', 'Windows Server 2022 DataCenter 64bit CN'),
]

/** Bundles. Ids: documentation and examples of its API and Terraform provider, as of 2026. */
const BUNDLES: readonly MachineType[] = [
  { id: 'bundle_gen_03', cores: 2, memoryGiB: 4 },
  { id: 'bundle2022_gen_01', cores: 2, memoryGiB: 2 },
  { id: 'bundle_2022_std_1c1g', cores: 1, memoryGiB: 1 },
  { id: 'bundle_gen_mc_med2_02', cores: 2, memoryGiB: 2 },
  { id: 'bundle_starter_mc_promo_med4_02', cores: 2, memoryGiB: 4 },
]

export const catalog: Catalog = {
  regions: TENCENT_REGIONS.filter(({ id }) => OFFERED_IN.has(id)),
  images: BLUEPRINTS,
  types: BUNDLES,
}

export function isChinaMainland(region: string): boolean {
  return MAINLAND.has(region)
}

/** A bundle by its opaque id; one that is not in the catalog is taken for a small one. */
export function bundleOf(id: string): MachineType {
  return BUNDLES.find((bundle) => bundle.id === id) ?? { id, cores: 2, memoryGiB: 2 }
}

/** A blueprint by its id; one that is not in the catalog is somebody's own. Windows if its text says so. */
export function blueprintOf(id: string): Image {
  const known = BLUEPRINTS.find((blueprint) => blueprint.id === id)
  if (known) return known
  return id.includes('win') ? windows(id, 'Windows Server 64bit') : linux(id, 'Other Linux 64bit', 'root')
}

/** `UBUNTU` of `Ubuntu Server 22.04 LTS 64bit`. Source: spec/tencent.md §2.1, LH Platform. */
export function platformOf(osName: string): string {
  return osName.split(' ', 1).join('').toUpperCase()
}

function linux(id: string, osName: string, loginUser: string): Image {
  return { id, os: 'linux', osName, loginUser }
}

function windows(id: string, osName: string): Image {
  return { id, os: 'windows', osName, loginUser: 'Administrator' }
}
