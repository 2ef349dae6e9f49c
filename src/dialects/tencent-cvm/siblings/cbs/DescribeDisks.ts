import { z } from 'zod'

import { ignored } from '../../../kit/parameter-uses.ts'
import { text } from '../../../kit/params.ts'
import { invalidValue } from '../../../kit/tencent/common-errors.ts'
import { paging } from '../../../kit/tencent/param-checks.ts'
import { action } from '../../../kit/action.ts'

/** Lists cloud disks. There are none: the disks of all instances here are local ones. Source: spec/tencent.md §4.3. */
export const DescribeDisks = action({
  name: 'DescribeDisks',
  access: 'list',
  params: z.strictObject({
    DiskIds: z.array(text()).max(100).optional(),
    Filters: ignored(),
    ...paging({ offset: () => invalidValue('Offset'), limit: () => invalidValue('Limit') }),
    Order: ignored(),
    OrderField: ignored(),
    ReturnBindAutoSnapshotPolicy: ignored(),
  }),
  run() {
    return Promise.resolve({ TotalCount: 0, DiskSet: [] })
  },
})
