import { tencentError } from '../kit/tencent/tencent-error.ts'
import { Refusal } from '../kit/wire-error.ts'

/**
 * What is answered by actions that the service has withdrawn, once their parameters are fine. The only code of theirs
 * that is left is this one. Unverified: its sentence. Source: spec/tencent.md §2.5.
 */
export function refuseWithdrawn(): never {
  throw new Refusal(
    tencentError(
      'UnsupportedOperation.OperationOffline',
      'Unsupported operation: the API has been withdrawn.',
    ),
  )
}
