import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { states, text } from '../../kit/params.ts'
import type { Instance } from '../../../core/instances/instance.ts'
import { attributesOf } from '../attributes.ts'
import { readRows } from '../derived-pages.ts'
import { invalidParameter, missingParameter } from '../errors.ts'
import { pageNumber, pageSize } from '../wire-types.ts'

/** At most 100, with commas between them. */
function instanceIdList() {
  const ids = text().transform((list) => list.split(',').map((id) => id.trim()))
  // Unverified: the code.
  const refusal = invalidParameter('InstanceId')
  return ids.refine((list) => list.length <= 100, states({ kind: 'tooMany', refusal }))
}

/** Tells whether subscription instances are renewed; others have nothing to renew. Source: spec/alibaba.md §2.11. */
export const DescribeInstanceAutoRenewAttribute = action({
  name: 'DescribeInstanceAutoRenewAttribute',
  access: 'get',
  params: z
    .object({
      RegionId: text(),
      InstanceId: instanceIdList().optional(),
      RenewalStatus: z.enum(['AutoRenewal', 'Normal', 'NotRenewal']).optional(),
      PageNumber: pageNumber().default(1),
      PageSize: pageSize(100).default(10),
    })
    .refine(
      ({ InstanceId, RenewalStatus }) => InstanceId !== undefined || RenewalStatus !== undefined,
      states({ kind: 'missing', refusal: missingParameter('InstanceId') }),
    ),
  async run(context, { InstanceId, RenewalStatus, PageNumber, PageSize }) {
    const { rows, page } = await readRows(
      context,
      {
        conditions: { ...(InstanceId ? { ids: InstanceId } : {}), chargeTypes: ['prepaid'] },
        rowsOf: (instance) => [presentRenewal(instance)],
        isMatch: (renewal) => RenewalStatus === undefined || renewal.RenewalStatus === RenewalStatus,
      },
      { PageNumber, PageSize },
    )
    const { TotalCount } = page
    const numbers = { TotalCount, PageNumber, PageSize }
    return { ...numbers, InstanceRenewAttributes: { InstanceRenewAttribute: rows } }
  },
})

function presentRenewal(instance: Instance) {
  const { AutoRenew, AutoRenewPeriod, PeriodUnit } = attributesOf(instance)
  return {
    InstanceId: instance.id,
    AutoRenewEnabled: AutoRenew,
    Duration: AutoRenew ? AutoRenewPeriod : 0,
    PeriodUnit,
    RenewalStatus: AutoRenew ? 'AutoRenewal' : 'Normal',
    EnableExpectedRenewDay: false,
  }
}
