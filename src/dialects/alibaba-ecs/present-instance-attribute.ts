import type { Instance } from '../../core/instances/instance.ts'
import { attributesOf } from './attributes.ts'
import { presentInstance } from './present-instance.ts'

/**
 * An instance as DescribeInstanceAttribute shows it: fewer fields than in DescribeInstances, and `IoOptimized` as a
 * word. Source: spec/alibaba.md §2.9.
 */
export function presentInstanceAttribute(instance: Instance) {
  const { EnableJumboFrame, EnableNetworkEncryption } = attributesOf(instance)
  const shown = presentInstance(instance, '')
  const { AllocationId, Bandwidth, InternetChargeType, IpAddress } = shown.EipAddress
  const { DedicatedHostId, DedicatedHostName } = shown.DedicatedHostAttribute
  return {
    ...described(shown),
    ...placed(shown),
    IoOptimized: instance.isIoOptimized ? 'optimized' : 'none',
    EnableJumboFrame,
    EnableNetworkEncryption,
    NetworkOptions: { EnableJumboFrame, EnableNetworkEncryption, BandwidthWeighting: '' },
    SecurityOptions: { EnableSecureBoot: false },
    EipAddress: { AllocationId, Bandwidth, InternetChargeType, IpAddress },
    DedicatedHostAttribute: { DedicatedHostId, DedicatedHostName },
    OperationLocks: {
      LockReason: shown.OperationLocks.LockReason.map(({ LockReason }) => ({ LockReason })),
    },
  }
}

type Shown = ReturnType<typeof presentInstance>

function described(shown: Shown) {
  return {
    InstanceId: shown.InstanceId,
    InstanceName: shown.InstanceName,
    HostName: shown.HostName,
    Description: shown.Description,
    Status: shown.Status,
    StoppedMode: shown.StoppedMode,
    SerialNumber: shown.SerialNumber,
    ImageId: shown.ImageId,
    InstanceType: shown.InstanceType,
    Cpu: shown.Cpu,
    Memory: shown.Memory,
    CreditSpecification: shown.CreditSpecification,
    InstanceChargeType: shown.InstanceChargeType,
    CreationTime: shown.CreationTime,
    ExpiredTime: shown.ExpiredTime,
  }
}

function placed(shown: Shown) {
  return {
    RegionId: shown.RegionId,
    ZoneId: shown.ZoneId,
    ClusterId: shown.ClusterId,
    VlanId: shown.VlanId,
    InstanceNetworkType: shown.InstanceNetworkType,
    InternetChargeType: shown.InternetChargeType,
    InternetMaxBandwidthIn: shown.InternetMaxBandwidthIn,
    InternetMaxBandwidthOut: shown.InternetMaxBandwidthOut,
    SecurityGroupIds: shown.SecurityGroupIds,
    PublicIpAddress: shown.PublicIpAddress,
    InnerIpAddress: shown.InnerIpAddress,
    VpcAttributes: shown.VpcAttributes,
  }
}
