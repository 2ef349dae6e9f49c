import type { Principal } from '../../../core/policies/access-request.ts'
import { CAMEL_WORDS, comparisonOperators } from './comparison-operators.ts'
import {
  ABSENT,
  CURRENT_TIME,
  ofCall,
  ofCaller,
  prefixedKey,
  requestTag,
  resourceTag,
  SOURCE_ADDRESS,
} from './condition-keys.ts'
import type { ConditionLanguage, KeyReader } from './conditions.ts'
import { address, instant, negated, number, type Operator, pattern, text, truth } from './operators.ts'

const exact = text({ ignoresCase: false })
const folded = text({ ignoresCase: true })
const like = pattern({ ignoresCase: false })

/** Source: spec/policies.md §1.4, column "RAM". There is neither `…IfExists` nor `Null` nor a set operator. */
const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['StringEquals', exact],
  ['StringNotEquals', negated(exact)],
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

const KEYS: ReadonlyMap<string, KeyReader> = new Map<string, KeyReader>([
  ['acs:SourceIp', SOURCE_ADDRESS],
  ['acs:CurrentTime', CURRENT_TIME],
  ['acs:SecureTransport', ofCall(({ isSecure }) => String(isSecure))],
  [
    'acs:MFAPresent',
    ofCall(({ isMfaPresent }) => (isMfaPresent === undefined ? undefined : String(isMfaPresent))),
  ],
  ['acs:PrincipalARN', ofCaller(principalArn)],
])

/** Operators and keys of Alibaba RAM. Source: spec/policies.md §1.4, §1.5. */
export const ramConditions: ConditionLanguage = {
  operator(name) {
    const operator = OPERATORS.get(name)
    return operator && { operator, quantifier: 'plain', isTrueWhenAbsent: false }
  },
  key(name) {
    const tagKeys = {
      'acs:ResourceTag/': resourceTag,
      // Older spelling, same value.
      'ecs:tag/': resourceTag,
      'acs:RequestTag/': requestTag,
    }
    return KEYS.get(name) ?? prefixedKey(name, tagKeys) ?? ABSENT
  },
  // Unverified: also under negations. Source: spec/policies.md §6 item 5.
  whenAbsent: false,
}

function principalArn(principal: Principal): string {
  const { kind, account } = principal
  switch (kind) {
    case 'account':
      return `acs:ram::${account}:root`
    case 'user':
      return `acs:ram::${account}:user/${principal.name}`
    case 'role':
      return `acs:ram::${account}:assumed-role/${principal.name}/${principal.session}`
  }
}
