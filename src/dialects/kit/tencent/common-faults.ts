import type { FaultTable } from '../fault-table.ts'
import { invalidValue, tooOften } from './common-errors.ts'
import { tencentError } from './tencent-error.ts'

/** Rows of the fault tables that are the same for every service. */
export const commonFaults = {
  // Not met: calls are counted, not instances.
  instanceRateExceeded: tooOften,
  // Not met: the first answer is given again, whatever else is asked. Source: spec/tencent.md §5 (20).
  clientTokenReused: () => invalidValue('ClientToken'),
  // Unverified: met only by a call that outlived the hold on its token. Source: spec/tencent.md §1.8, common code.
  clientTokenInUse: () => tencentError('ResourceInUse', 'The ClientToken is in use by another call.'),
  // Unverified: text. Code: the list of AssumeRole in the official Go SDK.
  roleNotFound: () => tencentError('ResourceNotFound.RoleNotFound', 'The role does not exist.'),
  // Not met: an account may assume its roles.
  roleRefused: () => tencentError('UnauthorizedOperation', 'The account itself cannot assume a role.'),
} satisfies Partial<FaultTable>
