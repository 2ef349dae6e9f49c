import { type Filters, filters } from '../kit/tencent/filters.ts'
import { idList, must, paging, oneOf } from '../kit/tencent/param-checks.ts'
import { invalidValue } from '../kit/tencent/common-errors.ts'
import { tencentError } from '../kit/tencent/tencent-error.ts'
import { integer } from '../kit/params.ts'
import { Refusal, type WireError } from '../kit/wire-error.ts'
import { INSTANCE_ID, KEY_PAIR_ID } from './rules.ts'

/** The `InstanceIds` of a call. Source: spec/tencent.md §2.1. */
export function instanceIds() {
  return idList({ pattern: INSTANCE_ID, max: 100, malformed: malformedInstanceId })
}

/** The `KeyIds` of a call. Source: spec/tencent.md §2.1. */
export function keyIds() {
  return idList({ pattern: KEY_PAIR_ID, max: 100, malformed: malformedKeyPairId })
}

/** A wrong value as its refusal repeats it. */
export function quoted(value: string): string {
  return `\`${value.slice(0, 40)}\``
}

/** Two codes exist; which of them the real service uses when is not documented. Source: spec/tencent.md §2.1. */
export function malformedInstanceId(id: string): WireError {
  if (id.startsWith('ins-')) {
    return tencentError(
      'InvalidInstanceId.Malformed',
      `Invalid instance ID. The specified instance ID has an invalid format. For example, ${quoted(id)} has an invalid ID length.`,
      `无效实例\`ID\`。指定的实例\`ID\`格式错误。例如实例\`ID\`长度错误${quoted(id)}。`,
    )
  }
  return tencentError(
    'InvalidParameterValue.InstanceIdMalformed',
    'Invalid instance ID. Please enter a valid ID, such as ins-xxxxxxxx (“x” represents a lower-case letter or a number).',
  )
}

/** Messages: seeds 000 and 002. */
export function malformedKeyPairId(id: string): WireError {
  return tencentError(
    'InvalidKeyPairId.Malformed',
    `Invalid key pair ID. The specified key pair ID has an invalid format. For example, ${quoted(id)} has an invalid ID length.`,
    `无效密钥对ID。指定的密钥对ID格式错误，例如 \`ID\` 长度错误${quoted(id)}。`,
  )
}

/** Source: spec/tencent.md appendix A. */
export function malformedInstanceType(type: string): WireError {
  return tencentError('InvalidInstanceType.Malformed', `The instance type ${quoted(type)} is malformed.`)
}

/** A list that is too long. Messages: seeds 000 and 002. */
export function tooMany(name: string): WireError {
  const message = `The number of parameter values exceeds the limit. (\`${name}\`)`
  return tencentError('InvalidParameterValue.LimitExceeded', message, '参数值数量超过限制。')
}

/** The default project is the only one. Source: spec/tencent.md §2.1. */
export function projectId() {
  return integer().check(
    must(
      (id) => id === 0,
      (id) => tencentError('InvalidProjectId.NotFound', `The project \`${id}\` does not exist.`),
    ),
  )
}

/** Offset and Limit of DescribeInstances; DescribeKeyPairs has codes of its own. Source: spec/tencent.md §1.11. */
export function instancePaging() {
  return paging({ offset: () => invalidValue('Offset'), limit: () => invalidValue('Limit') })
}

/** Filters of this cloud's lists; nearly all of them take 5 values and know tags. Source: spec/tencent.md §1.11. */
export function cvmFilters(names: readonly string[], { maxValues = 5, hasTags = true } = {}) {
  return filters({
    ...{ names, maxValues, hasTags },
    unknownName: (name) => tencentError('InvalidFilter', `The filter \`${name}\` is not supported.`),
    tooManyValues: tencentError(
      'InvalidFilterValue.LimitExceeded',
      `A filter has more than ${maxValues} values.`,
    ),
  })
}

/** Ids and filters exclude each other. Source: spec/tencent.md §1.11. */
export function checkAlone(
  ids: readonly string[] | undefined,
  filters: Filters | undefined,
  name: string,
): void {
  if (!ids || !filters) return
  const message = `The parameters \`${name}\` and \`Filters\` cannot be given together.`
  throw new Refusal(tencentError('InvalidParameter', message))
}

/** The default project is stored as no project. */
export function storedProjects(ids: readonly string[]): readonly string[] {
  return ids.map((id) => (id === '0' ? '' : id))
}

export function stopType() {
  return oneOf('SOFT', 'HARD', 'SOFT_FIRST').optional()
}

/** Whether the guest is not asked. The old flag and StopType exclude each other. Source: spec/tencent.md §2.4. */
export function isHard(given: {
  readonly isForced: boolean | undefined
  readonly forcedBy: string
  readonly stopType: 'SOFT' | 'HARD' | 'SOFT_FIRST' | undefined
}): boolean {
  const { isForced, forcedBy, stopType } = given
  if (isForced !== undefined && stopType !== undefined) {
    const message = `The parameters \`${forcedBy}\` and \`StopType\` cannot be given together.`
    throw new Refusal(tencentError('InvalidParameterCombination', message))
  }
  return isForced ?? stopType === 'HARD'
}

export const INVALID_PASSWORD = tencentError(
  'InvalidParameterValue.InvalidPassword',
  'The password does not meet the length or complexity requirements.',
)
