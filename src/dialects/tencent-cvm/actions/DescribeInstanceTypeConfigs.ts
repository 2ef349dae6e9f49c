import { z } from 'zod'

import { action } from '../../kit/action.ts'
import type { Zone } from '../../kit/catalog.ts'
import { findRegion } from '../../kit/catalog.ts'
import type { Filters } from '../../kit/tencent/filters.ts'
import { catalog } from '../catalog.ts'
import { checkTypes, checkZones } from '../instance-filters.ts'
import { type CvmInstanceType, INSTANCE_TYPES } from '../instance-types.catalog.ts'
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
  return has('zone', zone.id) && has('instance-family', type.family.name) && has('instance-type', type.id)
}

function presentConfig({ zone, type }: Config) {
  return {
    Zone: zone.id,
    InstanceType: type.id,
    InstanceFamily: type.family.name,
    GPU: type.gpus,
    CPU: type.cores,
    Memory: type.memoryGiB,
    FPGA: 0,
    GpuCount: type.gpus,
  }
}
