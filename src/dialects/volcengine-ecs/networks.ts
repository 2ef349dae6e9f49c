import { readAllInstances } from '../../core/instances/read-all.ts'
import type { ActionContext } from '../kit/action.ts'
import { findRegion } from '../kit/catalog.ts'
import { interfacesOf, vpcIdOf } from './attached.ts'
import { newAttributes } from './attributes.ts'
import { catalog } from './catalog.ts'

// Networks are not made here. There are those that instances were made in, and the default ones of the region; what is
// asked for by a well-formed id exists, as instances can be made in it.

/** Every private address of the simulated network is in it. */
export const CIDR_BLOCK = '10.64.0.0/10'

/** Of what nobody made. */
const DEFAULTS_MADE_AT_MS = Date.UTC(2020, 0, 1)

/** A subnet, in the VPC and the zone of the oldest instance that is in it. */
export interface Subnet {
  readonly vpcId: string
  readonly zone: string
}

/** A VPC with what is in it; `createdAtMs` is that of its oldest instance. */
export interface Vpc {
  readonly id: string
  readonly isDefault: boolean
  readonly subnetIds: readonly string[]
  readonly securityGroupIds: readonly string[]
  readonly createdAtMs: number
}

/** A security group, in the VPC of the oldest instance that is in it; the default one is in the default VPC. */
export interface SecurityGroup {
  readonly vpcId: string
  readonly createdAtMs: number
}

interface Networks {
  readonly subnets: ReadonlyMap<string, Subnet>
  readonly vpcs: ReadonlyMap<string, Vpc>
  readonly securityGroups: ReadonlyMap<string, SecurityGroup>
}

/** All networks of the region of a call, by their ids. */
export async function readNetworks(context: ActionContext): Promise<Networks> {
  const { VpcId, SubnetId, SecurityGroupIds } = newAttributes()
  const createdAtMs = DEFAULTS_MADE_AT_MS
  const subnets = new Map([[SubnetId, { vpcId: VpcId, zone: firstZone(context) }]])
  const securityGroups = new Map(SecurityGroupIds.map((id) => [id, { vpcId: VpcId, createdAtMs }]))
  const vpcs = new Map([[VpcId, createdAtMs]])
  // Newest first, so that the oldest has the last word.
  for (const instance of await readAllInstances(context.core, context.call)) {
    const { zone, createdAtMs } = instance
    for (const { SubnetId: subnetId, VpcId: vpcId, SecurityGroupIds: groups } of interfacesOf(instance)) {
      subnets.set(subnetId, { vpcId, zone })
      vpcs.set(vpcId, createdAtMs)
      // The default one was there before every instance.
      for (const id of groups) {
        if (!SecurityGroupIds.includes(id)) securityGroups.set(id, { vpcId, createdAtMs })
      }
    }
  }
  const inVpc = (id: string, of: ReadonlyMap<string, { readonly vpcId: string }>) =>
    [...of].filter(([, { vpcId }]) => vpcId === id).map(([name]) => name)
  const all = [...vpcs].map(([id, createdAtMs]): Vpc => {
    const isDefault = id === VpcId
    const within = { subnetIds: inVpc(id, subnets), securityGroupIds: inVpc(id, securityGroups) }
    return { id, isDefault, ...within, createdAtMs: isDefault ? DEFAULTS_MADE_AT_MS : createdAtMs }
  })
  return { subnets, securityGroups, vpcs: new Map(all.map((vpc) => [vpc.id, vpc])) }
}

/** A subnet that nobody has used: in the first zone of the region. */
export function unusedSubnet(context: ActionContext, id: string): Subnet {
  return { vpcId: vpcIdOf(id), zone: firstZone(context) }
}

/** A VPC that nobody has used, with the subnet whose instances would be in it. */
export function unusedVpc(id: string): Vpc {
  const subnetIds = [id.replace(/^vpc-/, 'subnet-')]
  return { id, isDefault: false, subnetIds, securityGroupIds: [], createdAtMs: DEFAULTS_MADE_AT_MS }
}

/** A security group that nobody has used; it is in the VPC that the caller looks for it in, or in the default one. */
export function unusedSecurityGroup(vpcId: string | undefined): SecurityGroup {
  return { vpcId: vpcId ?? newAttributes().VpcId, createdAtMs: DEFAULTS_MADE_AT_MS }
}

/** The ids that are asked for, each once and only if they can exist, or all. Source: spec/volcengine.md §3.4. */
export function wantedIds(
  kind: 'subnet' | 'vpc' | 'sg',
  asked: readonly string[] | undefined,
  known: ReadonlyMap<string, unknown>,
): readonly string[] {
  const form = new RegExp(`^${kind}-[0-9a-z]{1,40}$`)
  return asked ? [...new Set(asked)].filter((id) => form.test(id)) : [...known.keys()]
}

function firstZone({ call }: ActionContext): string {
  return findRegion(catalog, call.region)?.zones[0]?.id ?? ''
}
