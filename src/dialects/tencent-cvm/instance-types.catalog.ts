import type { MachineType } from '../kit/catalog.ts'

/** An instance type with what the lists of types tell of it. */
export interface CvmInstanceType extends MachineType {
  readonly family: InstanceFamily
  readonly architecture: 'x86_64' | 'arm'
  readonly gpus: number
}

/** Sizes of the standard families. */
const STANDARD = [
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

/** What the types of one family share. */
export interface InstanceFamily {
  readonly name: string
  readonly sizes: readonly string[]
  readonly nameEn: string
  readonly nameZh: string
  readonly cpu: string
  /** In GHz, as the cloud writes it: base and turbo. */
  readonly frequency: string
  readonly gpus?: number
  readonly isArm?: boolean
}

const INTEL = { ice: 'Intel Ice Lake', cascade: 'Intel Cascade Lake' }

/**
 * Families on sale, each with its sizes and processor. Source: "Instance Types" of the CVM documentation, as of 2026.
 * Unverified: the spelling of the processors and frequencies in answers.
 */
export const FAMILIES: readonly InstanceFamily[] = [
  family('S5', ['Standard', '标准型'], STANDARD, { cpu: INTEL.cascade, frequency: '2.5/3.1' }),
  family('S6', ['Standard', '标准型'], STANDARD, { cpu: INTEL.ice, frequency: '2.7/3.3' }),
  family(
    'S8',
    ['Standard', '标准型'],
    ['MEDIUM4', 'MEDIUM8', 'LARGE8', 'LARGE16', '2XLARGE16', '2XLARGE32'],
    { cpu: 'Intel Emerald Rapids', frequency: '2.5/3.0' },
  ),
  family('SA2', ['Standard', '标准型'], STANDARD, { cpu: 'AMD EPYC Rome', frequency: '2.6/3.3' }),
  family('SA3', ['Standard', '标准型'], STANDARD, { cpu: 'AMD EPYC Milan', frequency: '2.55/3.4' }),
  family('SA5', ['Standard', '标准型'], STANDARD, { cpu: 'AMD EPYC Bergamo', frequency: '2.25/3.1' }),
  family('SR1', ['Standard', '标准型'], ['MEDIUM4', 'LARGE8', '2XLARGE16', '4XLARGE32'], {
    ...{ cpu: 'Ampere Altra', frequency: '2.8', isArm: true },
  }),
  family('C6', ['Compute', '计算型'], ['LARGE8', 'LARGE16', '2XLARGE16', '2XLARGE32', '4XLARGE32'], {
    cpu: INTEL.ice,
    frequency: '3.2/3.5',
  }),
  family('M6', ['Memory Optimized', '内存型'], ['MEDIUM16', 'LARGE32', '2XLARGE64', '4XLARGE128'], {
    ...{ cpu: INTEL.ice, frequency: '2.7/3.3' },
  }),
  family('GN7', ['GPU Compute', 'GPU计算型'], ['2XLARGE32'], {
    ...{ cpu: INTEL.cascade, frequency: '2.5/3.1', gpus: 1 },
  }),
]

function family(
  name: string,
  [en, zh]: readonly [string, string],
  sizes: readonly string[],
  rest: Omit<InstanceFamily, 'name' | 'sizes' | 'nameEn' | 'nameZh'>,
): InstanceFamily {
  return { name, sizes, nameEn: `${en} ${name}`, nameZh: `${zh}${name}`, ...rest }
}

/** Cores that a size means; a number before `XLARGE` multiplies. */
const CORES = { SMALL: 1, MEDIUM: 2, LARGE: 4, XLARGE: 4 }

/**
 * Cores and memory of an instance type, which its name says: `S5.MEDIUM4` has 2 cores and 4 GiB, `S5.2XLARGE16` 8
 * and 16. Undefined for a text that is no type.
 */
export function machineType(id: string): MachineType | undefined {
  const [, count, size, memory] =
    /^[A-Z][A-Za-z0-9]{0,39}\.(\d{0,3})(X?LARGE|MEDIUM|SMALL)(\d{1,5})$/.exec(id) ?? []
  if (size === undefined) return undefined
  // The pattern lets no other size through.
  return { id, cores: CORES[size as keyof typeof CORES] * Number(count || 1), memoryGiB: Number(memory) }
}

export const INSTANCE_TYPES: readonly CvmInstanceType[] = FAMILIES.flatMap((family) =>
  family.sizes.flatMap((size) => {
    const type = machineType(`${family.name}.${size}`)
    const { gpus = 0, isArm = false } = family
    return type ? [{ ...type, family, gpus, architecture: isArm ? 'arm' : 'x86_64' } as const] : []
  }),
)
