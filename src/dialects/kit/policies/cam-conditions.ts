import type { JudgedResource } from '../../../core/policies/access-request.ts'
import type { Tag } from '../../../core/tags/tag.ts'
import { comparisonOperators, type ComparisonWords } from './comparison-operators.ts'
import { ABSENT, CURRENT_TIME, ofCaller, resourceFact, SOURCE_ADDRESS } from './condition-keys.ts'
import type { ConditionLanguage, KeyReader, NamedOperator } from './conditions.ts'
import { address, bytes, instant, negated, number, type Operator, pattern, text, truth } from './operators.ts'

const WORDS: ComparisonWords = {
  equal: 'equal',
  notEqual: 'not_equal',
  lessThan: 'less_than',
  lessThanEqual: 'less_than_equal',
  greaterThan: 'greater_than',
  greaterThanEqual: 'greater_than_equal',
}

const exact = text({ ignoresCase: false })
const folded = text({ ignoresCase: true })
const like = pattern({ ignoresCase: false })

/** Source: spec/policies.md §1.4, column "CAM". */
const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['string_equal', exact],
  ['string_not_equal', negated(exact)],
  ['string_equal_ignore_case', folded],
  ['string_not_equal_ignore_case', negated(folded)],
  ['string_like', like],
  ['string_not_like', negated(like)],
  ...comparisonOperators('numeric_', WORDS, number),
  ...comparisonOperators('date_', WORDS, (compare) => instant(compare, { takesBlank: true })),
  ['bool_equal', truth()],
  ['ip_equal', address()],
  ['ip_not_equal', negated(address())],
  ['binary_equal', bytes()],
])

const QUANTIFIERS = [
  ['for_any_value:', 'any'],
  ['for_all_value:', 'all'],
  ['', 'plain'],
] as const

/** Operators and keys of Tencent CAM. Source: spec/policies.md §1.4, §1.5. */
export const camConditions: ConditionLanguage = {
  operator: findOperator,
  key: findKey,
  // Unverified: also under negations and `for_all_value:`. Source: spec/policies.md §6 item 5.
  whenAbsent: false,
  codes: {
    block: 'InvalidParameter.ConditionError',
    operator: 'InvalidParameter.ConditionTypeError',
    value: 'InvalidParameter.ConditionContentError',
  },
}

function findOperator(name: string): NamedOperator | undefined {
  if (name === 'null_equal') return { operator: 'isAbsent' }
  const [prefix, quantifier] = QUANTIFIERS.find(([prefix]) => name.startsWith(prefix)) ?? ['', 'plain']
  const suffix = '_if_exist'
  const isTrueWhenAbsent = name.endsWith(suffix)
  const operator = OPERATORS.get(name.slice(prefix.length, isTrueWhenAbsent ? -suffix.length : undefined))
  return operator && { operator, quantifier, isTrueWhenAbsent }
}

const KEYS: ReadonlyMap<string, KeyReader> = new Map<string, KeyReader>([
  ['qcs:ip', SOURCE_ADDRESS],
  ['qcs:current_time', CURRENT_TIME],
  ['qcs:uin', ofCaller((principal) => (principal.kind === 'user' ? principal.id : undefined))],
  ['qcs:owner_uin', ofCaller(({ account }) => account)],
  [
    'qcs:resource_tag',
    { dependsOnResource: true, read: (_context, resource?: JudgedResource) => tagSet(resource?.tags ?? []) },
  ],
  ['qcs:request_tag', { dependsOnResource: false, read: ({ requestTags }) => tagSet(requestTags) }],
])

function findKey(name: string): KeyReader {
  return KEYS.get(name) ?? (/^(?:cvm|vpc):/.test(name) ? resourceFact(name) : ABSENT)
}

/** Tags are one set of `key&value`. */
function tagSet(tags: readonly Tag[]): readonly string[] {
  return tags.map(({ key, value }) => `${key}&${value}`)
}
