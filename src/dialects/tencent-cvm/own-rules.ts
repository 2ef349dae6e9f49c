import type { OwnRules } from '../kit/dialect.ts'
import { keyPairName } from '../kit/tencent/param-checks.ts'
import { attributesOf } from './attributes.ts'
import { bindingRules } from './rules.ts'

export const ownRules: OwnRules = {
  keyPairName: keyPairName('Invalid'),
  binding: (_verb, isForced) => bindingRules(isForced),
  isProtected: (instance) => attributesOf(instance).DisableApiTermination,
}
