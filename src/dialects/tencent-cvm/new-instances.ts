import type { Ids } from '../../core/ids.ts'
import type { NewInstance } from '../../core/instances/create.ts'
import type { Language } from '../kit/tencent/common-errors.ts'
import { monthsAfter, wireTime } from '../kit/tencent/wire-fields.ts'
import { type CvmAttributes, DEFAULT_NETWORK, plainAttributes } from './attributes.ts'
import { imageOf } from './images.catalog.ts'
import type { RunInstancesParams } from './new-instance-params.ts'
import { storedProjects } from './param-types.ts'
import { tagsOf } from './tag-specification.ts'

const UNNAMED = { en: 'Unnamed', zh: '未命名' }

/** The instances that a RunInstances call asks for, in the core's words. */
export function newInstances(
  params: RunInstancesParams,
  { ids, nowMs, language }: { ids: Ids; nowMs: number; language: Language },
): readonly NewInstance[] {
  const { id: imageId, os, osName, loginUser } = imageOf(params.ImageId)
  const count = params.InstanceCount
  return Array.from({ length: count }, (_, index): NewInstance => {
    const id = `ins-${ids.suffix(8)}`
    const name = params.InstanceName ? numbered(params.InstanceName, { index, count }) : UNNAMED[language]
    return {
      ...{ id, name, imageId, os, osName, loginUser },
      zone: params.Placement.Zone,
      type: params.InstanceType,
      chargeType: params.InstanceChargeType === 'PREPAID' ? 'prepaid' : 'postpaid',
      project: storedProjects([String(params.Placement.ProjectId)]).join(),
      description: '',
      hostName: params.HostName ? numbered(params.HostName, { index, count }) : id,
      attributes: { ...attributesOf(params, ids, nowMs) },
      tags: tagsOf(params.TagSpecification),
    }
  })
}

/**
 * The name of one of several instances: `web{R:7}` gives web7, web8 …, `web{R:7,F:3}` gives web007; a name without
 * pattern gets 1, 2 … behind it. A single instance's pattern counts too. Source: spec/tencent.md §2.4 RunInstances.
 */
export function numbered(name: string, { index, count }: { index: number; count: number }): string {
  const pattern = /\{R:(\d{1,9})(?:,F:([0-8]))?\}/g
  if (!name.match(pattern)) return count > 1 ? `${name}${index + 1}` : name
  return name.replace(pattern, (_, first: string, width = '0') =>
    String(Number(first) + index).padStart(Number(width), '0'),
  )
}

function attributesOf(params: RunInstancesParams, ids: Ids, nowMs: number): CvmAttributes {
  const plain = plainAttributes(ids)
  const { InstanceChargePrepaid: prepaid } = params
  const isPrepaid = params.InstanceChargeType === 'PREPAID' && prepaid !== undefined
  return {
    Uuid: plain.Uuid,
    InstanceChargeType: params.InstanceChargeType,
    RenewFlag: isPrepaid ? prepaid.RenewFlag : null,
    ExpiredTime: isPrepaid ? wireTime(monthsAfter(nowMs, prepaid.Period)) : null,
    ...placeOf(params, plain),
    SystemDisk: systemDiskOf(params.SystemDisk, plain),
    DataDisks: (params.DataDisks ?? []).map(dataDiskOf),
    SecurityGroupIds: params.SecurityGroupIds ?? [],
    DisableApiTermination: params.DisableApiTermination,
    CamRoleName: params.CamRoleName ?? '',
    HpcClusterId: params.HpcClusterId ?? '',
    DedicatedClusterId: params.DedicatedClusterId ?? '',
    DisasterRecoverGroupIds: params.DisasterRecoverGroupIds ?? [],
    UserData: params.UserData ?? '',
  }
}

/** Only what was read is kept: ignored fields are not shown again. */
function placeOf(
  { VirtualPrivateCloud: cloud, InternetAccessible: internet }: RunInstancesParams,
  plain: CvmAttributes,
): Pick<CvmAttributes, 'VirtualPrivateCloud' | 'InternetAccessible'> {
  const { VpcId, SubnetId, AsVpcGateway } = cloud ?? plain.VirtualPrivateCloud
  const isDefault = VpcId === 'DEFAULT' || SubnetId === 'DEFAULT'
  const { InternetChargeType, InternetMaxBandwidthOut, PublicIpAssigned, BandwidthPackageId } =
    internet ?? plain.InternetAccessible
  return {
    VirtualPrivateCloud: { ...(isDefault ? DEFAULT_NETWORK : { VpcId, SubnetId }), AsVpcGateway },
    InternetAccessible: { InternetChargeType, InternetMaxBandwidthOut, PublicIpAssigned, BandwidthPackageId },
  }
}

function systemDiskOf(disk: RunInstancesParams['SystemDisk'], plain: CvmAttributes) {
  if (!disk) return plain.SystemDisk
  const { DiskType, DiskSize, DiskName, Encrypt } = disk
  return { DiskType, DiskSize, DiskName, Encrypt }
}

function dataDiskOf(disk: NonNullable<RunInstancesParams['DataDisks']>[number]) {
  const { DiskType, DiskSize, DiskName, DeleteWithInstance, Encrypt, SnapshotId } = disk
  return { DiskType, DiskSize, DiskName, DeleteWithInstance, Encrypt, SnapshotId }
}
