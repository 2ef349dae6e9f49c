import type { Ids } from '../../core/ids.ts'
import type { Instance } from '../../core/instances/instance.ts'

/** What both kinds of disks have. */
interface Disk {
  readonly DiskId: string
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
}

/** The attributes of a plain postpaid instance. */
export function plainAttributes(ids: Ids): CvmAttributes {
  return {
    Uuid: ids.uuid(),
    InstanceChargeType: 'POSTPAID_BY_HOUR',
    RenewFlag: null,
    ExpiredTime: null,
    // `ldisk-` keeps Terraform from asking the disk service, which is not answered here (spec/tencent.md §2.2).
    SystemDisk: { DiskType: 'CLOUD_PREMIUM', DiskId: `ldisk-${ids.suffix(8)}`, DiskSize: 50 },
    DataDisks: [],
    VirtualPrivateCloud: { VpcId: 'vpc-default1', SubnetId: 'subnet-default1', AsVpcGateway: false },
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

export function attributesOf(instance: Instance): CvmAttributes {
  // Written by this room alone: `plainAttributes` for seeds, RunInstances for the rest.
  return instance.attributes as unknown as CvmAttributes
}
