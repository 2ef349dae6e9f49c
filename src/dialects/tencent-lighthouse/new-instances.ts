import type { Call } from '../../core/call.ts'
import type { Ids } from '../../core/ids.ts'
import type { NewInstance } from '../../core/instances/create.ts'
import { findRegion } from '../kit/catalog.ts'
import type { Language } from '../kit/tencent/common-errors.ts'
import { readTags } from '../kit/tencent/wire-fields.ts'
import { newAttributes } from './attributes.ts'
import { blueprintOf, catalog } from './catalog.ts'
import type { CreateInstancesParams } from './new-instance-params.ts'

const UNNAMED = { en: 'Unnamed', zh: '未命名' }

/** The instances that a CreateInstances call asks for, in the core's words; spread over the zones given. */
export function newInstances(
  params: CreateInstancesParams,
  { ids, call, language }: { ids: Ids; call: Call; language: Language },
): readonly NewInstance[] {
  const { id: imageId, os, osName, loginUser } = blueprintOf(params.BlueprintId)
  const { Period, RenewFlag } = params.InstanceChargePrepaid
  const zones = params.Zones ?? findRegion(catalog, call.region)?.zones.map(({ id }) => id) ?? []
  return Array.from({ length: params.InstanceCount }, (_, index): NewInstance => {
    const id = `lhins-${ids.suffix(8)}`
    const paid = { nowMs: call.nowMs, months: Period, renewFlag: RenewFlag }
    return {
      ...{ id, imageId, os, osName, loginUser },
      zone: zones[index % zones.length] ?? '',
      name: params.InstanceName || UNNAMED[language],
      type: params.BundleId,
      chargeType: 'prepaid',
      project: '',
      description: '',
      hostName: id,
      attributes: { ...newAttributes(ids, paid) },
      tags: readTags(params.Tags),
    }
  })
}
