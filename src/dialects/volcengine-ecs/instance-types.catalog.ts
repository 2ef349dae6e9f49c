// Source: families and sizes as the public documentation of the cloud lists them, 2026; the fields are those of
// spec/volcengine.md §2.13. Unverified: models and frequencies of the processors. A selection, not the whole offer.

/** GHz. */
export interface Processor {
  readonly model: string
  readonly baseFrequency: number
  readonly turboFrequency: number
}

const FIRST: Processor = { model: 'Intel Xeon Platinum 8260', baseFrequency: 2.4, turboFrequency: 3.1 }
const SECOND: Processor = { model: 'Intel Xeon Platinum 8336C', baseFrequency: 2.3, turboFrequency: 3.5 }
const THIRD: Processor = { model: 'Intel Xeon Platinum 8457C', baseFrequency: 2.6, turboFrequency: 3.1 }
const THIRD_AMD: Processor = { model: 'AMD EPYC 9T24', baseFrequency: 2.6, turboFrequency: 3.7 }
const FOURTH: Processor = { model: 'Intel Xeon Platinum 8582C', baseFrequency: 2.6, turboFrequency: 3.1 }

/** What the rest of a family's name says after its letter. */
const GENERATIONS: readonly (readonly [suffix: string, processor: Processor])[] = [
  ['1', FIRST],
  ['1ie', FIRST],
  ['3i', THIRD],
  ['3il', THIRD],
  ['3a', THIRD_AMD],
  ['4i', FOURTH],
]

/** Letter of a family: GiB of memory per core. */
export const MEMORY_PER_CORE: Readonly<Record<string, number>> = { g: 4, c: 2, r: 8 }

/** Families with processor; `g2i` has no siblings. */
export const FAMILIES: readonly (readonly [family: string, ratio: number, processor: Processor])[] = [
  ['g2i', 4, SECOND],
  ...Object.entries(MEMORY_PER_CORE).flatMap(([letter, ratio]) =>
    GENERATIONS.map(([suffix, processor]) => [`${letter}${suffix}`, ratio, processor] as const),
  ),
]

/** Of a type whose family is not listed. */
export const OTHER_PROCESSOR: Processor = THIRD

export const SIZES: readonly (readonly [size: string, cores: number])[] = [
  ['large', 2],
  ['xlarge', 4],
  ['2xlarge', 8],
  ['4xlarge', 16],
  ['8xlarge', 32],
  ['16xlarge', 64],
]

export const VOLUME_TYPES: readonly string[] = ['ESSD_PL0', 'ESSD_FlexPL', 'PTSSD']
export const MOST_VOLUMES = 16
export const MOST_INTERFACES = 8
