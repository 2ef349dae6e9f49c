import type { OwnRules } from '../kit/dialect.ts'
import { keyPairName } from '../kit/tencent/param-checks.ts'
import { BIND_RULES, UNBIND_RULES } from './rules.ts'

export const ownRules: OwnRules = {
  keyPairName: keyPairName('InvalidParameterValue.Invalid'),
  binding: (verb) => (verb === 'bind' ? BIND_RULES : UNBIND_RULES),
  isProtected: () => false,
}
