import { z } from 'zod'

import type { Instance } from '../../../../core/instances/instance.ts'
import { readAllInstances } from '../../../../core/instances/read-all.ts'
import { action } from '../../../kit/action.ts'
import { text } from '../../../kit/params.ts'
import { invalidValue } from '../../../kit/tencent/common-errors.ts'
import { paging } from '../../../kit/tencent/param-checks.ts'
import { ignored } from '../../../kit/parameter-uses.ts'
import { attributesOf } from '../../attributes.ts'

/** Who uses the private addresses of a network: only instances do. Source: spec/tencent.md §4.3. */
export const DescribeUsedIpAddress = action({
  name: 'DescribeUsedIpAddress',
  access: 'read',
  params: z.strictObject({
    VpcId: text(),
    SubnetId: text().optional(),
    IpAddresses: z.array(text()).max(100).optional(),
    Filters: ignored(),
    ...paging({ offset: () => invalidValue('Offset'), limit: () => invalidValue('Limit') }),
  }),
  async run({ core, call }, { VpcId, SubnetId, IpAddresses, Offset, Limit }) {
    const query = IpAddresses ? { privateAddresses: IpAddresses } : {}
    const used = (await readAllInstances(core, call, query)).map(presentAddress).filter((address) => {
      return address.VpcId === VpcId && (SubnetId === undefined || address.SubnetId === SubnetId)
    })
    return { IpAddressStates: used.slice(Offset, Offset + Limit), TotalCount: used.length }
  },
})

function presentAddress(instance: Instance) {
  const { VpcId, SubnetId } = attributesOf(instance).VirtualPrivateCloud
  return {
    ...{ VpcId, SubnetId, IpAddress: instance.privateAddress },
    ...{ ResourceType: 'CVM', ResourceId: instance.id },
  }
}
