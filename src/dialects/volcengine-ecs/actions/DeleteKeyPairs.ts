import { z } from 'zod'

import { type Removal, removeKeyPairs } from '../../../core/key-pairs/remove.ts'
import { action } from '../../kit/action.ts'
import { toWireError } from '../../kit/fault-table.ts'
import type { WireError } from '../../kit/wire-error.ts'
import { missing } from '../errors.ts'
import { faults } from '../faults.ts'
import { presentItemError } from '../operation-details.ts'
import { removalRules } from '../rules.ts'
import { clientToken, requiredList } from '../wire-types.ts'

/** Deletes key pairs by name, each for itself; a pair that is bound stays. Source: spec/volcengine.md §2.5. */
export const DeleteKeyPairs = action({
  name: 'DeleteKeyPairs',
  access: 'write',
  params: z.object({ KeyPairNames: requiredList(100), ClientToken: clientToken() }),
  async run({ core, call }, { KeyPairNames }) {
    const names = [...new Set(KeyPairNames)]
    const removals = await removeKeyPairs(
      core,
      call,
      removalRules,
      names.map((name) => ({ name })),
    )
    const details = removals.map((removal, place) => {
      const name = names[place] ?? ''
      return { KeyPairName: name, Error: presentItemError(errorOf(name, removal)) }
    })
    return { OperationDetails: details }
  },
})

function errorOf(name: string, { fault }: Removal): WireError | undefined {
  if (name === '') return missing('KeyPairName')
  return fault ? toWireError(fault, faults) : undefined
}
