import type { Ids } from '../../core/ids.ts'
import type { Instance } from '../../core/instances/instance.ts'
import { monthsAfter, wireTime } from '../kit/tencent/wire-fields.ts'
import type { Bundle } from './bundles.catalog.ts'

/** `SystemDiskType` of every bundle. */
export const DISK_TYPE = 'CLOUD_SSD'

/** What an instance of this cloud is given and shows again, in the cloud's words. Source: spec/tencent.md §2.2. */
export interface LighthouseAttributes {
  readonly Uuid: string
  readonly RenewFlag: string
  readonly ExpiredTime: string
  readonly SystemDisk: { readonly DiskType: string; readonly DiskId: string; readonly DiskSize: number }
}

/** The attributes of an instance of a bundle, paid for some months. */
export function newAttributes(
  ids: Ids,
  bundle: Pick<Bundle, 'diskGiB'>,
  { nowMs, months, renewFlag }: { nowMs: number; months: number; renewFlag: string },
): LighthouseAttributes {
  return {
    Uuid: ids.uuid(),
    RenewFlag: renewFlag,
    ExpiredTime: wireTime(monthsAfter(nowMs, months)),
    SystemDisk: { DiskType: DISK_TYPE, DiskId: `lhdisk-${ids.suffix(8)}`, DiskSize: bundle.diskGiB },
  }
}

export function attributesOf(instance: Instance): LighthouseAttributes {
  // Written by this room alone, always by `newAttributes`.
  return instance.attributes as unknown as LighthouseAttributes
}
