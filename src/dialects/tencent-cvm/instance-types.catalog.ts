import type { MachineType } from '../kit/catalog.ts'

/** An instance type with what DescribeInstanceTypeConfigs tells of it. */
export interface CvmInstanceType extends MachineType {
  readonly family: string
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

/** Families on sale, each with its sizes. Source: "Instance Types" of the CVM documentation, as of 2026. */
const FAMILIES: readonly { name: string; sizes: readonly string[]; gpus?: number; isArm?: boolean }[] = [
  { name: 'S5', sizes: STANDARD },
  { name: 'S6', sizes: STANDARD },
  { name: 'S8', sizes: ['MEDIUM4', 'MEDIUM8', 'LARGE8', 'LARGE16', '2XLARGE16', '2XLARGE32'] },
  { name: 'SA2', sizes: STANDARD },
  { name: 'SA3', sizes: STANDARD },
  { name: 'SA5', sizes: STANDARD },
  { name: 'SR1', sizes: ['MEDIUM4', 'LARGE8', '2XLARGE16', '4XLARGE32'], isArm: true },
  { name: 'C6', sizes: ['LARGE8', 'LARGE16', '2XLARGE16', '2XLARGE32', '4XLARGE32'] },
  { name: 'M6', sizes: ['MEDIUM16', 'LARGE32', '2XLARGE64', '4XLARGE128'] },
  { name: 'GN7', sizes: ['2XLARGE32'], gpus: 1 },
]

/** Cores that a size means; a number before `XLARGE` multiplies. */
const CORES = { SMALL: 1, MEDIUM: 2, LARGE: 4, XLARGE: 4 }

/**
 * Cores and memory of an instance type, which its name says: `S5.MEDIUM4` has 2 cores and 4 GiB, `S5.2XLARGE16` 8
 * and 16. Undefined for a text that is no type.
 */
export function machineType(id: string): MachineType | undefined {
  const [, count, size, memory] = /^[A-Z][A-Za-z0-9]*\.(\d*)(X?LARGE|MEDIUM|SMALL)(\d+)$/.exec(id) ?? []
  if (size === undefined) return undefined
  // The pattern lets no other size through.
  return { id, cores: CORES[size as keyof typeof CORES] * Number(count || 1), memoryGiB: Number(memory) }
}

export const INSTANCE_TYPES: readonly CvmInstanceType[] = FAMILIES.flatMap(
  ({ name: family, sizes, gpus = 0, isArm = false }) =>
    sizes.flatMap((size) => {
      const type = machineType(`${family}.${size}`)
      return type ? [{ ...type, family, gpus, architecture: isArm ? 'arm' : 'x86_64' } as const] : []
    }),
)
