import type { OwnRules } from '../kit/dialect.ts'
import { attachRules, detachRules, isProtected } from './rules.ts'
import { newKeyPairName } from './wire-types.ts'

export const ownRules: OwnRules = {
  keyPairName: newKeyPairName(),
  binding: (verb) => (verb === 'bind' ? attachRules : detachRules),
  isProtected,
}
