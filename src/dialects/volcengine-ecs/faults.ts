import type { FaultTable } from '../kit/fault-table.ts'
import type { WireError } from '../kit/wire-error.ts'
import { ecsErrors, malformed, notFound, row, tooMany } from './errors.ts'

/** Refusals of the operations that carry no detail. Source: spec/volcengine.md, section beside each row. */
export const operationErrors = {
  // §3.1
  windows: row(
    400,
    'InvalidKeyPairForWindows.Unsupported',
    'The OSType of this specified instance is Windows, which does not support key pairs.',
  ),
  // §2.10
  instanceStatus: row(
    400,
    'InvalidInstanceStatus',
    'The status of the specified instance does not support this request.',
  ),
  chargeType: row(
    400,
    'InvalidChargeType',
    'The specified ChargeType is not valid, is unsupported, or cannot be used.',
  ),
  // Unverified: the code is not documented, §2.10 and §5 item 1.
  protected: row(
    400,
    'OperationDenied.DeletionProtection',
    'The specified instance is protected against deletion.',
  ),
} as const satisfies Record<string, WireError>

/** What the code and the sentence call a quota. */
const QUOTAS = { keyPairs: 'KeyPairs', instances: 'Instances', tags: 'Tags' } as const

/** What every fault of the core is here. Source: spec/volcengine.md, section beside each row. */
export const faults = {
  // §3.1
  keyPairNotFound: () => notFound('KeyPair'),
  // Unverified: §2.1.
  keyPairNameTaken: () =>
    row(400, 'InvalidKeyPairName.Duplicated', 'The specified KeyPairName already exists.'),
  // Unverified: §2.5.
  keyPairInUse: () =>
    row(400, 'OperationDenied.KeyPairInUse', 'The specified KeyPair is attached to instances.'),
  // Unverified: §3.2, bound to another pair.
  keyPairNotBound: () => notFound('KeyPair'),
  // Unverified: §2.2.
  publicKeyMalformed: () => malformed('PublicKey'),
  // Not met: the same key may be stored under several names, §2.2.
  publicKeyTaken: () => malformed('PublicKey'),
  // Unverified: §2.1.
  quotaExceeded: ({ what }) => tooMany(QUOTAS[what]),
  // §2.10, §3.1
  instanceNotFound: () => notFound('Instance', 'instance'),
  // Unverified: the cloud documents no code of its own for it.
  instanceNotSupported: () => ecsErrors.invalidArgument,
  instanceIsWindows: () => operationErrors.windows,
  // Not met: every instance is I/O optimised here.
  instanceNotIoOptimized: () => ecsErrors.invalidArgument,
  // Not met: economical mode stands in the way of nothing here.
  instanceStoppedWithoutCharge: () => operationErrors.instanceStatus,
  // §3.1; unverified: the status, met by ModifyInstanceAttribute alone.
  passwordAgentMissing: () =>
    row(
      404,
      'InvalidResetAuthenticationAgent.NotFound',
      'The specified reset-authentication agent does not install on the instance.',
    ),
  instanceState: () => operationErrors.instanceStatus,
  instanceBusy: () => operationErrors.instanceStatus,
  instanceProtected: () => operationErrors.protected,
  // §2.10, §3.1
  instanceRateExceeded: () => ecsErrors.flowLimit,
  // Not met: machines are not looked at before a call is answered.
  machineUnreachable: () => ecsErrors.internal,
  machineFailed: () => ecsErrors.internal,
  // For machines that Keyplane cannot switch.
  powerNotSupported: () => ecsErrors.invalidArgument,
  // §1.11
  clientTokenReused: () =>
    row(
      400,
      'IdempotentParameterMismatch',
      'The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical.',
    ),
  clientTokenInUse: () =>
    row(
      412,
      'IdempotentProcessing',
      'The request uses the same client token as a previous one that is still in process.',
    ),
  // Unverified: the cloud's own code for a role that is not there is not documented.
  roleNotFound: ({ role }) => row(404, 'RoleNotExist', `The specified role ${role} does not exist.`),
  // Not met: an account may assume its roles.
  roleRefused: () => row(403, 'AccessDenied', 'The account itself cannot assume a role.'),
} satisfies FaultTable
