import { z } from 'zod'

import { listInstances } from '../../../core/instances/list.ts'
import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { attributesOf } from '../attributes.ts'
import { invalidParameter } from '../errors.ts'
import { jsonList, pageNumber, pageSize } from '../wire-types.ts'

// Unverified: the code. Source: spec/alibaba.md §1.10.
const INVALID = invalidParameter('InstanceIds')

/** Tells which private pool instances were told to match when they were made. Source: spec/alibaba.md §2.11. */
export const DescribeInstanceAttachmentAttributes = action({
  name: 'DescribeInstanceAttachmentAttributes',
  access: 'get',
  params: z.object({
    RegionId: text(),
    InstanceIds: jsonList({ max: 100, malformed: INVALID, tooMany: INVALID }),
    PageNumber: pageNumber().default(1),
    PageSize: pageSize(100).default(10),
  }),
  async run({ core, call }, { RegionId, InstanceIds, PageNumber, PageSize }) {
    const { rows, total } = await listInstances(core, call, {
      ...{ region: RegionId, ids: InstanceIds },
      page: { limit: PageSize, offset: (PageNumber - 1) * PageSize },
    })
    const instances = rows.map((instance) => {
      const { Id, MatchCriteria } = attributesOf(instance).PrivatePoolOptions
      const pool = { PrivatePoolOptionsId: Id, PrivatePoolOptionsMatchCriteria: MatchCriteria }
      return { InstanceId: instance.id, ...pool }
    })
    return { ...{ TotalCount: total, PageNumber, PageSize }, Instances: { Instance: instances } }
  },
})
