import { z } from 'zod'

import { Fault } from '../../../core/fault.ts'
import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { attributesOf } from '../attributes.ts'
import { given } from '../wire-types.ts'

/** The user data of an instance as it was given, in Base64; empty if there is none. Source: spec §2.13, §4.4. */
export const DescribeUserData = action({
  name: 'DescribeUserData',
  access: 'list',
  params: z.object({ InstanceId: given(text()) }),
  async run({ core, call }, { InstanceId }) {
    const [instance] = await core.database.instances.findByIds(call, [InstanceId])
    if (!instance) throw new Fault('instanceNotFound', { ids: [InstanceId] })
    return { InstanceId, UserData: attributesOf(instance).UserData }
  },
})
