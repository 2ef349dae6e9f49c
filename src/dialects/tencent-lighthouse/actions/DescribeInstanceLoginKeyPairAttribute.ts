import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { instanceId } from '../param-types.ts'
import { refuseWithdrawn } from '../withdrawn.ts'

/** Told whether the default key pair may log in; withdrawn in April 2025. Source: spec/tencent.md §2.5. */
export const DescribeInstanceLoginKeyPairAttribute = action({
  name: 'DescribeInstanceLoginKeyPairAttribute',
  access: 'read',
  params: z.strictObject({ InstanceId: instanceId() }),
  async run() {
    return refuseWithdrawn()
  },
})
