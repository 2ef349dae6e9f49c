import { z } from 'zod'

import { listKeyPairs } from '../../../../src/core/key-pairs/find.ts'
import { action } from '../../../../src/dialects/kit/action.ts'

/** The key pairs of the region, newest first. */
export const ListKeys = action({
  name: 'ListKeys',
  access: 'list',
  params: z.object({}),
  async run({ core, call }) {
    const query = { page: { limit: 10, offset: 0 } }
    const { rows } = await listKeyPairs(core, call, { isAccountWide: false }, query)
    return { keys: rows.map(({ id, name, instanceIds }) => ({ key: id, name, machines: instanceIds })) }
  },
})
