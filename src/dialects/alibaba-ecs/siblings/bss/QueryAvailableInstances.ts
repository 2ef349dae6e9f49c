import { z } from 'zod'

import { action } from '../../../kit/action.ts'
import { ignored } from '../../../kit/parameter-uses.ts'
import { pageNumber, pageSize } from '../../wire-types.ts'

/**
 * Lists what an account has subscribed to. Nothing is sold here, so there is nothing; clients only look whether they
 * may ask. Source: spec/alibaba.md §2.11.
 */
export const QueryAvailableInstances = action({
  name: 'QueryAvailableInstances',
  access: 'list',
  params: z.object({
    PageNum: pageNumber().default(1),
    PageSize: pageSize(300).default(20),
    Region: ignored(),
    ProductCode: ignored(),
    ProductType: ignored(),
    SubscriptionType: ignored(),
    InstanceIDs: ignored(),
    RenewStatus: ignored(),
    CreateTimeStart: ignored(),
    CreateTimeEnd: ignored(),
    EndTimeStart: ignored(),
    EndTimeEnd: ignored(),
  }),
  run(_context, { PageNum, PageSize }) {
    const Data = { TotalCount: 0, PageNum, PageSize, InstanceList: [] }
    return Promise.resolve({ Success: true, Code: 'Success', Message: 'Successful!', Data })
  },
})
