import type { Instance } from '../../core/instances/instance.ts'
import { readAllInstances } from '../../core/instances/read-all.ts'
import type { ActionContext } from '../kit/action.ts'
import { findRegion } from '../kit/catalog.ts'
import { formatSecond } from './answer.ts'
import { attributesOf, DEFAULT_SECURITY_GROUP } from './attributes.ts'
import { catalog, regionCode } from './catalog.ts'

// Networks are not made here. A switch is one that instances were made with, and its VPC has the same id but for the
// kind; beside those there is the default one of each region. Whatever a caller asks for by a well-formed id exists,
// as instances can be made in it.

/** Every private address of the simulated network is in it. */
const CIDR_BLOCK = '10.64.0.0/10'
const ADDRESSES = 2 ** 22
/** The first address of a switch and its last three. Source: reference page of DescribeVSwitches. */
const RESERVED = 4
/** Of what nobody made. */
const DEFAULTS_MADE_AT_MS = Date.UTC(2020, 0, 1)

/** A VPC with its one switch; their ids end alike. */
export interface Network {
  readonly suffix: string
  readonly region: string
  readonly zone: string
  readonly isDefault: boolean
  /** Of the oldest instance in it. */
  readonly createdAtMs: number
  readonly instances: number
}

/** A security group, in the VPC of the oldest instance that is in it; the default one is in the default VPC. */
export interface Group {
  readonly id: string
  readonly vpcId: string
  readonly createdAtMs: number
  readonly instances: number
}

export function vpcId({ suffix }: Pick<Network, 'suffix'>): string {
  return `vpc-${suffix}`
}

export function switchId({ suffix }: Pick<Network, 'suffix'>): string {
  return `vsw-${suffix}`
}

/** What follows the kind in an id; undefined when it is no id of that kind. Source: spec/alibaba.md §2.8. */
export function suffixOf(kind: 'vpc' | 'vsw' | 'sg', id: string): string | undefined {
  const [, suffix] = /^[a-z]+-([0-9A-Za-z*]{1,62})$/.exec(id) ?? []
  return id.startsWith(`${kind}-`) ? suffix : undefined
}

/** The networks of the region by the ends of their ids, or those that are asked for. */
export async function readNetworks(
  context: ActionContext,
  asked?: readonly (string | undefined)[],
): Promise<readonly Network[]> {
  const known = knownNetworks(context.call.region, await readAllInstances(context.core, context.call))
  const suffixes = asked ? asked.filter((suffix) => suffix !== undefined) : [...known.keys()]
  return [...new Set(suffixes)]
    .sort()
    .map((suffix) => known.get(suffix) ?? emptyNetwork(context.call.region, suffix))
}

/** The security groups of the region, or those that are asked for; a group without instances is in the VPC given. */
export async function readGroups(
  context: ActionContext,
  { ids, vpcOfUnused }: { ids?: readonly string[] | undefined; vpcOfUnused?: string | undefined },
): Promise<readonly Group[]> {
  const { region } = context.call
  const defaultVpc = vpcId({ suffix: defaultSuffix(region) })
  const known = new Map([[DEFAULT_SECURITY_GROUP, emptyGroup(DEFAULT_SECURITY_GROUP, defaultVpc)]])
  for (const instance of await readAllInstances(context.core, context.call)) {
    const { SecurityGroupIds, VpcId } = attributesOf(instance)
    for (const id of SecurityGroupIds) {
      const group = known.get(id) ?? emptyGroup(id, defaultVpc)
      const { createdAtMs } = instance
      // Newest first, so that the oldest has the last word; the default group was there before all of them.
      const place = id === DEFAULT_SECURITY_GROUP ? {} : { vpcId: VpcId || defaultVpc, createdAtMs }
      known.set(id, { ...group, ...place, instances: group.instances + 1 })
    }
  }
  const wanted = ids?.filter((id) => suffixOf('sg', id) !== undefined) ?? [...known.keys()]
  return [...new Set(wanted)].sort().map((id) => known.get(id) ?? emptyGroup(id, vpcOfUnused ?? defaultVpc))
}

function knownNetworks(region: string, instances: readonly Instance[]): ReadonlyMap<string, Network> {
  const own = defaultSuffix(region)
  const known = new Map([[own, emptyNetwork(region, own)]])
  for (const { attributes, zone, createdAtMs } of instances) {
    const suffix = suffixOf('vsw', attributesOf({ attributes }).VSwitchId)
    if (suffix === undefined) continue
    const network = known.get(suffix) ?? emptyNetwork(region, suffix)
    const place = network.isDefault ? {} : { zone, createdAtMs }
    known.set(suffix, { ...network, ...place, instances: network.instances + 1 })
  }
  return known
}

function defaultSuffix(region: string): string {
  return `${regionCode(region)}default`
}

function emptyNetwork(region: string, suffix: string): Network {
  return {
    ...{ suffix, region, zone: findRegion(catalog, region)?.zones[0]?.id ?? '' },
    ...{ isDefault: suffix === defaultSuffix(region), createdAtMs: DEFAULTS_MADE_AT_MS, instances: 0 },
  }
}

function emptyGroup(id: string, vpc: string): Group {
  return { id, vpcId: vpc, createdAtMs: DEFAULTS_MADE_AT_MS, instances: 0 }
}

/** A VPC as the API of the instances shows it. Source: reference page of DescribeVpcs, 2014-05-26. */
export function presentVpc(network: Network) {
  return {
    ...{ VpcId: vpcId(network), VpcName: vpcId(network), RegionId: network.region, Status: 'Available' },
    ...{ CidrBlock: CIDR_BLOCK, Description: '', IsDefault: network.isDefault },
    ...{ VRouterId: vRouterId(network), CreationTime: formatSecond(network.createdAtMs) },
    VSwitchIds: { VSwitchId: [switchId(network)] },
    UserCidrs: { UserCidr: empty() },
  }
}

/** A switch as the API of the instances shows it. Source: reference page of DescribeVSwitches, 2014-05-26. */
export function presentSwitch(network: Network) {
  return {
    ...{ VSwitchId: switchId(network), VSwitchName: switchId(network), VpcId: vpcId(network) },
    ...{ ZoneId: network.zone, Status: 'Available', CidrBlock: CIDR_BLOCK, Description: '' },
    ...{ IsDefault: network.isDefault, ResourceGroupId: '', CreationTime: formatSecond(network.createdAtMs) },
    AvailableIpAddressCount: ADDRESSES - RESERVED - network.instances,
  }
}

/** The router of a VPC, which has one. */
export function vRouterId({ suffix }: Pick<Network, 'suffix'>): string {
  return `vrt-${suffix}`
}

/** The route table of a network, which has one. */
export function routeTableId({ suffix }: Pick<Network, 'suffix'>): string {
  return `vtb-${suffix}`
}

/** A list that nothing is ever in. */
export function empty(): string[] {
  return []
}
