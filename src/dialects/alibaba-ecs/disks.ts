import type { Instance } from '../../core/instances/instance.ts'
import { formatSecond } from './answer.ts'
import { attributesOf } from './attributes.ts'
import type { DataDisk, SystemDisk } from './disk-params.ts'
import { presentTags } from './present-key-pair.ts'

/** A disk as DescribeDisks shows it. */
export type PresentedDisk = ReturnType<typeof presentDisk>

/**
 * The disks of an instance, its system disk first. They have the tags and the resource group of their instance.
 * Source: spec/alibaba.md §2.11, row "DescribeDisks".
 */
export function presentDisks(instance: Instance): readonly PresentedDisk[] {
  const { SystemDisk, DataDisk } = attributesOf(instance)
  const system = {
    ...{ DiskId: diskId(instance.id, 0), Type: 'system', Device: deviceName(0) },
    ...{ DeleteWithInstance: true, ImageId: instance.imageId, SourceSnapshotId: '' },
  }
  return [
    presentDisk(instance, SystemDisk, system),
    ...DataDisk.map((disk, index) => presentDisk(instance, disk, dataDisk(instance, disk, index + 1))),
  ]
}

/** Instances that may have a disk of this id; the disks themselves tell. */
export function instanceIdsOfDisk(id: string): readonly string[] {
  const [, suffix] = /^d-(.+)$/.exec(id) ?? []
  return suffix === undefined ? [] : [`i-${suffix}`, `i-${suffix.slice(0, -2)}`]
}

/** What differs between the kinds of disks. */
interface Kind {
  readonly DiskId: string
  readonly Type: string
  readonly Device: string
  readonly DeleteWithInstance: boolean
  readonly ImageId: string
  readonly SourceSnapshotId: string
}

function dataDisk(
  { id }: Instance,
  { Device, DeleteWithInstance, SnapshotId }: DataDisk,
  place: number,
): Kind {
  return {
    ...{ DiskId: diskId(id, place), Type: 'data', Device: Device || deviceName(place), DeleteWithInstance },
    ...{ ImageId: '', SourceSnapshotId: SnapshotId },
  }
}

/** Ids made by the cloud have one length, so that the disks of two instances never have the same id. */
function diskId(instanceId: string, place: number): string {
  return `d-${instanceId.slice(2)}${place === 0 ? '' : String(place).padStart(2, '0')}`
}

function deviceName(place: number): string {
  return `/dev/xvd${String.fromCharCode('a'.charCodeAt(0) + place)}`
}

function presentDisk(instance: Instance, disk: SystemDisk | DataDisk, kind: Kind) {
  const attached = {
    InstanceId: instance.id,
    AttachedTime: formatSecond(instance.createdAtMs),
    Device: kind.Device,
  }
  const isPrepaid = instance.chargeType === 'prepaid'
  return {
    ...{ ...kind, ...attached, ...settings(disk) },
    ...{ RegionId: instance.region, ZoneId: instance.zone, ResourceGroupId: instance.project },
    Status: 'In_use',
    SerialNumber: kind.DiskId.slice(2),
    CreationTime: formatSecond(instance.createdAtMs),
    DetachedTime: '',
    DiskChargeType: isPrepaid ? 'PrePaid' : 'PostPaid',
    // A disk that was paid for with its instance stays with it. Source: reference page of DescribeDisks.
    Portable: !isPrepaid,
    DeleteAutoSnapshot: false,
    EnableAutoSnapshot: true,
    EnableAutomatedSnapshotPolicy: disk.AutoSnapshotPolicyId !== '',
    MultiAttach: 'Disabled',
    ProductCode: '',
    Tags: presentTags(instance.tags),
    OperationLocks: { OperationLock: instance.state === 'banned' ? [{ LockReason: 'security' }] : [] },
    MountInstanceNum: 1,
    MountInstances: { MountInstance: [attached] },
    Attachments: { Attachment: [attached] },
  }
}

function settings(disk: SystemDisk | DataDisk) {
  const { Category, Size, DiskName, Description, PerformanceLevel, AutoSnapshotPolicyId } = disk
  const { BurstingEnabled, ProvisionedIops, Encrypted, KMSKeyId } = disk
  return {
    ...{ Category, Size, DiskName, Description, AutoSnapshotPolicyId, BurstingEnabled, Encrypted, KMSKeyId },
    // Only this category has levels. Source: reference page of RunInstances.
    PerformanceLevel: Category === 'cloud_essd' ? PerformanceLevel || 'PL1' : '',
    ...(ProvisionedIops === undefined ? {} : { ProvisionedIops }),
  }
}
