import { z } from 'zod'

import { listInstances } from '../../../core/instances/list.ts'
import { action } from '../../kit/action.ts'
import { states, text } from '../../kit/params.ts'
import { attributesOf } from '../attributes.ts'
import { invalidParameter, missingParameter } from '../errors.ts'
import { jsonList, pageNumber, pageSize } from '../wire-types.ts'

// Unverified: the codes. Source: spec/alibaba.md §2.11 has the limit.
const INVALID = invalidParameter('InstanceIds')

/** Tells which RAM role instances were given; one without a role has an empty name. Source: spec/alibaba.md §2.11. */
export const DescribeInstanceRamRole = action({
  name: 'DescribeInstanceRamRole',
  access: 'get',
  params: z
    .object({
      RegionId: text(),
      InstanceIds: jsonList({ max: 50, malformed: INVALID, tooMany: INVALID }).optional(),
      RamRoleName: text().optional(),
      PageNumber: pageNumber().default(1),
      PageSize: pageSize(50).default(10),
    })
    .refine(
      ({ InstanceIds, RamRoleName }) => InstanceIds !== undefined || RamRoleName !== undefined,
      states({ kind: 'missing', refusal: missingParameter('InstanceIds') }),
    ),
  async run({ core, call }, { RegionId, InstanceIds, RamRoleName, PageNumber, PageSize }) {
    const { rows, total } = await listInstances(core, call, {
      region: RegionId,
      ...(InstanceIds ? { ids: InstanceIds } : {}),
      ...(RamRoleName === undefined ? {} : { attributes: [{ name: 'RamRoleName', value: RamRoleName }] }),
      page: { limit: PageSize, offset: (PageNumber - 1) * PageSize },
    })
    const sets = rows.map((instance) => ({
      InstanceId: instance.id,
      RamRoleName: attributesOf(instance).RamRoleName,
    }))
    return { RegionId, TotalCount: total, InstanceRamRoleSets: { InstanceRamRoleSet: sets } }
  },
})
