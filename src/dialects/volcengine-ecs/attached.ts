import type { Instance } from '../../core/instances/instance.ts'
import { attributesOf, DEFAULT_SUBNET, DEFAULT_VPC, type Volume } from './attributes.ts'

/** A volume of an instance, as both the instance and the storage service show it. */
export interface AttachedVolume extends Volume {
  readonly id: string
  readonly kind: 'system' | 'data'
  /** Data volumes are sorted by it, so their numbers have two digits. */
  readonly name: string
}

/** The volumes of an instance; the first is the system volume, and there is always one. */
export function volumesOf(instance: Instance): readonly AttachedVolume[] {
  const { Volumes } = attributesOf(instance)
  const suffix = suffixOf(instance)
  return Volumes.map((volume, place) => {
    if (place === 0) return { ...volume, id: `vol-${suffix}`, kind: 'system', name: 'system-volume' }
    const name = `data-volume-${String(place).padStart(2, '0')}`
    return { ...volume, id: `vol-${suffix}${place}`, kind: 'data', name }
  })
}

/** A network interface of an instance, as both the instance and the network service show it. */
export interface AttachedInterface {
  readonly NetworkInterfaceId: string
  readonly Type: 'primary' | 'secondary'
  readonly VpcId: string
  readonly SubnetId: string
  readonly SecurityGroupIds: readonly string[]
  readonly PrimaryIpAddress: string
  readonly MacAddress: string
}

/** The network interfaces of an instance; the first is the primary one, by which it is reached. */
export function interfacesOf(instance: Instance): readonly AttachedInterface[] {
  const { VpcId, SubnetId, SecurityGroupIds, SecondaryInterfaces } = attributesOf(instance)
  const suffix = suffixOf(instance)
  return [{ SubnetId, SecurityGroupIds }, ...SecondaryInterfaces].map((one, place) => {
    const PrimaryIpAddress = addressAt(instance.privateAddress, place)
    return {
      NetworkInterfaceId: place === 0 ? `eni-${suffix}` : `eni-${suffix}${place}`,
      Type: place === 0 ? 'primary' : 'secondary',
      VpcId,
      ...one,
      PrimaryIpAddress,
      MacAddress: macAddressOf(PrimaryIpAddress),
    }
  })
}

/** What follows the kind in the id of an instance follows it in the ids of what belongs to it. */
export function suffixOf({ id }: Pick<Instance, 'id'>): string {
  return id.replace(/^i-/, '')
}

/** There is no VPC of its own; one is told apart by its subnet. The default subnet is in the default VPC. */
export function vpcIdOf(subnetId: string): string {
  return subnetId === DEFAULT_SUBNET ? DEFAULT_VPC : `vpc-${subnetId.replace(/^subnet-/, '')}`
}

/** Secondary interfaces have the address of the machine in a network beside its own; nothing answers there. */
function addressAt(privateAddress: string, place: number): string {
  const [first = '10', second = '64', ...rest] = privateAddress.split('.')
  return [first, (Number(second) + 64 * place) % 256, ...rest].join('.')
}

function macAddressOf(privateAddress: string): string {
  const octets = privateAddress.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'))
  return ['00', '16', ...octets].join(':')
}
