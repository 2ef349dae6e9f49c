import type { FaultTable } from '../kit/fault-table.ts'
import { invalidValue, missingParameter } from '../kit/tencent/common-errors.ts'
import { isPassword, NEW_MACHINE_RULES } from '../kit/tencent/passwords.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { Refusal, type WireError } from '../kit/wire-error.ts'
import { checkHostName } from './host-name.ts'
import { imageOf } from './images.catalog.ts'
import { checkTypes, checkZones } from './instance-filters.ts'
import type { LoginSettings } from './instance-param-types.ts'
import type { RunInstancesParams } from './new-instance-params.ts'
import { numbered } from './new-instances.ts'
import { INVALID_PASSWORD } from './param-types.ts'

/** Months that can be paid in advance. Source: spec/tencent.md §2.4 RunInstances. */
const PERIODS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 36, 48, 60])

/** Refuses what is not on offer: zone, type, period, counts. Source: spec/tencent.md §2.4 RunInstances. */
export function checkOffer(params: RunInstancesParams, region: string): void {
  const { Placement, InstanceType, InstanceCount, MinCount = 1 } = params
  checkZones([Placement.Zone], region)
  checkTypes([InstanceType])
  if (MinCount > InstanceCount) {
    refuse('InvalidParameterValue.InvalidParameterMinCount', '`MinCount` is greater than `InstanceCount`.')
  }
  checkPeriod(params)
}

function checkPeriod({ InstanceChargeType, InstanceChargePrepaid }: RunInstancesParams): void {
  if (InstanceChargeType !== 'PREPAID') return
  if (!InstanceChargePrepaid) throw new Refusal(missingParameter('InstanceChargePrepaid'))
  if (!PERIODS.has(InstanceChargePrepaid.Period)) {
    refuse('InvalidPeriod', invalidValue('InstanceChargePrepaid.Period').message)
  }
}

/** Refuses host names that one of the new instances cannot have. */
export function checkHostNames({ HostName, ImageId, InstanceCount: count }: RunInstancesParams): void {
  if (HostName === undefined) return
  // The longest is the last one.
  for (const index of [0, count - 1]) checkHostName(numbered(HostName, { index, count }), imageOf(ImageId).os)
}

/** Refuses ways to log in that exclude each other or the system. Source: spec/tencent.md §2.4 RunInstances. */
export function checkLogin(
  login: LoginSettings | undefined,
  { os, combination }: { os: 'linux' | 'windows'; combination: string },
): void {
  if (!login) return
  const ways = [login.Password !== undefined, login.KeyIds !== undefined, login.KeepImageLogin]
  if (ways.filter(Boolean).length > 1) {
    refuse(combination, '`Password`, `KeyIds` and `KeepImageLogin` of `LoginSettings` exclude each other.')
  }
  if (login.KeyIds && os === 'windows') throw new Refusal(NO_KEYS_ON_WINDOWS)
  if (login.Password !== undefined && !isPassword(login.Password, NEW_MACHINE_RULES[os])) {
    throw new Refusal(INVALID_PASSWORD)
  }
}

const NO_KEYS_ON_WINDOWS = tencentError(
  'UnsupportedOperation.KeyPairUnsupportedWindows',
  'Windows instances cannot be logged in to by key.',
)

/**
 * How actions that put a system on a machine refuse its login; InvalidKeyPairId.NotFound and InstanceOsWindows are
 * not in their lists. Source: spec/tencent.md §2.4 RunInstances, ResetInstance.
 */
export const loginFaults: Partial<FaultTable> = {
  keyPairNotFound: ({ names }) =>
    tencentError(
      'InvalidParameterValue.KeyPairNotFound',
      `The key pair \`${names.join('`, `')}\` does not exist.`,
    ),
  instanceIsWindows: () => NO_KEYS_ON_WINDOWS,
}

function refuse(code: string, message: string): never {
  const error: WireError = tencentError(code, message)
  throw new Refusal(error)
}
