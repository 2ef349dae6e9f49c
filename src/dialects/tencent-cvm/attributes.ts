import type { Ids } from '../../core/ids.ts'
import type { Instance } from '../../core/instances/instance.ts'
import type { Tag } from '../../core/tags/tag.ts'
import { diskIdOf } from './disk-ids.ts'

/** What both kinds of disks have. */
interface Disk {
  readonly DiskSize: number
  readonly DiskName?: string | undefined
  readonly Encrypt?: boolean | undefined
}

/** What an instance of this cloud is given and shows again, in the cloud's words. Source: spec/tencent.md §2.2. */
export interface CvmAttributes {
  readonly Uuid: string
  readonly InstanceChargeType: string
  readonly RenewFlag: string | null
  readonly ExpiredTime: string | null
  readonly SystemDisk: Disk & { readonly DiskType: string }
  readonly DataDisks: readonly (Disk & {
    readonly DiskType?: string | undefined
    readonly DeleteWithInstance?: boolean | undefined
    readonly SnapshotId?: string | undefined
  })[]
  readonly VirtualPrivateCloud: {
    readonly VpcId: string
    readonly SubnetId: string
    readonly AsVpcGateway: boolean
  }
  readonly InternetAccessible: {
    readonly InternetChargeType: string
    readonly InternetMaxBandwidthOut: number
    readonly PublicIpAssigned: boolean
    readonly BandwidthPackageId?: string | undefined
  }
  readonly SecurityGroupIds: readonly string[]
  readonly DisableApiTermination: boolean
  readonly CamRoleName: string
  readonly HpcClusterId: string
  readonly DedicatedClusterId: string
  readonly DisasterRecoverGroupIds: readonly string[]
  readonly UserData: string
  /** Tags of the disks that have some, by the id of the disk. */
  readonly DiskTags?: DiskTags | undefined
}

export type DiskTags = Readonly<Record<string, readonly Tag[]>>

/** A disk as it is read again: all that was left out is what such a disk has. */
export interface ReadDisk {
  readonly DiskId: string
  readonly DiskType: string
  readonly DiskSize: number
  readonly DiskName: string
  readonly Encrypt: boolean
}

export interface ReadDataDisk extends ReadDisk {
  readonly DeleteWithInstance: boolean
  readonly SnapshotId?: string | undefined
  readonly ThroughputPerformance: number
}

/** Attributes as they are read again: with the ids of the disks, which the id of the instance says. */
export interface ReadAttributes extends Omit<CvmAttributes, 'SystemDisk' | 'DataDisks'> {
  readonly SystemDisk: ReadDisk
  readonly DataDisks: readonly ReadDataDisk[]
}

/** The network that every region of an account has from the start. */
export const DEFAULT_NETWORK = { VpcId: 'vpc-default1', SubnetId: 'subnet-default1' }

/** The attributes of a plain postpaid instance. */
export function plainAttributes(ids: Ids): CvmAttributes {
  return {
    Uuid: ids.uuid(),
    InstanceChargeType: 'POSTPAID_BY_HOUR',
    RenewFlag: null,
    ExpiredTime: null,
    SystemDisk: { DiskType: 'CLOUD_PREMIUM', DiskSize: 50 },
    DataDisks: [],
    VirtualPrivateCloud: { ...DEFAULT_NETWORK, AsVpcGateway: false },
    InternetAccessible: {
      InternetChargeType: 'TRAFFIC_POSTPAID_BY_HOUR',
      InternetMaxBandwidthOut: 0,
      PublicIpAssigned: false,
    },
    SecurityGroupIds: [],
    DisableApiTermination: false,
    CamRoleName: '',
    HpcClusterId: '',
    DedicatedClusterId: '',
    DisasterRecoverGroupIds: [],
    UserData: '',
  }
}

export function attributesOf(instance: Instance): ReadAttributes {
  // Written by this room alone: `plainAttributes` for seeds, RunInstances for the rest.
  const stored = instance.attributes as unknown as CvmAttributes
  return {
    ...stored,
    SystemDisk: readDisk(instance, stored.SystemDisk, 0),
    DataDisks: stored.DataDisks.map((disk, index) => ({
      ...readDisk(instance, disk, index + 1),
      ...{ DeleteWithInstance: disk.DeleteWithInstance ?? true, ThroughputPerformance: 0 },
      SnapshotId: disk.SnapshotId,
    })),
  }
}

function readDisk(
  { id }: Instance,
  { DiskType: type = 'CLOUD_PREMIUM', DiskSize, DiskName = '', Encrypt = false }: StoredDisk,
  place: number,
): ReadDisk {
  return { DiskType: type, DiskId: diskIdOf(id, { place, type }), DiskSize, DiskName, Encrypt }
}

type StoredDisk = Disk & { readonly DiskType?: string | undefined }
