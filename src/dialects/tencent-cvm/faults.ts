import type { FaultTable } from '../kit/fault-table.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { wireState } from './states.ts'

/**
 * How this cloud refuses. Codes: spec/tencent.md appendix A and §3; messages: observed ones of appendix A, else the
 * sentence of seed 000, else our own short text.
 */
export const faults = {
  keyPairNotFound: () =>
    tencentError(
      'InvalidKeyPairId.NotFound',
      'Invalid key pair ID. The specified key pair ID does not exist.',
    ),
  keyPairNameTaken: ({ name }) =>
    tencentError('InvalidKeyPairName.Duplicate', `The key pair name \`${name}\` is already in use.`),
  keyPairInUse: ({ names }) =>
    tencentError(
      'InvalidParameterValue.KeyPairNotSupported',
      `The specified key does not support the operation: \`${names.join('`, `')}\` is bound to an instance.`,
    ),
  keyPairNotBound: ({ keyPair, instanceId }) =>
    tencentError(
      'FailedOperation.DisassociateKeyPairFailed',
      `The key pair \`${keyPair}\` is not bound to the instance \`${instanceId}\`.`,
    ),
  publicKeyMalformed: () =>
    tencentError('InvalidPublicKey.Malformed', 'The public key is not an OpenSSH RSA public key.'),
  publicKeyTaken: ({ keyPairId }) =>
    tencentError('InvalidPublicKey.Duplicate', `The public key is already stored as \`${keyPairId}\`.`),
  quotaExceeded: ({ what, limit }) =>
    what === 'keyPairs'
      ? tencentError(
          'InvalidKeyPair.LimitExceeded',
          `The account has ${limit} key pairs, which is the limit.`,
        )
      : tencentError(
          'LimitExceeded.InstanceQuota',
          `The account has ${limit} instances, which is the limit.`,
        ),
  instanceNotFound: ({ ids }) =>
    tencentError('InvalidInstanceId.NotFound', `The specified instance ID \`${quoted(ids)}\` is not found.`),
  instanceNotSupported: ({ id }) => notSupported(id),
  instanceIsWindows: ({ id, osName }) =>
    tencentError(
      'UnsupportedOperation.InstanceOsWindows',
      `The instance ${id} with the ${osName} operating system does not support this operation.`,
    ),
  instanceNotIoOptimized: ({ id }) => notSupported(id),
  instanceStoppedWithoutCharge: () =>
    tencentError(
      'UnsupportedOperation.StoppedModeStopCharging',
      'The instance does not support the no charges when shut down feature.',
    ),
  passwordAgentMissing: ({ id }) => notSupported(id),
  instanceState: ({ state }) => {
    const { code, message } = wireState(state)
    return tencentError(`UnsupportedOperation.InstanceState${code}`, message)
  },
  instanceBusy: ({ isSameAction }) =>
    isSameAction
      ? tencentError('MutexOperation.TaskRunning', 'Mutex task is running, please try later')
      : tencentError(
          'OperationDenied.InstanceOperationInProgress',
          'The instance has an operation in progress. Please try again later.',
        ),
  instanceProtected: ({ id }) =>
    tencentError(
      'UnsupportedOperation.InstancesProtected',
      `The instance \`${id}\` is protected against termination.`,
    ),
  powerNotSupported: ({ id }) => notSupported(id),
} satisfies FaultTable

function notSupported(id: string) {
  return tencentError(
    'InvalidInstance.NotSupported',
    `The request does not support the instances \`${id}\` which are in operation or in a special state.`,
  )
}

/** `['ins-a', 'ins-b']`, as the real service writes lists. */
function quoted(ids: readonly string[]): string {
  return `[${ids.map((id) => `'${id}'`).join(', ')}]`
}
