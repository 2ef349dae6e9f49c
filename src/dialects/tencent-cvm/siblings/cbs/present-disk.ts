import { wireTags } from '../../../kit/tencent/wire-fields.ts'
import { attributesOf } from '../../attributes.ts'
import type { AttachedDisk } from '../../disks.ts'

/**
 * A disk as DescribeDisks answers it: attached since its instance was made. Unverified: the form of the times. Source:
 * the official SDK's description, as of 2026-11.
 */
export function presentDisk({ disk, usage, deletesWithInstance, instance, tags }: AttachedDisk) {
  const { InstanceChargeType, RenewFlag, ExpiredTime } = attributesOf(instance)
  return {
    ...{ DiskId: disk.DiskId, DiskName: disk.DiskName, DiskType: disk.DiskType, DiskSize: disk.DiskSize },
    ...{ DiskUsage: usage, DiskState: 'ATTACHED', Attached: true, AttachMode: 'PF', Portable: false },
    ...{ InstanceId: instance.id, InstanceIdList: [], InstanceType: 'CVM', LastAttachInsId: instance.id },
    Placement: { Zone: instance.zone, ProjectId: Number(instance.project || 0) },
    DiskChargeType: InstanceChargeType === 'PREPAID' ? 'PREPAID' : 'POSTPAID_BY_HOUR',
    RenewFlag: RenewFlag ?? 'NOTIFY_AND_MANUAL_RENEW',
    DeadlineTime: ExpiredTime ?? '',
    DeleteWithInstance: deletesWithInstance,
    CreateTime: new Date(instance.createdAtMs).toISOString().slice(0, 19).replace('T', ' '),
    ...{
      Encrypt: disk.Encrypt,
      EncryptType: '',
      KmsKeyId: '',
      ThroughputPerformance: 0,
      BurstPerformance: false,
    },
    ...{ AutoRenewFlagError: false, DeadlineError: false, IsReturnable: false, ReturnFailCode: 10 },
    ...{ Rollbacking: false, RollbackPercent: 100, Migrating: false, MigratePercent: 100, ErrorPrompt: '' },
    ...{ SnapshotAbility: false, SnapshotCount: 0, SnapshotSize: 0, DeleteSnapshot: 0, BackupDisk: false },
    ...{ DiskBackupQuota: 0, DiskBackupCount: 0, Shareable: false, Tags: wireTags(tags) },
  }
}
