import { CAMEL_WORDS, comparisonOperators } from './comparison-operators.ts'
import type { ConditionLanguage } from './conditions.ts'
import { readTemplate, readVariableKey } from './iam-variables.ts'
import { address, instant, negated, number, type Operator, pattern, truth } from './operators.ts'

// Wildcards count under StringEquals too: an official example has one there.
const like = pattern({ ignoresCase: false })
const folded = pattern({ ignoresCase: true })

/** Source: spec/policies.md §1.4, column "IAM". */
const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['StringEquals', like],
  ['StringNotEquals', negated(like)],
  ['StringEqualsIgnoreCase', folded],
  ['StringNotEqualsIgnoreCase', negated(folded)],
  ['StringLike', like],
  ['StringNotLike', negated(like)],
  ...comparisonOperators('Numeric', CAMEL_WORDS, number),
  ...comparisonOperators('Date', CAMEL_WORDS, (compare) => instant(compare, { takesBlank: false })),
  ['Bool', truth()],
  ['IpAddress', address()],
  ['NotIpAddress', negated(address())],
])

/** Operators and keys of Volcengine IAM. Source: spec/policies.md §1.4, §1.5. */
export const iamConditions: ConditionLanguage = {
  operator(name) {
    const operator = OPERATORS.get(name)
    return operator && { operator, quantifier: 'plain', isTrueWhenAbsent: false }
  },
  key: readVariableKey,
  template: readTemplate,
  // Unverified: also under negations. Source: spec/policies.md §6 item 5.
  whenAbsent: false,
}
