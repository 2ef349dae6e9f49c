import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { findRegion, type Zone } from '../../kit/catalog.ts'
import { boolean, text } from '../../kit/params.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { catalog, familyIdOf } from '../catalog.ts'
import { DISK_CATEGORIES } from '../disk-categories.catalog.ts'
import { FAMILIES, SMALL_FAMILIES } from '../instance-types.catalog.ts'
import { isChinese } from '../wire-types.ts'

/**
 * Lists the zones of a region; every one offers the whole catalog, as RunInstances takes it there. Without `Verbose`
 * the lists are empty. Source: spec/alibaba.md §2.11.
 */
export const DescribeZones = action({
  name: 'DescribeZones',
  access: 'list',
  params: z.object({
    RegionId: text(),
    AcceptLanguage: text().default('zh-CN'),
    Verbose: boolean().default(true),
    // What is on offer is on offer in every way of paying.
    InstanceChargeType: ignored(),
    SpotStrategy: ignored(),
  }),
  async run({ call }, { AcceptLanguage, Verbose }) {
    const zones = findRegion(catalog, call.region)?.zones ?? []
    const offer = Verbose ? wholeOffer() : NO_OFFER
    return { Zones: { Zone: zones.map((zone) => ({ ...named(zone, AcceptLanguage), ...present(offer) })) } }
  },
})

function named({ id, nameEn, nameZh }: Zone, language: string) {
  return { ZoneId: id, LocalName: isChinese(language) ? nameZh : nameEn, ZoneType: 'AvailabilityZone' }
}

interface Offer {
  readonly resources: readonly string[]
  readonly disks: readonly string[]
  readonly types: readonly string[]
  readonly families: readonly string[]
  readonly generations: readonly string[]
}

const NO_OFFER: Offer = { resources: [], disks: [], types: [], families: [], generations: [] }

function wholeOffer(): Offer {
  const families = [...FAMILIES, ...SMALL_FAMILIES]
  return {
    resources: ['VSwitch', 'IoOptimized', 'Instance', 'Disk'],
    disks: DISK_CATEGORIES,
    types: catalog.types.map(({ id }) => id),
    families: [...new Set(catalog.types.map(({ id }) => familyIdOf(id)))],
    generations: [...new Set(families.map(({ generation }) => generation))].toSorted(),
  }
}

function present(offer: Offer) {
  const { resources, disks, types, families, generations } = offer
  const info = {
    IoOptimized: true,
    SystemDiskCategories: { supportedSystemDiskCategory: disks },
    DataDiskCategories: { supportedDataDiskCategory: disks },
    InstanceTypes: { supportedInstanceType: types },
    InstanceTypeFamilies: { supportedInstanceTypeFamily: families },
    InstanceGenerations: { supportedInstanceGeneration: generations },
    NetworkTypes: { supportedNetworkCategory: ['vpc'] },
  }
  return {
    AvailableResourceCreation: { ResourceTypes: resources },
    AvailableDiskCategories: { DiskCategories: disks },
    AvailableInstanceTypes: { InstanceTypes: types },
    AvailableVolumeCategories: { VolumeCategories: [] },
    AvailableDedicatedHostTypes: { DedicatedHostType: [] },
    DedicatedHostGenerations: { DedicatedHostGeneration: [] },
    AvailableResources: { ResourcesInfo: types.length === 0 ? [] : [info] },
  }
}
