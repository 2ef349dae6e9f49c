import type { Decoder } from './decoder.ts'
import { alibabaDecoders } from './decoders/alibaba.ts'
import { httpDecoders } from './decoders/http.ts'
import { keyDecoders } from './decoders/keys.ts'
import { machineDecoders } from './decoders/machines.ts'
import { ownApiDecoders } from './decoders/own-api.ts'
import { policyDecoders } from './decoders/policies.ts'
import { seedDecoders } from './decoders/seed.ts'
import { tencentDecoders } from './decoders/tencent.ts'
import { volcengineDecoders } from './decoders/volcengine.ts'

/** Every decoder of bytes or text from outside. One that is missing here is not fuzzed. */
export const DECODERS: readonly Decoder[] = [
  ...tencentDecoders,
  ...alibabaDecoders,
  ...volcengineDecoders,
  ...policyDecoders,
  ...keyDecoders,
  ...machineDecoders,
  ...ownApiDecoders,
  ...httpDecoders,
  ...seedDecoders,
]
