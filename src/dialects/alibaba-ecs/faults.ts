import type { Faults } from '../../core/fault.ts'
import type { FaultTable } from '../kit/fault-table.ts'
import type { WireError } from '../kit/wire-error.ts'
import { gatewayErrors, row, userThrottled } from './errors.ts'

/** Refusals of the operations that carry no detail. Source: spec/alibaba.md §2, section as noted. */
export const operationErrors = {
  /** §2.6, request level. */
  keyPairLimit: row(
    403,
    'InstanceKeyPairLimitExceeded',
    'The specified instances are beyond the permitted range.',
  ),
  /** §2.6: not a JSON array, an unknown id, or an id of another region. */
  instanceIdsInvalid: row(
    400,
    'InvalidInstanceIds.ValueNotSupported',
    'The specified parameter InstanceIds is not valid.',
  ),
  /** §2.6; without a final period here, with one in DetachKeyPair. */
  windows: row(
    403,
    'DependencyViolation.WindowsInstance',
    'The instance creating is windows, cannot use ssh key pair to login',
  ),
  /** §2.10, batch. */
  instanceIdsNotFound: row(404, 'InvalidInstanceIds.NotFound', 'The specified InstanceIds does not exist.'),
  tooManyInstanceIds: row(
    403,
    'InvalidParameter.TooManyInstanceIds',
    'Instance ids cannot be more than 100.',
  ),
  instanceIdsMalformed: row(
    403,
    'Abs.InvalidInstanceIds.MalFormed',
    'The specified instanceIds is not valid.',
  ),
  incorrectStatus: row(
    403,
    'IncorrectInstanceStatus',
    'The current status of the resource does not support this operation.',
  ),
  initializing: row(
    403,
    'IncorrectInstanceStatus.Initializing',
    'The specified instance status does not support this operation.',
  ),
  // Unverified: text. Source: spec/alibaba.md §5 U24.
  locked: row(403, 'InstanceLockedForSecurity', 'The instance is locked due to security.'),
  // Unverified: text; the spec has the code only (§2.10).
  prepaid: row(
    403,
    'ChargeTypeViolation',
    'The operation is not permitted due to charge type of the instance.',
  ),
  /** §1.9: single-instance operations and RunInstances. */
  dryRun: row(400, 'DryRunOperation', 'Request validation has been passed with DryRun flag set.'),
  /** §1.9: batch operations. */
  batchDryRun: row(400, 'DRYRUN.SUCCESS', 'This request is a dryrun request with successful result.'),
} as const satisfies Record<string, WireError>

/** Something named in the request that does not exist. Source: spec/alibaba.md §2.8. */
export function doesNotExist(name: string): WireError {
  return row(404, `Invalid${name}.NotFound`, `The specified ${name} does not exist.`)
}

/** A value of the wrong form. Source: spec/alibaba.md §2.10 (stated there for Password). */
export function malformed(name: string): WireError {
  return row(400, `Invalid${name}.Malformed`, `The specified parameter "${name}" is not valid.`)
}

/** Source: spec/alibaba.md §2.2 for key pairs and tags, §2.8 for instances. Unverified: the texts of the last two. */
const QUOTAS: Readonly<Record<Faults['quotaExceeded']['what'], WireError>> = {
  keyPairs: row(403, 'QuotaExceed.KeyPair', 'The key pair quota exceeds.'),
  tags: row(403, 'QuotaExceed.Tags', 'The number of tags exceeds the quota of the resource.'),
  instances: row(403, 'QuotaExceed.ElasticQuota', 'The number of instances exceeds the quota.'),
}

/** What every fault of the core is here. Source: spec/alibaba.md, section beside each row. */
export const faults = {
  // §2.6; 404 with another text in RunInstances.
  keyPairNotFound: () =>
    row(400, 'InvalidKeyPairName.NotFound', 'The specified KeyPairName does not exist in our records.'),
  // §2.2
  keyPairNameTaken: () => row(400, 'KeyPair.AlreadyExist', 'The key pair already exist.'),
  // §2.5
  keyPairInUse: () =>
    row(
      400,
      'InvalidParameter.KeypairAlreadyAttachedInstance',
      'The specified parameter "KeyPairNames" attached to instances can not be deleted.',
    ),
  // §3.1: the outcome of one instance of DetachKeyPair, never of the call.
  keyPairNotBound: () => operationErrors.instanceIdsInvalid,
  // §2.3
  publicKeyMalformed: () =>
    row(400, 'InvalidPublicKeyBody.Malformed', 'The PublicKeyBody format is not supported.'),
  // Not met: the same key may be stored under several names.
  publicKeyTaken: () => row(400, 'KeyPair.AlreadyExist', 'The key pair already exist.'),
  quotaExceeded: ({ what }) => QUOTAS[what],
  // §2.10
  instanceNotFound: () => row(404, 'InvalidInstanceId.NotFound', 'The specified InstanceId does not exist.'),
  // §1.9; the cloud documents no code of its own for it.
  instanceNotSupported: () => row(400, 'UnsupportedOperation', 'The specified action is not supported.'),
  // §2.6
  instanceIsWindows: () => operationErrors.windows,
  // §2.6: the sentence is that of a malformed InstanceIds.
  instanceNotIoOptimized: () =>
    row(400, 'DependencyViolation.IoOptimize', 'The specified parameter InstanceIds is not valid.'),
  // Not met: economical mode stands in the way of nothing here.
  instanceStoppedWithoutCharge: () => operationErrors.incorrectStatus,
  // Not met: key pairs need no agent here.
  passwordAgentMissing: () => operationErrors.incorrectStatus,
  // §2.10, §3.1: a security lock is a state of its own here.
  instanceState: ({ state }) =>
    state === 'banned' ? operationErrors.locked : operationErrors.incorrectStatus,
  instanceBusy: () => operationErrors.incorrectStatus,
  // §2.10
  instanceProtected: () =>
    row(
      403,
      'InvalidOperation.DeletionProtection',
      'The operation is not allowed due to deletion protection.',
    ),
  // Not met: calls are counted, not instances.
  instanceRateExceeded: userThrottled,
  // Not met: machines are not looked at before a call is answered.
  machineUnreachable: () => gatewayErrors.internal,
  machineFailed: () => gatewayErrors.internal,
  // §1.9; for machines that Keyplane cannot switch.
  powerNotSupported: () => row(400, 'UnsupportedOperation', 'The specified action is not supported.'),
  // §1.9
  clientTokenReused: () =>
    row(
      400,
      'IdempotentParameterMismatch',
      'Request uses a client token in a previous request but is not Identical to that request.',
    ),
  // §1.9: 400 or 403.
  clientTokenInUse: () =>
    row(400, 'IdempotentProcessing', 'The previous idempotent request(s) is still processing.'),
  // Unverified: text. Code and status: §2.11, row "AssumeRole".
  roleNotFound: ({ role }) => row(404, 'EntityNotExist.Role', `The role not exists: ${role}.`),
  // §2.11, row "AssumeRole".
  roleRefused: () => row(403, 'NoPermission', 'Roles may not be assumed by root accounts.'),
} satisfies FaultTable
