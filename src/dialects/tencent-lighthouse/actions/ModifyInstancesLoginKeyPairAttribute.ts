import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { must } from '../../kit/tencent/param-checks.ts'
import { tencentError } from '../../kit/tencent/tencent-error.ts'
import { instanceIds } from '../param-types.ts'
import { refuseWithdrawn } from '../withdrawn.ts'

/** Set whether the default key pair may log in; withdrawn in April 2025. Source: spec/tencent.md §2.5. */
export const ModifyInstancesLoginKeyPairAttribute = action({
  name: 'ModifyInstancesLoginKeyPairAttribute',
  access: 'write',
  params: z.strictObject({
    InstanceIds: instanceIds(),
    PermitLogin: text().check(
      must(
        (value) => value === 'YES' || value === 'NO',
        tencentError(
          'InvalidParameterValue.InvalidInstanceLoginKeyPairPermitLogin',
          'Invalid parameter value: `PermitLogin` must be YES or NO.',
        ),
        'outOfRange',
      ),
    ),
  }),
  async run() {
    return refuseWithdrawn()
  },
})
