import { z } from 'zod'

import { action } from '../../kit/action.ts'
import { pageToken, writeToken } from '../../kit/page-tokens.ts'
import { ignored } from '../../kit/parameter-uses.ts'
import { boolean, integer, text } from '../../kit/params.ts'
import { Refusal } from '../../kit/wire-error.ts'
import { formatSecond } from '../answer.ts'
import { invalidParameter } from '../errors.ts'
import { operationErrors } from '../faults.ts'
import { type Group, readGroups } from '../networks.ts'
import { jsonList, pageNumber, pageSize, tagFilters } from '../wire-types.ts'

const IDS = invalidParameter('SecurityGroupIds')
/** Most rows of a page. Source: reference page of DescribeSecurityGroups. */
const MOST_ROWS = 100
/** Instances of an account in one group. Source: reference page of DescribeSecurityGroups, AvailableInstanceAmount. */
const MOST_INSTANCES = 2000

const params = z.object({
  RegionId: text(),
  SecurityGroupId: text().optional(),
  SecurityGroupIds: jsonList({ max: 100, malformed: IDS, tooMany: IDS }).optional(),
  SecurityGroupName: text().optional(),
  SecurityGroupType: z.enum(['normal', 'enterprise']).optional(),
  FuzzyQuery: boolean().default(false),
  VpcId: text().optional(),
  NetworkType: z.enum(['vpc', 'classic']).optional(),
  ResourceGroupId: text().optional(),
  ServiceManaged: boolean().optional(),
  Tag: tagFilters(),
  DryRun: boolean().default(false),
  // The number is shown anyway.
  IsQueryEcsCount: ignored(),
  MaxResults: integer()
    .transform((count) => Math.min(Math.max(count, 1), MOST_ROWS))
    .optional(),
  NextToken: groupToken().optional(),
  PageNumber: pageNumber().optional(),
  PageSize: pageSize(MOST_ROWS).optional(),
})

type Filters = z.output<typeof params>

/**
 * Lists the security groups that instances are in and the default one; one that is asked for by id exists. Source:
 * reference page of DescribeSecurityGroups.
 */
export const DescribeSecurityGroups = action({
  name: 'DescribeSecurityGroups',
  access: 'get',
  params,
  async run(context, filters) {
    if (filters.DryRun) throw new Refusal(operationErrors.dryRun)
    const { SecurityGroupId, SecurityGroupIds, VpcId } = filters
    const ids = SecurityGroupId === undefined ? SecurityGroupIds : [SecurityGroupId]
    const groups = await readGroups(context, { ids, vpcOfUnused: VpcId })
    const found = groups.filter((group) => isMatch(group, filters))
    const { rows, page } = pageOf(found, filters)
    return {
      RegionId: context.call.region,
      ...page,
      SecurityGroups: { SecurityGroup: rows.map(presentGroup) },
    }
  },
})

function isMatch(group: Group, filters: Filters): boolean {
  const { SecurityGroupIds, SecurityGroupName: name, FuzzyQuery, VpcId } = filters
  return (
    (!SecurityGroupIds || SecurityGroupIds.includes(group.id)) &&
    (VpcId === undefined || VpcId === group.vpcId) &&
    (name === undefined || (FuzzyQuery ? group.id.includes(name) : group.id === name)) &&
    // They are plain groups in no resource group, made by no service, and carry no tags.
    filters.SecurityGroupType !== 'enterprise' &&
    filters.NetworkType !== 'classic' &&
    filters.ServiceManaged !== true &&
    filters.ResourceGroupId === undefined &&
    filters.Tag.length === 0
  )
}

/** Tokens win over page numbers; a caller who names no page number is given a token too. Source: §1.11. */
function pageOf(found: readonly Group[], { MaxResults, NextToken, PageNumber, PageSize = 10 }: Filters) {
  const isByToken = MaxResults !== undefined || NextToken !== undefined
  const limit = isByToken ? (MaxResults ?? PageSize) : PageSize
  const number = isByToken ? 1 : (PageNumber ?? 1)
  const left = NextToken === undefined ? found : found.filter(({ id }) => id > NextToken)
  const rows = left.slice((number - 1) * limit, number * limit)
  const hasToken = (isByToken || PageNumber === undefined) && left.length > limit
  const next = hasToken ? writeToken(rows.at(-1)?.id ?? '') : ''
  return { rows, page: { TotalCount: found.length, PageNumber: number, PageSize: limit, NextToken: next } }
}

/** The last group that was seen; groups are in the order of their ids. Opaque to callers. */
function groupToken() {
  return pageToken((id) => (/^sg-[0-9A-Za-z*]{1,62}$/.test(id) ? id : undefined))
}

function presentGroup({ id, vpcId, createdAtMs, instances }: Group) {
  return {
    ...{ SecurityGroupId: id, SecurityGroupName: id, SecurityGroupType: 'normal', VpcId: vpcId },
    ...{ Description: '', ResourceGroupId: '', ServiceManaged: false, Tags: { Tag: [] } },
    ...{ EcsCount: instances, AvailableInstanceAmount: Math.max(0, MOST_INSTANCES - instances) },
    ...{ RuleCount: 0, GroupToGroupRuleCount: 0, CreationTime: formatSecond(createdAtMs) },
  }
}
