import type { CallContext, JudgedResource } from '../../../core/policies/access-request.ts'
import type { Piece } from '../../../core/policies/glob.ts'
import type { Condition } from '../../../core/policies/policy.ts'
import { type Element, membersOf, refuse, scalarsOf, type TextElement } from './document.ts'
import type { Operator, Test } from './operators.ts'

/** Finds the values of a condition key; undefined or none: the key is absent. */
export interface KeyReader {
  /** False: the same for the whole call, and read without a resource. */
  readonly dependsOnResource: boolean
  read(context: CallContext, resource?: JudgedResource): readonly string[] | undefined
}

/** A value with variables in it; undefined when one of them is absent. */
export interface Template {
  readonly dependsOnResource: boolean
  pieces(context: CallContext, resource?: JudgedResource): readonly Piece[] | undefined
}

/** What the name of an operator asks for. */
export type NamedOperator =
  | {
      readonly operator: Operator
      /** How the values of the request are taken together; `plain` is `any`, but a negation is of all of them. */
      readonly quantifier: 'plain' | 'any' | 'all'
      readonly isTrueWhenAbsent: boolean
    }
  /** Whether the key is there, and no comparison. */
  | { readonly operator: 'isAbsent' }

/** What differs between the languages about conditions. */
export interface ConditionLanguage {
  /** Undefined: there is no such operator. */
  operator(name: string): NamedOperator | undefined
  key(name: string): KeyReader
  /** Undefined: the value has no variables. */
  template?(value: string): Template | undefined
  /** What a comparison says when its key is absent and nothing else is said. Source: spec/policies.md §6 item 5. */
  readonly whenAbsent: boolean
  /** The cloud's codes for a bad condition block, unknown operator and bad value, where it publishes them. */
  readonly codes?: { readonly block: string; readonly operator: string; readonly value: string }
}

/** The conditions of a statement, apart by whether they have to be asked for every resource. */
export interface Conditions {
  readonly callConditions: readonly Condition[]
  readonly resourceConditions: readonly Condition[]
}

/** Reads a condition block: operators, keys and values; all keys must hold. Source: spec/policies.md §1.4. */
export function readConditions(block: Element | undefined, language: ConditionLanguage): Conditions {
  const callConditions: Condition[] = []
  const resourceConditions: Condition[] = []
  const { codes } = language
  for (const [name, entry] of block ? membersOf(block, codes?.block) : []) {
    const named = language.operator(name)
    if (!named) return refuse(entry, `There is no condition operator "${name}".`, codes?.operator)
    const keys = membersOf(entry, codes?.block)
    if (keys.size === 0) refuse(entry, 'An operator needs a condition key.', codes?.block)
    for (const [key, values] of keys) {
      const { dependsOnResource, holds } = readCondition(language.key(key), { named, values, language })
      const side = dependsOnResource ? resourceConditions : callConditions
      side.push(holds)
    }
  }
  return { callConditions, resourceConditions }
}

interface Asked {
  readonly named: NamedOperator
  readonly values: Element
  readonly language: ConditionLanguage
}

function readCondition(reader: KeyReader, { named, values, language }: Asked) {
  const wanted = scalarsOf(values, language.codes?.value)
  const { dependsOnResource } = reader
  if (named.operator === 'isAbsent') {
    const holds = absence(reader, wanted, language)
    return { dependsOnResource, holds }
  }
  const { operator, quantifier, isTrueWhenAbsent } = named
  const tests = wanted.map((value) => compileValue(value, operator, language))
  const holds: Condition = (context, resource) => {
    const asked = reader.read(context, resource)
    if (asked === undefined || asked.length === 0) return isTrueWhenAbsent || language.whenAbsent
    const known = tests.map((test) => test.of(context, resource))
    const satisfies = (value: string) => operator.accepts(value) && compare(value, known, operator)
    const needsAll = quantifier === 'all' || (quantifier === 'plain' && operator.isNegative)
    return needsAll ? asked.every(satisfies) : asked.some(satisfies)
  }
  return { dependsOnResource: dependsOnResource || tests.some((test) => test.dependsOnResource), holds }
}

/** A value that cannot be known satisfies neither the operator nor its negation. */
function compare(value: string, tests: readonly (Test | undefined)[], { isNegative }: Operator): boolean {
  if (!isNegative) return tests.some((test) => test?.(value) === true)
  return tests.every((test) => test?.(value) === false)
}

interface CompiledValue {
  readonly dependsOnResource: boolean
  of(context: CallContext, resource?: JudgedResource): Test | undefined
}

function compileValue(value: TextElement, operator: Operator, language: ConditionLanguage): CompiledValue {
  const template = language.template?.(value.value)
  if (template) {
    const { dependsOnResource } = template
    return {
      dependsOnResource,
      of(context, resource) {
        const pieces = template.pieces(context, resource)
        return pieces && operator.compile(pieces)
      },
    }
  }
  const test = operator.compile([{ text: value.value, isLiteral: false }])
  if (!test) return refuse(value, 'The operator cannot compare with this value.', language.codes?.value)
  return { dependsOnResource: false, of: () => test }
}

/** `"true"` asks for a key that is absent, `"false"` for one that is present. Source: spec/policies.md §1.4. */
function absence(reader: KeyReader, wanted: readonly TextElement[], { codes }: ConditionLanguage): Condition {
  const answers = wanted.map((element) => {
    const value = element.value.toLowerCase()
    if (value !== 'true' && value !== 'false')
      refuse(element, 'Only "true" and "false" are possible.', codes?.value)
    return value === 'true'
  })
  return (context, resource) => answers.includes((reader.read(context, resource)?.length ?? 0) === 0)
}
