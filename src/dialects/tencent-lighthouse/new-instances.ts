import type { Call } from '../../core/call.ts'
import type { Ids } from '../../core/ids.ts'
import type { NewInstance } from '../../core/instances/create.ts'
import type { Language } from '../kit/tencent/common-errors.ts'
import { readTags } from '../kit/tencent/wire-fields.ts'
import { newAttributes } from './attributes.ts'
import { zonesOf } from './catalog.ts'
import type { CreateInstancesParams, Offer } from './new-instance-params.ts'

const UNNAMED = { en: 'Unnamed', zh: '未命名' }

/** The instances that a CreateInstances call asks for, in the core's words; spread over the zones given. */
export function newInstances(
  params: CreateInstancesParams,
  { bundle, blueprint }: Offer,
  { ids, call, language }: { ids: Ids; call: Call; language: Language },
): readonly NewInstance[] {
  const { id: imageId, os, osName, loginUser } = blueprint
  const { Period, RenewFlag } = params.InstanceChargePrepaid
  const zones = params.Zones ?? zonesOf(call.region)
  return Array.from({ length: params.InstanceCount }, (_, index): NewInstance => {
    const id = `lhins-${ids.suffix(8)}`
    const paid = { nowMs: call.nowMs, months: Period, renewFlag: RenewFlag }
    return {
      ...{ id, imageId, os, osName, loginUser },
      zone: zones[index % zones.length] ?? '',
      name: params.InstanceName || UNNAMED[language],
      type: bundle.id,
      chargeType: 'prepaid',
      project: '',
      description: '',
      hostName: id,
      attributes: { ...newAttributes(ids, bundle, paid) },
      tags: readTags(params.Tags),
    }
  })
}
