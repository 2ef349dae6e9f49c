import { z } from 'zod'

import { action } from '../../kit/action.ts'
import type { Zone } from '../../kit/catalog.ts'
import { findRegion } from '../../kit/catalog.ts'
import type { Filters } from '../../kit/tencent/filters.ts'
import { tencentError } from '../../kit/tencent/tencent-error.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { catalog } from '../catalog.ts'
import { checkZones } from '../instance-filters.ts'
import { type CvmInstanceType, INSTANCE_TYPES, machineType } from '../instance-types.catalog.ts'
import { cvmFilters } from '../param-types.ts'

/** Lists the instance types of every zone of the region; all at once. Source: spec/tencent.md §2.4. */
export const DescribeInstanceTypeConfigs = action({
  name: 'DescribeInstanceTypeConfigs',
  access: 'list',
  params: z.strictObject({
    Filters: cvmFilters(['zone', 'instance-family', 'instance-type'], { maxValues: 1, hasTags: false }),
  }),
  async run({ call }, { Filters: filters }) {
    checkZones(filters?.get('zone'), call.region)
    checkTypes(filters?.get('instance-type'))
    const zones = findRegion(catalog, call.region)?.zones ?? []
    return {
      InstanceTypeConfigSet: zones
        .flatMap((zone) => INSTANCE_TYPES.map((type) => ({ zone, type })))
        .filter((config) => matches(config, filters))
        .map(presentConfig),
    }
  },
})

interface Config {
  readonly zone: Zone
  readonly type: CvmInstanceType
}

function matches({ zone, type }: Config, filters: Filters | undefined): boolean {
  const has = (name: string, value: string) => filters?.get(name)?.includes(value) ?? true
  return has('zone', zone.id) && has('instance-family', type.family) && has('instance-type', type.id)
}

function presentConfig({ zone, type }: Config) {
  return {
    Zone: zone.id,
    InstanceType: type.id,
    InstanceFamily: type.family,
    GPU: type.gpus,
    CPU: type.cores,
    Memory: type.memoryGiB,
    FPGA: 0,
    GpuCount: type.gpus,
  }
}

function checkTypes(types: readonly string[] | undefined): void {
  const stranger = types?.find((type) => !machineType(type))
  if (stranger === undefined) return
  const message = `The instance type \`${stranger}\` is malformed.`
  throw new Refusal(tencentError('InvalidInstanceType.Malformed', message))
}
