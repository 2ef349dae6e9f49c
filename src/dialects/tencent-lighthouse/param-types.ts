import { integer, text } from '../kit/params.ts'
import { type Filters, filters } from '../kit/tencent/filters.ts'
import { idList, must, paging, oneOf } from '../kit/tencent/param-checks.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { Refusal, type WireError } from '../kit/wire-error.ts'
import { INSTANCE_ID, KEY_PAIR_ID } from './rules.ts'

/** Messages of seed 003. */
export const DUPLICATED = tencentError(
  'InvalidParameterValue.Duplicated',
  'Invalid parameter value: duplicate values are not allowed.',
)
const INSTANCE_ID_MALFORMED = tencentError(
  'InvalidParameterValue.InstanceIdMalformed',
  'Invalid parameter value: the instance ID format is invalid.',
)
const KEY_PAIR_ID_MALFORMED = tencentError(
  'InvalidParameterValue.KeyPairIdMalformed',
  'Invalid parametric value: the key pair ID format is invalid.',
)

/** The `InstanceIds` of a call. Source: spec/tencent.md §2.5. */
export function instanceIds(max = 100) {
  const malformed = () => INSTANCE_ID_MALFORMED
  return idList({ pattern: INSTANCE_ID, max, malformed, duplicated: DUPLICATED })
}

/** The `InstanceId` of a call. Source: spec/tencent.md §2.1. */
export function instanceId() {
  return text().check(must((id) => INSTANCE_ID.test(id), INSTANCE_ID_MALFORMED))
}

/** The `KeyIds` of a call. Source: spec/tencent.md §2.5. */
export function keyIds(max = 100) {
  const malformed = () => KEY_PAIR_ID_MALFORMED
  return idList({ pattern: KEY_PAIR_ID, max, malformed, duplicated: DUPLICATED })
}

/** A value outside its range. Message: seed 003. */
export function outOfRange(name: string): WireError {
  return tencentError(
    'InvalidParameterValue.OutOfRange',
    `Invalid parametric value: it is not within the valid range. (\`${name}\`)`,
  )
}

/** A list that is too long. Message: seed 003. */
export function tooMany(name: string): WireError {
  return tencentError(
    'InvalidParameterValue.LimitExceeded',
    `Invalid parametric value: the number of parameter values exceeds the upper limit. (\`${name}\`)`,
  )
}

/** Offset and Limit. Source: spec/tencent.md §1.11. */
export function lighthousePaging() {
  return paging({
    offset: () => negative('Offset'),
    limit: (value) => (value < 0 ? negative('Limit') : outOfRange('Limit')),
  })
}

function negative(name: string): WireError {
  return tencentError(
    'InvalidParameterValue.Negative',
    `Invalid parameter value: \`${name}\` must not be negative.`,
  )
}

/** Filters of DescribeKeyPairs, which has codes of its own. Source: spec/tencent.md §1.11. */
export function keyPairFilters(names: readonly string[]) {
  return filters({
    names,
    maxValues: 5,
    unknownName: (name) => unsupported('InvalidParameter.InvalidFilter', name),
    tooManyValues: tooMany('Filters'),
  })
}

/** Filters of every other list. Source: spec/tencent.md §1.11, appendix B. */
export function otherFilters(names: readonly string[], maxValues: number) {
  return filters({
    names,
    maxValues,
    unknownName: (name) => unsupported('InvalidParameter.InvalidFilterNotSupportedName', name),
    tooManyValues: tencentError(
      'InvalidParameter.FilterValueLimitExceeded',
      `Invalid parameter: a filter has more than ${maxValues} values.`,
    ),
  })
}

function unsupported(code: string, name: string): WireError {
  return tencentError(code, `Invalid parameter: the filter \`${name}\` is not supported.`)
}

/** What the filters by platform take. Code: spec/tencent.md appendix B. */
export function isPlatform(value: string): boolean {
  return value === 'LINUX_UNIX' || value === 'WINDOWS'
}

export function invalidPlatform(): WireError {
  return tencentError(
    'InvalidParameterValue.InvalidBlueprintPlatformType',
    'Invalid parameter value: the platform type is invalid.',
  )
}

/** Ids and filters exclude each other. Source: spec/tencent.md §1.11. */
export function checkAlone(
  ids: readonly string[] | undefined,
  filters: Filters | undefined,
  name: string,
): void {
  if (!ids || !filters) return
  const message = `The parameters \`${name}\` and \`Filters\` cannot be given together.`
  throw new Refusal(tencentError('InvalidParameter.ParameterConflict', message))
}

/** What an instance is called. Source: spec/tencent.md §2.1. */
export function instanceName() {
  return text().check(
    must(
      (name) => Array.from(name).length <= 60,
      tencentError(
        'InvalidParameterValue.InstanceNameTooLong',
        'Invalid parameter value: the instance name is longer than 60 characters.',
      ),
    ),
  )
}

export function stopType() {
  return oneOf('SOFT', 'HARD', 'SOFT_FIRST').default('SOFT_FIRST')
}

/** Whether the machine goes on running while its keys change. Source: spec/tencent.md §2.5. */
export function associateType() {
  return oneOf('ONLINE', 'OFFLINE').default('OFFLINE')
}

/** Months that can be paid in advance. Source: spec/tencent.md §2.5 CreateInstances. */
export function period() {
  return integer().check(
    must((months) => PERIODS.has(months), outOfRange('InstanceChargePrepaid.Period'), 'outOfRange'),
  )
}

const PERIODS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 24, 36, 48, 60])

export const INVALID_PASSWORD = tencentError(
  'InvalidParameterValue.InvalidPassword',
  'Invalid parameter value: the password does not meet the length or complexity requirements.',
)
