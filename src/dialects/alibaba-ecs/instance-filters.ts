import { z } from 'zod'

import type { InstanceState } from '../../core/instances/instance.ts'
import type { InstanceQuery } from '../../core/instances/store.ts'
import type { TextPattern } from '../../core/page.ts'
import { ignored } from '../kit/parameter-uses.ts'
import { boolean, integer, states, text } from '../kit/params.ts'
import { invalidParameter } from './errors.ts'
import { statesOf } from './present-instance.ts'
import { jsonList, minute, namePattern, nextToken, pageNumber, pageSize, tagFilters } from './wire-types.ts'

/** Source: spec/alibaba.md §2.9. */
export const instanceFilters = z
  .object({
    RegionId: text(),
    InstanceIds: list('InstanceIds').optional(),
    KeyPairName: text().optional(),
    InstanceName: text().transform(namePattern).optional(),
    Status: z.enum(['Pending', 'Starting', 'Running', 'Stopping', 'Stopped']).optional(),
    VpcId: text().optional(),
    VSwitchId: text().optional(),
    ZoneId: text().optional(),
    SecurityGroupId: text().optional(),
    ImageId: text().optional(),
    InstanceType: text().optional(),
    InstanceTypeFamily: text().optional(),
    InstanceNetworkType: z.enum(['vpc', 'classic']).optional(),
    InstanceChargeType: z.enum(['PostPaid', 'PrePaid']).optional(),
    InternetChargeType: text().optional(),
    IoOptimized: boolean().optional(),
    LockReason: text().optional(),
    HpcClusterId: text().optional(),
    RdmaIpAddresses: text().optional(),
    DeviceAvailable: boolean().optional(),
    NeedSaleCycle: ignored(),
    PrivateIpAddresses: list('PrivateIpAddresses').optional(),
    PublicIpAddresses: list('PublicIpAddresses').optional(),
    InnerIpAddresses: list('InnerIpAddresses').optional(),
    EipAddresses: list('EipAddresses').optional(),
    Ipv6Address: z.array(text()).optional(),
    Tag: tagFilters(),
    Filter: z.array(z.object({ Key: text(), Value: text() })).default([]),
    ResourceGroupId: text().optional(),
    // Everything is shown anyway.
    AdditionalAttributes: ignored(),
    HttpEndpoint: text().optional(),
    HttpTokens: text().optional(),
    // The cloud's own page: not yet available.
    HttpPutResponseHopLimit: ignored(),
    DryRun: boolean().default(false),
    MaxResults: integer().optional(),
    NextToken: nextToken().optional(),
    PageNumber: pageNumber().optional(),
    PageSize: pageSize(100).optional(),
  })
  .refine(
    ({ Filter }) => createdFrom(Filter) !== null,
    states({ kind: 'malformed', refusal: invalidParameter('Filter') }),
  )

export type InstanceFilters = z.output<typeof instanceFilters>

/** At most 100 values. */
function list(name: string) {
  const refusal = invalidParameter(name)
  return jsonList({ max: 100, malformed: refusal, tooMany: refusal })
}

/** Filters for things that no instance here has. */
export function matchesNothing(filters: InstanceFilters): boolean {
  return (
    filters.InstanceNetworkType === 'classic' ||
    filters.DeviceAvailable === false ||
    filters.RdmaIpAddresses !== undefined ||
    filters.InnerIpAddresses !== undefined ||
    filters.EipAddresses !== undefined ||
    filters.Ipv6Address !== undefined ||
    (filters.LockReason !== undefined && filters.LockReason !== 'security')
  )
}

/** The query of the filters, but for the key pair and the page. */
export function toQuery(region: string, filters: InstanceFilters): Omit<InstanceQuery, 'page'> {
  const { InstanceIds, InstanceName, InstanceTypeFamily, IoOptimized, InstanceChargeType } = filters
  const createdFromMs = createdFrom(filters.Filter)
  return {
    region,
    ...(InstanceIds ? { ids: InstanceIds } : {}),
    ...(InstanceName ? { namePatterns: [InstanceName] } : {}),
    ...statesQuery(filters),
    ...(filters.ZoneId === undefined ? {} : { zones: [filters.ZoneId] }),
    ...(filters.ImageId === undefined ? {} : { imageIds: [filters.ImageId] }),
    ...(filters.InstanceType === undefined ? {} : { types: [filters.InstanceType] }),
    ...(filters.ResourceGroupId === undefined ? {} : { projects: [filters.ResourceGroupId] }),
    ...(InstanceTypeFamily === undefined
      ? {}
      : // Some types carry their ratio behind the family: `ecs.t6-c1m1.large`.
        { typePatterns: ['.', '-'].map((end) => startsWith(`${InstanceTypeFamily}${end}`)) }),
    ...(InstanceChargeType
      ? { chargeTypes: [InstanceChargeType === 'PrePaid' ? 'prepaid' : 'postpaid'] }
      : {}),
    ...(IoOptimized === undefined ? {} : { isIoOptimized: IoOptimized }),
    ...(filters.PrivateIpAddresses ? { privateAddresses: filters.PrivateIpAddresses } : {}),
    ...(createdFromMs === undefined || createdFromMs === null ? {} : { createdFromMs }),
    tags: filters.Tag,
    attributes: attributesQuery(filters),
  }
}

function startsWith(text: string): TextPattern {
  return { match: 'startsWith', text }
}

function statesQuery({ Status, LockReason }: InstanceFilters): { states?: readonly InstanceState[] } {
  if (LockReason === 'security')
    return { states: Status === undefined || Status === 'Stopped' ? ['banned'] : [] }
  return Status === undefined ? {} : { states: statesOf(Status) }
}

function attributesQuery(filters: InstanceFilters): { name: string; value: string }[] {
  const wanted = {
    VpcId: filters.VpcId,
    VSwitchId: filters.VSwitchId,
    SecurityGroupIds: filters.SecurityGroupId,
    InternetChargeType: filters.InternetChargeType,
    HpcClusterId: filters.HpcClusterId,
    HttpEndpoint: filters.HttpEndpoint,
    HttpTokens: filters.HttpTokens,
  }
  return Object.entries(wanted).flatMap(([name, value]) => (value === undefined ? [] : { name, value }))
}

/** `CreationStartTime` as `yyyy-MM-ddTHH:mmZ`; null when it is not well formed. Source: spec/alibaba.md §2.9. */
function createdFrom(filters: readonly { Key: string; Value: string }[]): number | null | undefined {
  const value = filters.find(({ Key }) => Key === 'CreationStartTime')?.Value
  if (value === undefined) return undefined
  return minute(value) ?? null
}
