import { TRANSITIONAL_STATES } from '../../core/instances/instance.ts'
import type { FaultTable } from '../kit/fault-table.ts'
import { invalidValue, tooOften } from '../kit/tencent/common-errors.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { shownState } from './states.ts'

/**
 * How this cloud refuses. Codes: spec/tencent.md appendix B and §2.5; messages: the sentence of seed 003 where it has
 * the code, else our own short text in its manner.
 */
export const faults = {
  keyPairNotFound: () => tencentError('ResourceNotFound.KeyIdNotFound', 'The key pair ID does not exist.'),
  keyPairNameTaken: ({ name }) =>
    tencentError(
      'InvalidParameterValue.DuplicateParameterValue',
      `Invalid parameter value: the key pair name \`${name}\` already exists.`,
    ),
  keyPairInUse: ({ names }) =>
    tencentError(
      'ResourceInUse.KeyPairInUse',
      `The key pair \`${names.join('`, `')}\` is bound to an instance.`,
    ),
  keyPairNotBound: () =>
    tencentError(
      'UnsupportedOperation.KeyPairNotBoundToInstance',
      'Unsupported operation: key pairs that are not bound to instances cannot be unbound from instances.',
    ),
  publicKeyMalformed: () =>
    tencentError(
      'InvalidParameterValue.KeyPairPublicKeyMalformed',
      'Invalid parameter value: the public key is not an OpenSSH RSA public key.',
    ),
  publicKeyTaken: ({ keyPairId }) =>
    tencentError(
      'InvalidParameterValue.KeyPairPublicKeyDuplicated',
      `Invalid parameter value: the public key is already stored as \`${keyPairId}\`.`,
    ),
  quotaExceeded: ({ what, limit }) =>
    what === 'keyPairs'
      ? tencentError(
          'LimitExceeded.KeyPairLimitExceeded',
          `The region has ${limit} key pairs, which is the limit.`,
        )
      : tencentError(
          'LimitExceeded.InstanceQuotaLimitExceeded',
          `The region has ${limit} instances, which is the limit.`,
        ),
  // An id that was never given out, or an instance that was terminated. Source: spec/tencent.md §2.5.
  instanceNotFound: ({ areGone }) =>
    areGone
      ? tencentError('ResourceNotFound.InstanceNotFound', 'The instance does not exist.')
      : tencentError('ResourceNotFound.InstanceIdNotFound', 'The instance ID does not exist.'),
  instanceNotSupported: ({ id }) => notSupported(id),
  instanceIsWindows: ({ id }) =>
    tencentError(
      'UnsupportedOperation.WindowsNotAllowToAssociateKeyPair',
      `Unsupported operation: key pairs cannot be bound to the Windows instance \`${id}\`.`,
    ),
  instanceNotIoOptimized: ({ id }) => notSupported(id),
  instanceStoppedWithoutCharge: ({ id }) => wrongState(id, 'STOPPED'),
  passwordAgentMissing: ({ id }) => notSupported(id),
  instanceState: ({ id, state }) =>
    state === 'pending'
      ? tencentError(
          'OperationDenied.InstanceCreating',
          'It is not allowed to manipulate this instance, as it is being created.',
        )
      : wrongState(id, shownState(state)),
  // At rest the operation is unfinished; while it switches the machine off or on, it locks it. Source: §2.5.
  instanceBusy: ({ state }) =>
    TRANSITIONAL_STATES.has(state)
      ? tencentError(
          'OperationDenied.InstanceOperationInProgress',
          'It is not allowed to manipulate this instance, as the last operation is still in progress.',
        )
      : tencentError(
          'UnsupportedOperation.LatestOperationUnfinished',
          'Unsupported operation: the last operation of the instance has not been completed.',
        ),
  instanceProtected: ({ id }) => notSupported(id),
  // Not met: calls are counted, not instances.
  instanceRateExceeded: tooOften,
  // Seed 003.
  machineUnreachable: () =>
    tencentError(
      'InternalError.DescribeInstanceStatus',
      'Failed to query the instance status. Please try again later.',
    ),
  machineFailed: () =>
    tencentError('FailedOperation.InstanceOperationFailed', 'Failed to manipulate the instance.'),
  powerNotSupported: ({ id }) => notSupported(id),
  // Not met: the first answer is given again, whatever else is asked. Source: spec/tencent.md §5 (20).
  clientTokenReused: () => invalidValue('ClientToken'),
  // Unverified: met only by a call that outlived the hold on its token. Source: spec/tencent.md §1.8, common code.
  clientTokenInUse: () => tencentError('ResourceInUse', 'The ClientToken is in use by another call.'),
} satisfies FaultTable

function wrongState(id: string, state: string) {
  return tencentError(
    'UnsupportedOperation.InvalidInstanceState',
    `Unsupported operation: the instance status is invalid. The instance \`${id}\` is in the status \`${state}\`.`,
  )
}

function notSupported(id: string) {
  return tencentError(
    'UnsupportedOperation.InstanceDisplayAreaNotSupportOperation',
    `Unsupported operation: the instance \`${id}\` does not support it.`,
  )
}
