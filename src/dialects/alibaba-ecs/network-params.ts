import { boolean, text } from '../kit/params.ts'
import { type Network, suffixOf, vpcId } from './networks.ts'
import { pageNumber, pageSize, tagFilters } from './wire-types.ts'

/** Most rows of a page. Source: reference pages of DescribeVpcs and DescribeVSwitches. */
const MOST_ROWS = 50

/** Paging by number. Source: spec/alibaba.md §1.11. */
export const networkPaging = {
  PageNumber: pageNumber().default(1),
  PageSize: pageSize(MOST_ROWS).default(10),
}

/** What both APIs know of a list of VPCs. */
export const vpcParams = {
  RegionId: text(),
  /** Up to 20 ids with commas between them. */
  VpcId: text().optional(),
  IsDefault: boolean().optional(),
  ...networkPaging,
}

/** What both APIs know of a list of switches. */
export const switchParams = {
  RegionId: text(),
  VpcId: text().optional(),
  VSwitchId: text().optional(),
  ZoneId: text().optional(),
  IsDefault: boolean().optional(),
  ...networkPaging,
}

/** What only the API of the networks knows, of VPCs and switches alike. Source: its reference pages, 2016-04-28. */
export const groupedParams = {
  DryRun: boolean().default(false),
  ResourceGroupId: text().optional(),
  EnableIpv6: boolean().optional(),
  Tag: tagFilters(),
}

/** The ends of the ids that are asked for; undefined: all. */
export function askedVpcs(ids: string | undefined): readonly (string | undefined)[] | undefined {
  return ids?.split(',').map((id) => suffixOf('vpc', id.trim()))
}

/** As `askedVpcs`; a switch that is asked for beside a VPC still has to be in it. */
export function askedSwitches({
  VSwitchId,
  VpcId,
}: {
  readonly VSwitchId?: string | undefined
  readonly VpcId?: string | undefined
}): readonly (string | undefined)[] | undefined {
  if (VSwitchId !== undefined) return VSwitchId.split(',').map((id) => suffixOf('vsw', id.trim()))
  return VpcId === undefined ? undefined : [suffixOf('vpc', VpcId)]
}

interface NetworkFilters {
  readonly VpcId?: string | undefined
  readonly ZoneId?: string | undefined
  readonly IsDefault?: boolean | undefined
}

/** Whether the switch of a network matches. */
export function isSwitchMatch(network: Network, { VpcId, ZoneId, IsDefault }: NetworkFilters): boolean {
  return (
    (VpcId === undefined || VpcId === vpcId(network)) &&
    (ZoneId === undefined || ZoneId === network.zone) &&
    (IsDefault === undefined || IsDefault === network.isDefault)
  )
}

/** Whether nothing can match: networks are in no group, have no tags and no IPv6 addresses. */
export function isOutOfReach(filters: {
  readonly ResourceGroupId?: string | undefined
  readonly EnableIpv6?: boolean | undefined
  readonly Tag: readonly unknown[]
}): boolean {
  return filters.ResourceGroupId !== undefined || filters.EnableIpv6 === true || filters.Tag.length > 0
}

/** The names that are shown are the ids. */
export function isNamed(name: string | undefined, id: string): boolean {
  return name === undefined || name === id
}
