import { z } from 'zod'

import type { Instance } from '../../../../core/instances/instance.ts'
import { readAllInstances } from '../../../../core/instances/read-all.ts'
import { action } from '../../../kit/action.ts'
import { ignored } from '../../../kit/parameter-uses.ts'
import { placeRows } from '../../../kit/row-pages.ts'
import { formatTime } from '../../answer.ts'
import { volumesOf } from '../../attached.ts'
import { numberedPages, readPageByNumber } from '../../place-pages.ts'
import { list, optionalText, tagFilters } from '../../wire-types.ts'

const params = z.object({
  VolumeIds: list(100),
  InstanceId: optionalText(),
  Kind: optionalText(),
  VolumeName: optionalText(),
  VolumeStatus: optionalText(),
  VolumeType: optionalText(),
  ProjectName: optionalText(),
  ZoneId: optionalText(),
  TagFilters: tagFilters(),
  BillingType: ignored(),
  SysTagVisible: ignored(),
  ...numberedPages({ byDefault: 10 }),
})

/** Lists the volumes of the instances of a region; there are no others here. Source: spec/volcengine.md §4.3, §4.4. */
export const DescribeVolumes = action({
  name: 'DescribeVolumes',
  access: 'list',
  params,
  async run(context, filters) {
    const { InstanceId, ProjectName, ZoneId, PageNumber, PageSize } = filters
    const instances = await readAllInstances(context.core, context.call, {
      ...(InstanceId === undefined ? {} : { ids: [InstanceId] }),
      ...(ProjectName === undefined ? {} : { projects: [ProjectName] }),
      ...(ZoneId === undefined ? {} : { zones: [ZoneId] }),
    })
    const found = instances
      .flatMap((instance) => placeRows(instance, presentVolumes))
      .filter(({ row }) => matches(row, filters))
    const { rows, total } = await readPageByNumber(context, found, filters)
    return { Volumes: rows, TotalCount: total, PageNumber, PageSize }
  },
})

type Shown = ReturnType<typeof presentVolumes>[number]

/** Volumes carry no tags. */
function matches(volume: Shown, filters: z.output<typeof params>): boolean {
  const { VolumeIds, Kind, VolumeName, VolumeStatus, VolumeType, TagFilters } = filters
  return (
    (!VolumeIds || VolumeIds.includes(volume.VolumeId)) &&
    (Kind === undefined || Kind === volume.Kind) &&
    (VolumeName === undefined || volume.VolumeName.includes(VolumeName)) &&
    (VolumeStatus === undefined || VolumeStatus === volume.Status) &&
    (VolumeType === undefined || VolumeType === volume.VolumeType) &&
    TagFilters.length === 0
  )
}

/** Unverified: the words of PayType, and what BillingType and TradeStatus count. */
function presentVolumes(instance: Instance) {
  const isPrepaid = instance.chargeType === 'prepaid'
  return volumesOf(instance).map(({ id, kind, name, VolumeType, Size, DeleteWithInstance }) => ({
    VolumeId: id,
    VolumeName: name,
    VolumeType,
    Kind: kind,
    // Text: Terraform fails on a number.
    Size: String(Size),
    Status: 'attached',
    InstanceId: instance.id,
    DeleteWithInstance,
    Description: '',
    ImageId: kind === 'system' ? instance.imageId : '',
    ZoneId: instance.zone,
    ProjectName: instance.project,
    PayType: isPrepaid ? 'pre' : 'post',
    BillingType: isPrepaid ? 1 : 2,
    TradeStatus: 1,
    SnapshotCount: 0,
    Tags: [],
    CreatedAt: formatTime(instance.createdAtMs),
    UpdatedAt: formatTime(instance.createdAtMs),
    ExpiredTime: '',
  }))
}
