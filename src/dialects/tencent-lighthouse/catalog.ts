import { type Catalog, findRegion } from '../kit/catalog.ts'
import { TENCENT_REGIONS } from '../kit/tencent/regions.catalog.ts'
import { type Blueprint, BLUEPRINTS } from './blueprints.catalog.ts'
import { type Bundle, BUNDLES } from './bundles.catalog.ts'

/** Regions in which the service is offered. Source: "Regions and Network Connectivity" of its documentation. */
const OFFERED_IN: ReadonlySet<string> = new Set([
  ...['ap-guangzhou', 'ap-shanghai', 'ap-nanjing', 'ap-beijing', 'ap-chengdu'],
  ...['ap-hongkong', 'ap-singapore', 'ap-jakarta', 'ap-seoul', 'ap-tokyo', 'ap-mumbai'],
  ...['eu-frankfurt', 'na-siliconvalley', 'na-ashburn', 'sa-saopaulo'],
])

const MAINLAND: ReadonlySet<string> = new Set([
  ...['ap-guangzhou', 'ap-shanghai', 'ap-nanjing', 'ap-beijing', 'ap-chengdu'],
])

/** Size of a machine whose bundle is not sold any more. */
const SMALL: Omit<Bundle, 'id'> = {
  cores: 2,
  memoryGiB: 2,
  diskGiB: 60,
  bandwidth: 5,
  trafficGiB: 500,
  kind: 'GENERAL_BUNDLE',
  takesWindows: true,
  isSoldOut: true,
  isOnSale: false,
  offeredIn: 'everywhere',
  price: [0, 0],
}

export const catalog: Catalog = {
  regions: TENCENT_REGIONS.filter(({ id }) => OFFERED_IN.has(id)),
  images: BLUEPRINTS,
  types: BUNDLES,
}

export function isChinaMainland(region: string): boolean {
  return MAINLAND.has(region)
}

export function findBundle(id: string): Bundle | undefined {
  return BUNDLES.find((bundle) => bundle.id === id)
}

/** The bundle of an instance; one that the catalog has no more is taken for a small one. */
export function bundleOf(id: string): Bundle {
  return findBundle(id) ?? { ...SMALL, id }
}

/** What can be bought in a region. */
export function bundlesIn(region: string): readonly Bundle[] {
  const where = isChinaMainland(region) ? 'mainland' : 'abroad'
  return BUNDLES.filter(({ offeredIn }) => offeredIn === 'everywhere' || offeredIn === where)
}

export function findBlueprint(id: string): Blueprint | undefined {
  return BLUEPRINTS.find((blueprint) => blueprint.id === id)
}

/** Names of the zones of a region. */
export function zonesOf(region: string): readonly string[] {
  return findRegion(catalog, region)?.zones.map(({ id }) => id) ?? []
}

/** Whether some region has this zone. */
export function isZone(name: string): boolean {
  return catalog.regions.some(({ zones }) => zones.some(({ id }) => id === name))
}

/** `UBUNTU` of `Ubuntu Server 22.04 LTS 64bit`, `CENTOS` of `CentOS-7.6-64bit`. Source: spec/tencent.md §2.1, LH Platform. */
export function platformOf(osName: string): string {
  return osName
    .split(/[^a-z]/i, 1)
    .join('')
    .toUpperCase()
}

export function platformTypeOf(os: Blueprint['os']): 'WINDOWS' | 'LINUX_UNIX' {
  return os === 'windows' ? 'WINDOWS' : 'LINUX_UNIX'
}
