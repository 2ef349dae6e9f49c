import { z } from 'zod'

import { Fault } from '../../../core/fault.ts'
import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { attributesOf } from '../attributes.ts'

/** The user data that an instance was given, in Base64; empty if there is none. Source: spec/alibaba.md §2.11. */
export const DescribeUserData = action({
  name: 'DescribeUserData',
  access: 'get',
  params: z.object({ RegionId: text(), InstanceId: text() }),
  async run({ core, call }, { RegionId, InstanceId }) {
    const [instance] = await core.database.instances.findByIds(call, [InstanceId])
    if (!instance) throw new Fault('instanceNotFound', { ids: [InstanceId] })
    return { InstanceId, RegionId, UserData: attributesOf(instance).UserData }
  },
})
