import type { MachineType } from '../kit/catalog.ts'

/** What can be bought: a machine with its disk, network and price. */
export interface Bundle extends MachineType {
  readonly kind: BundleKind
  readonly diskGiB: number
  /** Peak in Mbit/s. */
  readonly bandwidth: number
  /** GiB per month; undefined: paid by bandwidth, no limit. */
  readonly trafficGiB: number | undefined
  readonly takesWindows: boolean
  readonly isSoldOut: boolean
  readonly isOnSale: boolean
  readonly offeredIn: 'everywhere' | 'mainland' | 'abroad'
  /** CNY per month, without and with the discount. */
  readonly price: readonly [original: number, discounted: number]
}

/** Kinds with their `BundleTypeDescription`. Source: DescribeBundles in the official SDK; English names are ours. */
export const BUNDLE_KINDS = {
  GENERAL_BUNDLE: { en: 'General', zh: '通用型' },
  STORAGE_BUNDLE: { en: 'Storage', zh: '存储型' },
  ENTERPRISE_BUNDLE: { en: 'Enterprise', zh: '企业型' },
  EXCLUSIVE_BUNDLE: { en: 'Exclusive', zh: '专属型' },
  BEFAST_BUNDLE: { en: 'BeFast', zh: '蜂驰型' },
  STARTER_BUNDLE: { en: 'Starter', zh: '入门型' },
  CAREFREE_BUNDLE: { en: 'Carefree', zh: '无忧型' },
  RAZOR_SPEED_BUNDLE: { en: 'Razor Speed', zh: '锐驰型' },
} as const

export type BundleKind = keyof typeof BUNDLE_KINDS

type Size = readonly [
  cores: number,
  memoryGiB: number,
  diskGiB: number,
  bandwidth: number,
  trafficGiB?: number,
]

/**
 * Bundles. Ids: documentation and examples of the API, command line and Terraform provider, as of 2026-11. Sizes,
 * prices and sales of bundle2022_gen_02, bundle_bw_small1_1 and of the starters `_mc_med2_01`, `_mc_med4_02`,
 * `_mc_lg4_*`, `_mc_med8_*`: the documented answers of DescribeBundles and DescribeBundleConfigs. Unverified: sizes and
 * prices of the others, of which the id or its source tells cores and memory; prices of the starters beyond
 * `_mc_med2_01`; and that `_mc_` is sold in the mainland, `_nmc_` and `_lin_` abroad and without Windows.
 */
export const BUNDLES: readonly Bundle[] = [
  bundle('bundle_gen_03', [2, 4, 60, 5, 1000], { price: [100, 100] }),
  bundle('bundle2022_gen_01', [2, 2, 40, 4, 300], { price: [50, 50] }),
  bundle('bundle2022_gen_02', [2, 2, 50, 5, 500], { price: [60, 39.74] }),
  bundle('bundle_2022_std_1c1g', [1, 1, 20, 3, 200], { price: [30, 30] }),
  bundle('bundle_bw_small1_1', [1, 1, 20, 1], { price: [60, 39], takesWindows: false }),
  bundle('bundle_gen_mc_med2_02', [2, 2, 50, 4, 400], { price: [60, 60], offeredIn: 'mainland' }),
  inMainland('bundle_starter_mc_med2_01', [2, 2, 40, 3, 200], { price: [40, 40], isSoldOut: true }),
  inMainland('bundle_starter_mc_med4_02', [2, 4, 70, 6, 600], { price: [70, 70] }),
  inMainland('bundle_starter_mc_promo_med4_02', [2, 4, 70, 6, 600], { price: [70, 35], isOnSale: true }),
  inMainland('bundle_starter_mc_lg4_01', [4, 4, 60, 5, 500], {
    price: [80, 60],
    isSoldOut: true,
    isOnSale: true,
  }),
  inMainland('bundle_starter_mc_lg4_02', [4, 4, 70, 6, 600], {
    price: [90, 70],
    isSoldOut: true,
    isOnSale: true,
  }),
  inMainland('bundle_starter_mc_med8_01', [2, 8, 80, 7, 800], { price: [110, 110] }),
  inMainland('bundle_starter_mc_med8_02', [2, 8, 100, 8, 1000], { price: [130, 130] }),
  inMainland('bundle_rs_mc_med1_02', [2, 1, 40, 200], { kind: 'RAZOR_SPEED_BUNDLE', price: [55, 55] }),
  abroad('bundle_gen_nmc_lin_med2_01', [2, 2, 60, 30, 1024], { price: [60, 60] }),
  abroad('bundle2022_gen_lin_05', [2, 8, 100, 30, 2560], { price: [160, 160] }),
  abroad('bundle_ent_lin_02', [4, 16, 180, 30, 3584], { kind: 'ENTERPRISE_BUNDLE', price: [320, 320] }),
  abroad('bundle_rs_nmc_lin_med1_02', [2, 1, 40, 200], { kind: 'RAZOR_SPEED_BUNDLE', price: [35, 35] }),
  abroad('bundle_rs_nmc_lin_med2_01', [2, 2, 40, 200], { kind: 'RAZOR_SPEED_BUNDLE', price: [40, 40] }),
  abroad('bundle_starter_nmc_lin_med2_01', [2, 2, 40, 20, 512], { kind: 'STARTER_BUNDLE', price: [35, 35] }),
  abroad('bundle_starter_nmc_lin_med4_01', [2, 4, 60, 20, 1024], { kind: 'STARTER_BUNDLE', price: [60, 60] }),
  abroad('bundle_starter_nmc_lin_med8_01', [2, 8, 80, 20, 1536], { kind: 'STARTER_BUNDLE', price: [90, 90] }),
]

type Rest = Pick<Bundle, 'price'> & Partial<Bundle>

function bundle(id: string, [cores, memoryGiB, diskGiB, bandwidth, trafficGiB]: Size, rest: Rest): Bundle {
  return {
    ...{ id, cores, memoryGiB, diskGiB, bandwidth, trafficGiB },
    kind: 'GENERAL_BUNDLE',
    offeredIn: 'everywhere',
    takesWindows: true,
    isSoldOut: false,
    isOnSale: false,
    ...rest,
  }
}

function inMainland(id: string, size: Size, rest: Rest): Bundle {
  return bundle(id, size, { kind: 'STARTER_BUNDLE', offeredIn: 'mainland', ...rest })
}

function abroad(id: string, size: Size, rest: Rest): Bundle {
  return bundle(id, size, { offeredIn: 'abroad', takesWindows: false, ...rest })
}
