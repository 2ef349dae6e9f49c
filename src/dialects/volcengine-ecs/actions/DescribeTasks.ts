import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { nextToken } from '../next-token.ts'
import { list, maxResults, optionalText } from '../wire-types.ts'

/** Only work on images makes tasks, and there is none here: the list is always empty. Source: spec §2.13. */
export const DescribeTasks = action({
  name: 'DescribeTasks',
  access: 'list',
  params: z.object({
    TaskIds: list(100),
    ResourceId: optionalText(),
    ResourceIds: list(100),
    NextToken: nextToken(),
    MaxResults: maxResults({ byDefault: 20, max: 100 }),
  }),
  async run() {
    return { Tasks: [], NextToken: '' }
  },
})
