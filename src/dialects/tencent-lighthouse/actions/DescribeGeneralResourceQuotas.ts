import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { text } from '../../kit/params.ts'
import { must } from '../../kit/tencent/param-checks.ts'
import { tencentError } from '../../kit/tencent/tencent-error.ts'
import { isQuotaName, readQuota } from '../resource-quotas.ts'

/** Tells how much of some resources the caller may have in the region, and has left. Source: spec/tencent.md §2.5. */
export const DescribeGeneralResourceQuotas = action({
  name: 'DescribeGeneralResourceQuotas',
  access: 'read',
  params: z.strictObject({
    ResourceNames: z.array(
      text().check(
        must(
          isQuotaName,
          tencentError(
            'InvalidParameterValue.InvalidResourceQuotaResourceName',
            'Invalid parameter value: the name of the resource is invalid.',
          ),
        ),
      ),
    ),
  }),
  async run({ core, call }, { ResourceNames }) {
    const quotas = [...new Set(ResourceNames)].map(async (name) => {
      const { total, used } = await readQuota(core, call, name)
      // A seed file may bring more than a call may create.
      const available = Math.max(0, total - used)
      return { ResourceName: name, ResourceQuotaAvailable: available, ResourceQuotaTotal: total }
    })
    return { GeneralResourceQuotaSet: await Promise.all(quotas) }
  },
})
