import { COMPARISONS, negated, type Operator } from './operators.ts'

/** How a language spells the six ways to compare; what is before it is the family: `Numeric`, `date_`. */
export interface ComparisonWords {
  readonly equal: string
  readonly notEqual: string
  readonly lessThan: string
  readonly lessThanEqual: string
  readonly greaterThan: string
  readonly greaterThanEqual: string
}

/** The six operators of a family that has an order, by their names. Source: spec/policies.md §1.4. */
export function comparisonOperators(
  family: string,
  words: ComparisonWords,
  operator: (compare: (asked: number, wanted: number) => boolean) => Operator,
): readonly (readonly [string, Operator])[] {
  const equal = operator(COMPARISONS.equal)
  return [
    [`${family}${words.equal}`, equal],
    [`${family}${words.notEqual}`, negated(equal)],
    [`${family}${words.lessThan}`, operator(COMPARISONS.lessThan)],
    [`${family}${words.lessThanEqual}`, operator(COMPARISONS.lessThanEqual)],
    [`${family}${words.greaterThan}`, operator(COMPARISONS.greaterThan)],
    [`${family}${words.greaterThanEqual}`, operator(COMPARISONS.greaterThanEqual)],
  ]
}

/** The words of RAM and IAM. */
export const CAMEL_WORDS: ComparisonWords = {
  equal: 'Equals',
  notEqual: 'NotEquals',
  lessThan: 'LessThan',
  lessThanEqual: 'LessThanEquals',
  greaterThan: 'GreaterThan',
  greaterThanEqual: 'GreaterThanEquals',
}
