import { z } from 'zod'

import type { InstanceQuery } from '../../core/instances/store.ts'
import { ignored } from '../kit/parameter-uses.ts'
import { nextToken } from './next-token.ts'
import { statesOf } from './present-instance.ts'
import { list, maxResults, optionalText, tagFilters } from './wire-types.ts'

/** What DescribeInstances filters by; all given conditions must hold. Source: spec/volcengine.md §2.9. */
export const instanceFilters = z
  .object({
    InstanceIds: list(100),
    InstanceName: optionalText(),
    KeyPairName: optionalText(),
    Status: optionalText(),
    ZoneId: optionalText(),
    VpcId: optionalText(),
    PrimaryIpAddress: optionalText(),
    InstanceChargeType: optionalText(),
    ProjectName: optionalText(),
    InstanceTypes: list(),
    InstanceTypeIds: list(),
    InstanceTypeFamilies: list(),
    EipAddresses: list(),
    TagFilters: tagFilters(),
    HpcClusterId: optionalText(),
    DedicatedHostId: optionalText(),
    DedicatedHostClusterId: optionalText(),
    ScheduledInstanceId: optionalText(),
    Ipv6Addresses: list(),
    DeploymentSetIds: list(),
    DeploymentSetGroupNumbers: list(),
    AffinityGroupIds: list(),
    NextToken: nextToken(),
    MaxResults: maxResults({ byDefault: 10, max: 100 }),
    // Terraform sends them beside the ids it asks for. Source: spec/volcengine.md §1.10.
    PageNumber: ignored(),
    PageSize: ignored(),
  })
  .transform(({ PageNumber: _number, PageSize: _size, ...filters }) => filters)

export type InstanceFilters = z.output<typeof instanceFilters>

/** Things no instance here has, so that a filter by them finds nothing. */
const NOTHING_HAS = [
  ...(['HpcClusterId', 'DedicatedHostId', 'DedicatedHostClusterId', 'ScheduledInstanceId'] as const),
  ...(['Ipv6Addresses', 'DeploymentSetIds', 'DeploymentSetGroupNumbers', 'AffinityGroupIds'] as const),
]

const CHARGE_TYPES: ReadonlyMap<string, 'postpaid' | 'prepaid'> = new Map([
  ['PostPaid', 'postpaid'],
  ['PrePaid', 'prepaid'],
])

/** The filters in the core's words; undefined when nothing can match. */
export function toQuery(
  region: string,
  filters: InstanceFilters,
): Omit<InstanceQuery, 'keyPairId'> | undefined {
  if (NOTHING_HAS.some((name) => filters[name] !== undefined)) return undefined
  const states = filters.Status === undefined ? undefined : statesOf(filters.Status)
  const chargeType = CHARGE_TYPES.get(filters.InstanceChargeType ?? '')
  const types = typesOf(filters)
  const isUnknown = filters.InstanceChargeType !== undefined && chargeType === undefined
  if (isUnknown || states?.length === 0 || types?.length === 0) return undefined
  return {
    region,
    ...plainConditions(filters),
    ...(states ? { states } : {}),
    ...(chargeType ? { chargeTypes: [chargeType] } : {}),
    ...(types ? { types } : {}),
    tags: filters.TagFilters,
    page: { limit: filters.MaxResults, after: filters.NextToken },
  }
}

function plainConditions(filters: InstanceFilters): Partial<InstanceQuery> {
  const { InstanceIds, InstanceName, ZoneId, VpcId, PrimaryIpAddress, ProjectName, EipAddresses } = filters
  const families = filters.InstanceTypeFamilies
  return {
    ...(InstanceIds ? { ids: InstanceIds } : {}),
    ...(InstanceName === undefined ? {} : { namePatterns: [{ match: 'contains', text: InstanceName }] }),
    ...(ZoneId === undefined ? {} : { zones: [ZoneId] }),
    ...(VpcId === undefined ? {} : { attributes: [{ name: 'VpcId', value: VpcId }] }),
    ...(PrimaryIpAddress === undefined ? {} : { privateAddresses: [PrimaryIpAddress] }),
    ...(ProjectName === undefined ? {} : { projects: [ProjectName] }),
    ...(EipAddresses ? { addresses: EipAddresses } : {}),
    ...(families
      ? { typePatterns: families.map((family) => ({ match: 'startsWith', text: `${family}.` }) as const) }
      : {}),
  }
}

/** Two names of one list; given both, a type must be in both. */
function typesOf({ InstanceTypes, InstanceTypeIds }: InstanceFilters): readonly string[] | undefined {
  if (!InstanceTypes || !InstanceTypeIds) return InstanceTypes ?? InstanceTypeIds
  return InstanceTypes.filter((type) => InstanceTypeIds.includes(type))
}
