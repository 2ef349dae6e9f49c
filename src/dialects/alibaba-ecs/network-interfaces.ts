import type { Instance } from '../../core/instances/instance.ts'
import { formatSecond } from './answer.ts'
import { attributesOf } from './attributes.ts'
import { networkInterface, publicAddressOf } from './present-instance.ts'
import { presentTags } from './present-key-pair.ts'

/** A network interface as DescribeNetworkInterfaces shows it. */
export type PresentedInterface = ReturnType<typeof presentNetworkInterface>

/**
 * The primary network interface of an instance, with the ids that DescribeInstances shows; it has the tags and the
 * resource group of its instance. Source: spec/alibaba.md §2.11, row "DescribeNetworkInterfaces".
 */
export function presentNetworkInterface(instance: Instance) {
  const { VpcId, VSwitchId, SecurityGroupIds } = attributesOf(instance)
  const { PrimaryIpAddress, PrivateIpSets, ...own } = networkInterface(instance)
  const associated = { AllocationId: '', PublicIpAddress: publicAddressOf(instance) }
  const addresses = PrivateIpSets.PrivateIpSet.map((one) => ({ ...one, AssociatedPublicIp: associated }))
  return {
    ...own,
    InstanceId: instance.id,
    PrivateIpAddress: PrimaryIpAddress,
    PrivateIpSets: { PrivateIpSet: addresses },
    AssociatedPublicIp: associated,
    ...{ VpcId, VSwitchId, SecurityGroupIds: { SecurityGroupId: SecurityGroupIds } },
    ...{ ZoneId: instance.zone, ResourceGroupId: instance.project, OwnerId: instance.account },
    ...{
      Status: 'InUse',
      NetworkInterfaceName: '',
      Description: '',
      NetworkInterfaceTrafficMode: 'Standard',
    },
    ...{ QueueNumber: 1, ServiceManaged: false, DeleteOnRelease: true, SourceDestCheck: false },
    CreationTime: formatSecond(instance.createdAtMs),
    Ipv4PrefixSets: { Ipv4PrefixSet: [] },
    Ipv6PrefixSets: { Ipv6PrefixSet: [] },
    Tags: presentTags(instance.tags),
    Attachment: {
      ...{ InstanceId: instance.id, TrunkNetworkInterfaceId: '' },
      ...{ DeviceIndex: 0, NetworkCardIndex: 0 },
    },
  }
}
