import type { Service } from '../../kit/service.ts'
import { bssService } from './bss/index.ts'
import { locationService } from './location/index.ts'
import { resourceManagerService } from './resourcemanager/index.ts'
import { stsService } from './sts/index.ts'
import { vpcService } from './vpc/index.ts'

/** Services that clients of this API call along the way. */
export const siblings: readonly Service[] = [
  bssService,
  locationService,
  resourceManagerService,
  stsService,
  vpcService,
]
