import { z } from 'zod'

import type { Call } from '../../../core/call.ts'
import type { Core } from '../../../core/core.ts'
import type { Position } from '../../../core/page.ts'
import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { ACCOUNT_LIMITS } from '../account-attributes.catalog.ts'
import { catalog, findType } from '../catalog.ts'
import { upTo } from '../wire-types.ts'
import { zoneOf } from '../zone.ts'

const NAMES = [
  ...ACCOUNT_LIMITS.keys(),
  'used-postpaid-instance-vcpu-count',
  'supported-postpaid-instance-types',
]
const INSTANCES_READ_AT_ONCE = 500

/** Tells what an account may have in a region; without names all of it. Source: spec/alibaba.md §2.11. */
export const DescribeAccountAttributes = action({
  name: 'DescribeAccountAttributes',
  access: 'get',
  params: z.object({
    RegionId: text(),
    AttributeName: upTo(8, z.enum(NAMES)).optional(),
    ZoneId: text().optional(),
  }),
  async run({ core, call }, { AttributeName, ZoneId }) {
    const zone = ZoneId === undefined ? '' : zoneOf(call.region, ZoneId)
    const items = []
    for (const name of new Set(AttributeName ?? NAMES)) {
      const values = await valuesOf(core, call, name)
      items.push({
        AttributeName: name,
        AttributeValues: { ValueItem: values.map((value) => presentValue(value, zone)) },
      })
    }
    return { AccountAttributeItems: { AccountAttributeItem: items } }
  },
})

async function valuesOf(core: Core, call: Call, name: string): Promise<readonly string[]> {
  if (name === 'supported-postpaid-instance-types') return catalog.types.map(({ id }) => id)
  if (name === 'used-postpaid-instance-vcpu-count') return [String(await countPostpaidCores(core, call))]
  return [ACCOUNT_LIMITS.get(name) ?? '']
}

/** What is not about one type, one category or a time is empty. */
function presentValue(value: string, zone: string) {
  return {
    Value: value,
    ExpiredTime: '',
    ZoneId: zone,
    InstanceChargeType: '',
    InstanceType: '',
    DiskCategory: '',
    Count: 0,
  }
}

/** Of all instances of the account in the region that are paid for afterwards. */
async function countPostpaidCores({ database }: Pick<Core, 'database'>, call: Call): Promise<number> {
  let cores = 0
  let after: Position | undefined
  do {
    const { rows, next } = await database.instances.list(call, {
      region: call.region,
      chargeTypes: ['postpaid'],
      page: { limit: INSTANCES_READ_AT_ONCE, after },
    })
    for (const { type } of rows) cores += findType(type)?.cores ?? 0
    after = next
  } while (after)
  return cores
}
