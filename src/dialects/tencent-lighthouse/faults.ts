import type { FaultTable } from '../kit/fault-table.ts'
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
  instanceNotFound: () =>
    tencentError('ResourceNotFound.InstanceIdNotFound', 'The instance ID does not exist.'),
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
  // One code for every busy instance. Source: design.md §5, spec/tencent.md §3.5.
  instanceBusy: () =>
    tencentError(
      'UnsupportedOperation.LatestOperationUnfinished',
      'Unsupported operation: the last operation of the instance has not been completed.',
    ),
  instanceProtected: ({ id }) => notSupported(id),
  powerNotSupported: ({ id }) => notSupported(id),
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
