import type { Principal } from '../../../core/policies/access-request.ts'
import {
  ABSENT,
  CURRENT_TIME,
  ofCaller,
  prefixedKey,
  principalTag,
  requestTag,
  resourceTag,
  SOURCE_ADDRESS,
} from './condition-keys.ts'
import type { KeyReader } from './conditions.ts'

const KEYS: ReadonlyMap<string, KeyReader> = new Map<string, KeyReader>([
  ['volc:SourceIp', SOURCE_ADDRESS],
  ['volc:CurrentTime', CURRENT_TIME],
  ['volc:UserName', ofCaller((principal) => (principal.kind === 'user' ? principal.name : undefined))],
  ['volc:PrincipalTrn', ofCaller(principalTrn)],
])

/** The reader of a condition key of Volcengine IAM. Source: spec/policies.md §1.5. */
export function iamKey(name: string): KeyReader {
  const tagKeys = {
    'volc:PrincipalTag/': principalTag,
    'volc:ResourceTag/': resourceTag,
    'volc:RequestTag/': requestTag,
  }
  return KEYS.get(name) ?? prefixedKey(name, tagKeys) ?? ABSENT
}

function principalTrn(principal: Principal): string | undefined {
  const { kind, account } = principal
  return kind === 'account' ? undefined : `trn:iam::${account}:${kind}/${principal.name}`
}
