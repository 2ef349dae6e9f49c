import { z } from 'zod'

import { findRegion } from '../../kit/catalog.ts'
import { action } from '../../kit/action.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { integer, text } from '../../kit/params.ts'
import { catalog, findType } from '../catalog.ts'
import { DISK_CATEGORIES } from '../disk-categories.catalog.ts'
import { decimal } from '../wire-types.ts'
import { zoneOf } from '../zone.ts'

const params = z.object({
  RegionId: text(),
  DestinationResource: z.enum([
    'Zone',
    'IoOptimized',
    'InstanceType',
    'Network',
    'ddh',
    'SystemDisk',
    'DataDisk',
  ]),
  ZoneId: text().optional(),
  InstanceType: text().optional(),
  Cores: integer().optional(),
  /** GiB. */
  Memory: decimal().optional(),
  SystemDiskCategory: text().optional(),
  DataDiskCategory: text().optional(),
  NetworkCategory: text().default('vpc'),
  IoOptimized: z.enum(['none', 'optimized']).optional(),
  ResourceType: ignored(),
  // What is on offer is on offer in every way of paying, and there are no dedicated hosts.
  InstanceChargeType: ignored(),
  SpotStrategy: ignored(),
  SpotDuration: ignored(),
  Scope: ignored(),
  DedicatedHostId: ignored(),
})

type Wanted = z.output<typeof params>

const IN_STOCK = { Status: 'Available', StatusCategory: 'WithStock' }
/** GiB. Source: reference page of RunInstances, of most categories. */
const DISK_SIZES = { Min: 20, Max: 32_768, Unit: 'GiB' }

/**
 * Tells what can be had in each zone: everything of the catalog, as RunInstances takes it there. What does not exist
 * is in no zone. Source: spec/alibaba.md §4.2, last row; reference page of DescribeAvailableResource.
 */
export const DescribeAvailableResource = action({
  name: 'DescribeAvailableResource',
  access: 'list',
  params,
  run({ call: { region } }, wanted) {
    const { DestinationResource: Type, ZoneId } = wanted
    const zones = findRegion(catalog, region)?.zones ?? []
    const ids = ZoneId === undefined ? zones.map(({ id }) => id) : [zoneOf(region, ZoneId)]
    const supported = (zone: string) => (isOffered(wanted) ? valuesOf(wanted, zone) : [])
    const available = ids.flatMap((zone) => {
      const values = supported(zone).map((Value) => ({ Value, ...IN_STOCK, ...sizesOf(Type) }))
      const resource = { Type, SupportedResources: { SupportedResource: values } }
      const place = { RegionId: region, ZoneId: zone, ...IN_STOCK }
      return values.length === 0 ? [] : [{ ...place, AvailableResources: { AvailableResource: [resource] } }]
    })
    return Promise.resolve({ AvailableZones: { AvailableZone: available } })
  },
})

function isOffered({ NetworkCategory, InstanceType, SystemDiskCategory, DataDiskCategory }: Wanted): boolean {
  const categories = [SystemDiskCategory, DataDiskCategory].filter((category) => category !== undefined)
  return (
    NetworkCategory === 'vpc' &&
    (InstanceType === undefined || findType(InstanceType) !== undefined) &&
    categories.every((category) => DISK_CATEGORIES.some((known) => known === category))
  )
}

function valuesOf(wanted: Wanted, zone: string): readonly string[] {
  switch (wanted.DestinationResource) {
    case 'Zone':
      return [zone]
    case 'IoOptimized':
      return wanted.IoOptimized === undefined ? ['optimized', 'none'] : [wanted.IoOptimized]
    case 'Network':
      return ['vpc']
    case 'ddh':
      return []
    case 'SystemDisk':
      return wanted.SystemDiskCategory === undefined ? DISK_CATEGORIES : [wanted.SystemDiskCategory]
    case 'DataDisk':
      return wanted.DataDiskCategory === undefined ? DISK_CATEGORIES : [wanted.DataDiskCategory]
    case 'InstanceType':
      return typesOf(wanted)
  }
}

function typesOf({ InstanceType, Cores, Memory }: Wanted): readonly string[] {
  const types = InstanceType === undefined ? catalog.types : [findType(InstanceType)]
  return types.flatMap((type) => {
    const isWanted =
      type &&
      (Cores === undefined || Cores === type.cores) &&
      (Memory === undefined || Memory === type.memoryGiB)
    return isWanted ? [type.id] : []
  })
}

/** Only disks have sizes to choose. */
function sizesOf(type: Wanted['DestinationResource']) {
  return type === 'SystemDisk' || type === 'DataDisk' ? DISK_SIZES : {}
}
