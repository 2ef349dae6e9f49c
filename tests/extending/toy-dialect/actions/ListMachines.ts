import { z } from 'zod'

import { listInstances } from '../../../../src/core/instances/list.ts'
import { action } from '../../../../src/dialects/kit/action.ts'
import { text } from '../../../../src/dialects/kit/params.ts'

/** The machines of the region, newest first. */
export const ListMachines = action({
  name: 'ListMachines',
  access: 'list',
  params: z.object({ machines: z.array(text()).max(10).optional() }),
  async run({ core, call }, { machines }) {
    const { region } = call
    const query = { region, ...(machines && { ids: machines }), page: { limit: 10, offset: 0 } }
    const { rows } = await listInstances(core, call, query)
    return {
      machines: rows.map(({ id, state, address, keyPairIds, latestOperation }) => ({
        ...{ machine: id, state, address, keys: keyPairIds },
        lastAction: latestOperation?.action ?? '',
        outcome: latestOperation?.outcome ?? '',
      })),
    }
  },
})
