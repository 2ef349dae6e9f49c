import type { Language } from '../kit/tencent/common-errors.ts'
import { DISK_TYPE } from './attributes.ts'
import { type Bundle, BUNDLE_KINDS } from './bundles.catalog.ts'

/** A bundle as DescribeBundles answers it. Source: spec/tencent.md §2.5. */
export function presentBundle(bundle: Bundle, language: Language) {
  return {
    BundleId: bundle.id,
    CPU: bundle.cores,
    Memory: bundle.memoryGiB,
    SystemDiskType: DISK_TYPE,
    SystemDiskSize: bundle.diskGiB,
    MonthlyTraffic: bundle.trafficGiB ?? 0,
    TrafficUnlimited: bundle.trafficGiB === undefined,
    SupportLinuxUnixPlatform: true,
    SupportWindowsPlatform: bundle.takesWindows,
    Price: { InstancePrice: priceOf(bundle) },
    InternetMaxBandwidthOut: bundle.bandwidth,
    InternetChargeType: chargeTypeOf(bundle),
    BundleSalesState: bundle.isSoldOut ? 'SOLD_OUT' : 'AVAILABLE',
    BundleType: bundle.kind,
    BundleTypeDescription: BUNDLE_KINDS[bundle.kind][language],
    BundleDisplayLabel: bundle.isOnSale ? 'ACTIVITY' : 'NORMAL',
  }
}

/** How the network of a bundle is paid. Source: DescribeBundles in the official documentation. */
export function chargeTypeOf({ trafficGiB }: Pick<Bundle, 'trafficGiB'>): string {
  return trafficGiB === undefined ? 'BANDWIDTH_POSTPAID_BY_HOUR' : 'TRAFFIC_POSTPAID_BY_HOUR'
}

function priceOf({ price: [original, discounted] }: Bundle) {
  return {
    OriginalBundlePrice: original,
    OriginalPrice: original,
    // Per cent of the original price, as the documented answer has it; six decimals.
    Discount: Number(((discounted / original) * 100).toFixed(6)),
    DiscountPrice: discounted,
    Currency: 'CNY',
  }
}
