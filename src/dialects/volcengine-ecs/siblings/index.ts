import type { Service } from '../../kit/service.ts'
import { iamService } from './iam/index.ts'
import { storageEbsService } from './storage-ebs/index.ts'
import { stsService } from './sts/index.ts'
import { vpcService } from './vpc/index.ts'

/** Services that clients of this API call along the way. */
export const siblings: readonly Service[] = [iamService, storageEbsService, stsService, vpcService]
