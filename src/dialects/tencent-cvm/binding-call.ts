import { z } from 'zod'

import { boolean } from '../kit/params.ts'
import { instanceIds, keyIds } from './param-types.ts'

/** AssociateInstancesKeyPairs and DisassociateInstancesKeyPairs take the same. Source: spec/tencent.md §2.4. */
export const bindingParams = z.strictObject({
  InstanceIds: instanceIds(),
  KeyIds: keyIds(),
  ForceStop: boolean().default(false),
})

/** What is asked of the core. */
export function bindingRequest({ InstanceIds, KeyIds, ForceStop }: z.output<typeof bindingParams>) {
  return { keyPairs: KeyIds.map((id) => ({ id })), instanceIds: InstanceIds, isForced: ForceStop }
}
