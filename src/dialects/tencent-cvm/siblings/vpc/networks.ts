import type { Call } from '../../../../core/call.ts'
import type { Core } from '../../../../core/core.ts'
import type { Instance } from '../../../../core/instances/instance.ts'
import { readAllInstances } from '../../../../core/instances/read-all.ts'
import { findRegion } from '../../../kit/catalog.ts'
import { attributesOf, DEFAULT_NETWORK } from '../../attributes.ts'
import { catalog } from '../../catalog.ts'

// Networks are not kept: there are those that the caller's instances show, and what every region has from the start.

/** The addresses of all instances, whichever network they are in: the networks of an account are all as large. */
export const CIDR_BLOCK = '10.64.0.0/10'

/** Without the three that the cloud keeps for itself. */
export const ADDRESSES = 2 ** 22 - 3

/** When what every region has was made. Made up. */
const FROM_THE_START_MS = Date.UTC(2020, 0, 1)

interface Derived {
  readonly id: string
  readonly isDefault: boolean
  /** When the oldest instance in it was made: it was there before. */
  readonly sinceMs: number
}

export type Network = Derived

export interface Subnet extends Derived {
  readonly networkId: string
  readonly zone: string
  readonly usedAddresses: number
}

export interface SecurityGroup extends Derived {
  readonly instances: number
}

type Reading = Pick<Core, 'database'>

/** The default one first, then in the order of their ids. */
export async function readNetworks(core: Reading, call: Call): Promise<readonly Network[]> {
  const start = { id: DEFAULT_NETWORK.VpcId, isDefault: true, sinceMs: FROM_THE_START_MS }
  const groups = groupedBy(await readAllInstances(core, call), (instance) => [networkOf(instance).VpcId])
  return [start, ...others(groups, start.id)].map(({ id, isDefault, sinceMs }) => ({
    id,
    isDefault,
    sinceMs,
  }))
}

export async function readSubnets(core: Reading, call: Call): Promise<readonly Subnet[]> {
  const groups = groupedBy(await readAllInstances(core, call), (instance) => [networkOf(instance).SubnetId])
  const { VpcId, SubnetId } = DEFAULT_NETWORK
  const zone = findRegion(catalog, call.region)?.zones[0]?.id ?? ''
  const usedAddresses = groups.get(SubnetId)?.length ?? 0
  const start = {
    id: SubnetId,
    isDefault: true,
    sinceMs: FROM_THE_START_MS,
    networkId: VpcId,
    zone,
    usedAddresses,
  }
  return [
    start,
    ...others(groups, SubnetId).map(({ oldest, instances, ...derived }) => ({
      ...{ ...derived, networkId: networkOf(oldest).VpcId, zone: oldest.zone },
      usedAddresses: instances.length,
    })),
  ]
}

export async function readSecurityGroups(core: Reading, call: Call): Promise<readonly SecurityGroup[]> {
  const groups = groupedBy(
    await readAllInstances(core, call),
    (instance) => attributesOf(instance).SecurityGroupIds,
  )
  const id = 'sg-default1'
  const start = { id, isDefault: true, sinceMs: FROM_THE_START_MS, instances: groups.get(id)?.length ?? 0 }
  return [
    start,
    ...others(groups, id).map(({ id, isDefault, sinceMs, instances }) => ({
      ...{ id, isDefault, sinceMs },
      instances: instances.length,
    })),
  ]
}

function networkOf(instance: Instance) {
  return attributesOf(instance).VirtualPrivateCloud
}

type Groups = ReadonlyMap<string, readonly Instance[]>

function groupedBy(instances: readonly Instance[], idsOf: (instance: Instance) => readonly string[]): Groups {
  const groups = new Map<string, Instance[]>()
  for (const instance of instances) {
    for (const id of new Set(idsOf(instance))) {
      const group = groups.get(id)
      if (group) group.push(instance)
      else groups.set(id, [instance])
    }
  }
  return groups
}

/** What there is beside the default one; instances come newest first. */
function others(groups: Groups, defaultId: string) {
  return [...groups]
    .filter(([id]) => id !== defaultId)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([id, instances]) => {
      const oldest = instances.at(-1)
      return oldest ? [{ id, isDefault: false, sinceMs: oldest.createdAtMs, oldest, instances }] : []
    })
}
