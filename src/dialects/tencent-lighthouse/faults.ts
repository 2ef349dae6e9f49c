import type { Faults } from '../../core/fault.ts'
import { TRANSITIONAL_STATES } from '../../core/instances/instance.ts'
import type { FaultTable } from '../kit/fault-table.ts'
import { commonFaults } from '../kit/tencent/common-faults.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import type { WireError } from '../kit/wire-error.ts'
import { shownState } from './states.ts'

export const UNFINISHED = tencentError(
  'UnsupportedOperation.LatestOperationUnfinished',
  'Unsupported operation: the last operation of the instance has not been completed.',
)

/**
 * How this cloud refuses. Codes: spec/tencent.md appendix B and §2.5; messages: the sentence of seed 003 where it has
 * the code, else our own short text in its manner.
 */
export const faults = {
  ...commonFaults,
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
  quotaExceeded: ({ what, limit }) => QUOTAS[what](limit),
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
      : UNFINISHED,
  instanceProtected: ({ id }) => notSupported(id),
  // Seed 003.
  machineUnreachable: () =>
    tencentError(
      'InternalError.DescribeInstanceStatus',
      'Failed to query the instance status. Please try again later.',
    ),
  machineFailed: () =>
    tencentError('FailedOperation.InstanceOperationFailed', 'Failed to manipulate the instance.'),
  powerNotSupported: ({ id }) => notSupported(id),
} satisfies FaultTable

/** Unverified: the code for tags, which no list of this service has. */
const QUOTAS: Readonly<Record<Faults['quotaExceeded']['what'], (limit: number) => WireError>> = {
  keyPairs: (limit) =>
    tencentError(
      'LimitExceeded.KeyPairLimitExceeded',
      `The region has ${limit} key pairs, which is the limit.`,
    ),
  instances: (limit) =>
    tencentError(
      'LimitExceeded.InstanceQuotaLimitExceeded',
      `The region may have ${limit} instances of this kind of bundle, and no more.`,
    ),
  tags: (limit) => tencentError('LimitExceeded', `A resource may have ${limit} tags, and no more.`),
}

/** Chinese: the documented answer of DescribeInstancesDeniedActions. */
function wrongState(id: string, state: string) {
  return tencentError(
    'UnsupportedOperation.InvalidInstanceState',
    `Unsupported operation: the instance status is invalid. The instance \`${id}\` is in the status \`${state}\`.`,
    `实例 \`${id}\` 处于 \`${state}\` 状态中，不支持该操作。`,
  )
}

function notSupported(id: string) {
  return tencentError(
    'UnsupportedOperation.InstanceDisplayAreaNotSupportOperation',
    `Unsupported operation: the instance \`${id}\` does not support it.`,
  )
}
