import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { findRegion, type Zone } from '../../kit/catalog.ts'
import type { Language } from '../../kit/tencent/common-errors.ts'
import type { Filters } from '../../kit/tencent/filters.ts'
import { tencentError } from '../../kit/tencent/tencent-error.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { catalog } from '../catalog.ts'
import { checkTypes, checkZones } from '../instance-filters.ts'
import { type CvmInstanceType, INSTANCE_TYPES } from '../instance-types.catalog.ts'
import { cvmFilters } from '../param-types.ts'

const FILTERS = ['zone', 'instance-family', 'instance-type', 'instance-charge-type', 'sort-keys'] as const
/** How what is listed here can be paid for: the two ways in which RunInstances makes an instance. */
const CHARGE_TYPES = ['PREPAID', 'POSTPAID_BY_HOUR'] as const

/**
 * Lists what can be bought in every zone of the region, each type once for every way to pay. Nothing is ever sold out.
 * Source: the official SDK's description, as of 2026-11.
 */
export const DescribeZoneInstanceConfigInfos = action({
  name: 'DescribeZoneInstanceConfigInfos',
  access: 'list',
  params: z.strictObject({ Filters: cvmFilters(FILTERS, { maxValues: 100, hasTags: false }) }),
  run({ call, language }, { Filters: filters }) {
    checkZones(filters?.get('zone'), call.region)
    checkTypes(filters?.get('instance-type'))
    const zones = findRegion(catalog, call.region)?.zones ?? []
    const offers = zones
      .flatMap((zone) =>
        INSTANCE_TYPES.flatMap((type) => CHARGE_TYPES.map((charge) => ({ zone, type, charge }))),
      )
      .filter((offer) => matches(offer, filters))
    const order = orderOf(filters?.get('sort-keys') ?? [])
    return Promise.resolve({
      InstanceTypeQuotaSet: offers.toSorted(order).map((offer) => presentOffer(offer, language)),
    })
  },
})

interface Offer {
  readonly zone: Zone
  readonly type: CvmInstanceType
  readonly charge: (typeof CHARGE_TYPES)[number]
}

function matches({ zone, type, charge }: Offer, filters: Filters | undefined): boolean {
  const has = (name: (typeof FILTERS)[number], value: string) => filters?.get(name)?.includes(value) ?? true
  const isOfType = has('instance-family', type.family.name) && has('instance-type', type.id)
  return isOfType && has('zone', zone.id) && has('instance-charge-type', charge)
}

/** Keys like `cpu:desc` and `mem:asc`; the first that tells two offers apart decides. */
function orderOf(keys: readonly string[]): (a: Offer, b: Offer) => number {
  const steps = keys.map((key) => {
    const [, what, way] = /^(cpu|mem):(asc|desc)$/.exec(key) ?? []
    if (what === undefined) {
      throw new Refusal(tencentError('InvalidFilter', `The sort key \`${key}\` is not supported.`))
    }
    const sizeOf = ({ type }: Offer) => (what === 'cpu' ? type.cores : type.memoryGiB)
    return (a: Offer, b: Offer) => (way === 'desc' ? sizeOf(b) - sizeOf(a) : sizeOf(a) - sizeOf(b))
  })
  return (a, b) => steps.map((step) => step(a, b)).find((found) => found !== 0) ?? 0
}

/** Unverified: bandwidth and packets, which the documentation gives per type; and prices, which follow the size here. */
function presentOffer({ zone, type, charge }: Offer, language: Language) {
  const { family, gpus, cores, memoryGiB } = type
  return {
    ...{ Zone: zone.id, InstanceType: type.id, InstanceChargeType: charge, InstanceFamily: family.name },
    TypeName: language === 'zh' ? family.nameZh : family.nameEn,
    ...{ Cpu: cores, Memory: memoryGiB, Gpu: gpus, GpuCount: gpus, Fpga: 0 },
    ...{ CpuType: family.cpu, Frequency: `${family.frequency} GHz`, NetworkCard: 25 },
    ...{ InstanceBandwidth: Math.max(1.5, cores / 2), InstancePps: cores * 10 },
    ...{ Status: 'SELL', StatusCategory: 'EnoughStock', SoldOutReason: '', Remark: '' },
    ...{ LocalDiskTypeList: [], StorageBlockAmount: 0 },
    Externals: { ReleaseAddress: false, UnsupportNetworks: ['BASIC'] },
    Price: priceOf(type, charge),
  }
}

const HOURS_PER_MONTH = 480

/** In yuan; per hour or per month. */
function priceOf({ cores, memoryGiB, gpus }: CvmInstanceType, charge: Offer['charge']) {
  const perHour = Math.round((cores * 0.12 + memoryGiB * 0.03 + gpus * 5) * 100) / 100
  if (charge === 'PREPAID') {
    const perMonth = Math.round(perHour * HOURS_PER_MONTH * 100) / 100
    return { OriginalPrice: perMonth, DiscountPrice: perMonth, Discount: 100 }
  }
  return { UnitPrice: perHour, UnitPriceDiscount: perHour, ChargeUnit: 'HOUR', Discount: 100 }
}
