import { z } from 'zod'

import { ignored } from '../kit/parameter-uses.ts'
import { boolean, integer, states, text } from '../kit/params.ts'

/** GiB. The bounds of a category are not looked at. */
function size(smallest: number) {
  return integer().refine((gib) => gib >= smallest && gib <= 65_536, states({ kind: 'outOfRange' }))
}

/** What answers echo of any disk. Source: spec/alibaba.md §2.8, §2.11. */
const ANY_DISK = {
  // Of all types that are not retired. Source: reference page of RunInstances.
  Category: text().default('cloud_efficiency'),
  DiskName: text().default(''),
  Description: text().default(''),
  PerformanceLevel: text().default(''),
  AutoSnapshotPolicyId: text().default(''),
  BurstingEnabled: boolean().default(false),
  ProvisionedIops: integer().optional(),
  Encrypted: boolean().default(false),
  KMSKeyId: text().default(''),
  EncryptAlgorithm: ignored(),
  StorageClusterId: ignored(),
} as const

const SYSTEM_DISK = {
  ...{ Category: 'cloud_efficiency', Size: 40, DiskName: '', Description: '', PerformanceLevel: '' },
  ...{ AutoSnapshotPolicyId: '', BurstingEnabled: false, Encrypted: false, KMSKeyId: '' },
}

/** `SystemDisk.*`; 40 GiB if nothing is said. */
export const systemDisk = z.object({ ...ANY_DISK, Size: size(1).default(40) }).default(SYSTEM_DISK)

/** `DataDisk.N.*`; it goes with its instance unless told to stay. */
export const dataDisks = z
  .array(
    z.object({
      ...ANY_DISK,
      Size: size(1).default(40),
      Device: text().default(''),
      SnapshotId: text().default(''),
      DeleteWithInstance: boolean().default(true),
    }),
  )
  .max(16)
  .default([])

export type SystemDisk = z.output<typeof systemDisk>
export type DataDisk = z.output<typeof dataDisks>[number]
