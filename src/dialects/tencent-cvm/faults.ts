import type { Faults } from '../../core/fault.ts'
import type { FaultTable } from '../kit/fault-table.ts'
import { commonFaults } from '../kit/tencent/common-faults.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import type { WireError } from '../kit/wire-error.ts'
import { wireState } from './states.ts'

/** A bug or a broken server. Texts: seeds 000 and 002. */
export const internalError = tencentError('InternalServerError', 'Internal error.', '操作内部错误。')

/**
 * How this cloud refuses. Codes: spec/tencent.md appendix A and §3; messages: observed ones of appendix A, else the
 * sentence of seed 000, else our own short text. Chinese: seed 002.
 */
export const faults = {
  ...commonFaults,
  keyPairNotFound: () =>
    tencentError(
      'InvalidKeyPairId.NotFound',
      'Invalid key pair ID. The specified key pair ID does not exist.',
      '无效密钥对ID。指定的密钥对ID不存在。',
    ),
  keyPairNameTaken: ({ name }) =>
    tencentError('InvalidKeyPairName.Duplicate', `The key pair name \`${name}\` is already in use.`),
  keyPairInUse: ({ names }) =>
    tencentError(
      'InvalidParameterValue.KeyPairNotSupported',
      `The specified key does not support the operation. \`${names.join('`, `')}\` is bound to an instance.`,
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
  quotaExceeded: ({ what, limit }) => QUOTAS[what](limit),
  instanceNotFound: ({ ids }) =>
    tencentError(
      'InvalidInstanceId.NotFound',
      `The specified instance ID \`${quoted(ids)}\` is not found.`,
      '没有找到相应实例。',
    ),
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
  instanceState: ({ id, state }) => {
    const { code, message } = wireState(state)
    // The page's placeholder for the id.
    return tencentError(`UnsupportedOperation.InstanceState${code}`, message.replace('ins-xxxxxx', id))
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
  // Not met: machines are not looked at before a call is accepted.
  machineUnreachable: () => internalError,
  machineFailed: () => internalError,
  powerNotSupported: ({ id }) => notSupported(id),
} satisfies FaultTable

const QUOTAS: Readonly<Record<Faults['quotaExceeded']['what'], (limit: number) => WireError>> = {
  keyPairs: (limit) =>
    tencentError('InvalidKeyPair.LimitExceeded', `The account has ${limit} key pairs, which is the limit.`),
  instances: (limit) =>
    tencentError('LimitExceeded.InstanceQuota', `The account has ${limit} instances, which is the limit.`),
  // Not met: tags are given when a resource is made, within their limit, or by the tag service.
  tags: (limit) => tencentError('LimitExceeded.TagResourceQuota', `A resource has ${limit} tags at most.`),
}

function notSupported(id: string) {
  return tencentError(
    'InvalidInstance.NotSupported',
    `The request does not support the instances \`${id}\` which are in operation or in a special state.`,
    '不被支持的实例。',
  )
}

/** `['ins-a', 'ins-b']`, as the real service writes lists. */
function quoted(ids: readonly string[]): string {
  return `[${ids.map((id) => `'${id}'`).join(', ')}]`
}
