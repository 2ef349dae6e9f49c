import type { OwnRules } from '../kit/dialect.ts'
import { bindingRules, isProtected } from './rules.ts'
import { newKeyPairName } from './wire-types.ts'

export const ownRules: OwnRules = {
  keyPairName: newKeyPairName(),
  binding: () => bindingRules,
  isProtected,
}
