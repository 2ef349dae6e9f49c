import type { MachineType } from '../kit/catalog.ts'

// Source: families, memory and processors as the public documentation of the cloud lists them, 2026; the figures of
// network and disks by size are those of ecs.g6 and stand for every family. A selection, not the whole offer.
// What DescribeInstanceTypes says about them: spec/alibaba.md §2.11.

export const DEFAULT_TYPE = 'ecs.g6.large'

/** What all types of a family have in common. */
export interface Family {
  readonly id: string
  readonly memoryPerCore: number
  readonly generation: string
  readonly level: 'EnterpriseLevel' | 'EntryLevel' | 'CreditEntryLevel'
  readonly category: 'General-purpose' | 'Compute-optimized' | 'Memory-optimized' | 'Shared'
  readonly architecture: 'X86' | 'ARM'
  readonly processor: string
  /** GHz. */
  readonly clock: number
  /** GHz. */
  readonly turbo: number
}

const ENTERPRISE = { level: 'EnterpriseLevel', architecture: 'X86' } as const
const CASCADE_LAKE = { processor: 'Intel Xeon(Cascade Lake) Platinum 8269CY', clock: 2.5, turbo: 3.2 }
const ICE_LAKE = { processor: 'Intel Xeon(Ice Lake) Platinum 8369B', clock: 2.7, turbo: 3.5 }

/** Families that come in all of `SIZES`. */
export const FAMILIES: readonly Family[] = [
  {
    ...{ id: 'ecs.g5', generation: 'ecs-4', memoryPerCore: 4, category: 'General-purpose', ...ENTERPRISE },
    ...{ processor: 'Intel Xeon(Skylake) Platinum 8163', clock: 2.5, turbo: 2.7 },
  },
  general('ecs.g6', 'ecs-5', CASCADE_LAKE),
  general('ecs.g7', 'ecs-6', ICE_LAKE),
  general('ecs.g8i', 'ecs-7', { processor: 'Intel Xeon(Sapphire Rapids) 8475B', clock: 2.7, turbo: 3.2 }),
  {
    ...general('ecs.g8y', 'ecs-7', { processor: 'YiTian 710', clock: 2.75, turbo: 2.75 }),
    architecture: 'ARM',
  },
  { ...general('ecs.c6', 'ecs-5', CASCADE_LAKE), memoryPerCore: 2, category: 'Compute-optimized' },
  { ...general('ecs.c7', 'ecs-6', ICE_LAKE), memoryPerCore: 2, category: 'Compute-optimized' },
  { ...general('ecs.r6', 'ecs-5', CASCADE_LAKE), memoryPerCore: 8, category: 'Memory-optimized' },
  { ...general('ecs.r7', 'ecs-6', ICE_LAKE), memoryPerCore: 8, category: 'Memory-optimized' },
]

/** Families of `SMALL_TYPES`. */
export const SMALL_FAMILIES: readonly Family[] = [
  { ...general('ecs.t5', 'ecs-3', CASCADE_LAKE), level: 'CreditEntryLevel', category: 'Shared' },
  { ...general('ecs.t6', 'ecs-5', CASCADE_LAKE), level: 'CreditEntryLevel', category: 'Shared' },
  { ...general('ecs.e', 'ecs-6', ICE_LAKE), level: 'EntryLevel', category: 'Shared' },
  { ...general('ecs.n4', 'ecs-3', CASCADE_LAKE), level: 'EntryLevel', category: 'Shared' },
  { ...general('ecs.s6', 'ecs-5', CASCADE_LAKE), level: 'EntryLevel', category: 'Shared' },
]

export const SMALL_TYPES: readonly MachineType[] = [
  { id: 'ecs.t5-lc1m1.small', cores: 1, memoryGiB: 1 },
  { id: 'ecs.t6-c1m1.large', cores: 2, memoryGiB: 2 },
  { id: 'ecs.e-c1m1.large', cores: 2, memoryGiB: 2 },
  { id: 'ecs.n4.small', cores: 1, memoryGiB: 2 },
  { id: 'ecs.n4.large', cores: 2, memoryGiB: 4 },
  { id: 'ecs.s6-c1m2.small', cores: 1, memoryGiB: 2 },
]

/** Per virtual core and hour, and at the start, of the types that save up. */
export const CREDITS: ReadonlyMap<string, { readonly baseline: number; readonly initial: number }> = new Map([
  ['ecs.t5-lc1m1.small', { baseline: 10, initial: 30 }],
  ['ecs.t6-c1m1.large', { baseline: 40, initial: 60 }],
])

/** What the network of a size takes: rates in kbit/s and packets per second, cards, addresses of one card, disks. */
export interface SizeFigures {
  readonly cores: number
  readonly bandwidth: number
  readonly packets: number
  readonly cards: number
  readonly addresses: number
  readonly disks: number
}

/** By number of cores, smallest first. */
export const SIZE_FIGURES: readonly [SizeFigures, ...SizeFigures[]] = [
  { cores: 1, bandwidth: 512_000, packets: 100_000, cards: 2, addresses: 2, disks: 17 },
  { cores: 2, bandwidth: 1_024_000, packets: 300_000, cards: 2, addresses: 6, disks: 17 },
  { cores: 4, bandwidth: 1_536_000, packets: 500_000, cards: 3, addresses: 10, disks: 17 },
  { cores: 8, bandwidth: 2_560_000, packets: 800_000, cards: 4, addresses: 10, disks: 17 },
  { cores: 16, bandwidth: 5_120_000, packets: 1_000_000, cards: 8, addresses: 20, disks: 17 },
  { cores: 32, bandwidth: 10_240_000, packets: 2_000_000, cards: 7, addresses: 20, disks: 17 },
]

export const SIZES = ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge']

function general(
  id: string,
  generation: string,
  chip: Pick<Family, 'processor' | 'clock' | 'turbo'>,
): Family {
  return { id, generation, memoryPerCore: 4, category: 'General-purpose', ...ENTERPRISE, ...chip }
}
