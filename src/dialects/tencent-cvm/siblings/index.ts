import type { Service } from '../../kit/service.ts'
import { apiService } from './api/index.ts'
import { camService } from './cam/index.ts'
import { cbsService } from './cbs/index.ts'
import { stsService } from './sts/index.ts'
import { tagService } from './tag/index.ts'
import { vpcService } from './vpc/index.ts'

/** Services that clients of this API call along the way. */
export const siblings: readonly Service[] = [
  apiService,
  camService,
  cbsService,
  stsService,
  tagService,
  vpcService,
]
