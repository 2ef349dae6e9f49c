import type { Instance, InstanceState } from '../../core/instances/instance.ts'
import { formatMinute } from './answer.ts'
import { attributesOf, type Attributes } from './attributes.ts'
import { familyIdOf, findType } from './catalog.ts'
import { presentTags } from './present-key-pair.ts'

export type Status = 'Pending' | 'Starting' | 'Running' | 'Stopping' | 'Stopped'

/** A reboot shows as Starting; this cloud has no words for the other states. Source: spec/alibaba.md §2.10. */
const STATUS: Readonly<Record<InstanceState, Status>> = {
  pending: 'Pending',
  starting: 'Starting',
  rebooting: 'Starting',
  running: 'Running',
  'live-migrating': 'Running',
  stopping: 'Stopping',
  terminating: 'Stopping',
  stopped: 'Stopped',
  shutdown: 'Stopped',
  rescue: 'Stopped',
  rebuilding: 'Stopped',
  'entering-rescue': 'Stopping',
  'exiting-rescue': 'Starting',
  freezing: 'Stopping',
  isolating: 'Stopping',
  banned: 'Stopped',
  corrupted: 'Stopped',
}

export function statusOf(state: InstanceState): Status {
  return STATUS[state]
}

/** The states that show as this status. */
export function statesOf(status: Status): InstanceState[] {
  // The keys of a record of all states are states.
  return (Object.keys(STATUS) as InstanceState[]).filter((state) => STATUS[state] === status)
}

/** An instance as DescribeInstances shows it; `keyPairName` is that of the bound pair. Source: spec §2.9. */
export function presentInstance(instance: Instance, keyPairName: string) {
  const attributes = attributesOf(instance)
  return {
    ...identity(instance, keyPairName, attributes),
    ...system(instance, attributes),
    ...life(instance, attributes),
    ...network(instance, attributes),
    ...placement(attributes),
    Tags: presentTags(instance.tags),
  }
}

function identity(instance: Instance, keyPairName: string, { SerialNumber }: Attributes) {
  return {
    InstanceId: instance.id,
    InstanceName: instance.name,
    Description: instance.description,
    HostName: instance.hostName,
    RegionId: instance.region,
    ZoneId: instance.zone,
    Status: statusOf(instance.state),
    KeyPairName: keyPairName,
    ResourceGroupId: instance.project,
    SerialNumber,
  }
}

function system(
  { imageId, os, osName, type, isIoOptimized }: Instance,
  { CpuCores, CpuThreadsPerCore, CpuTopologyType }: Attributes,
) {
  const { cores, memoryGiB } = findType(type) ?? { cores: 1, memoryGiB: 1 }
  return {
    ImageId: imageId,
    OSType: os,
    OSName: osName.replace(' bit', ' 位'),
    OSNameEn: osName,
    InstanceType: type,
    InstanceTypeFamily: familyIdOf(type),
    Cpu: cores,
    Memory: memoryGiB * 1024,
    IoOptimized: isIoOptimized,
    GPUAmount: 0,
    GPUSpec: '',
    LocalStorageAmount: 0,
    LocalStorageCapacity: 0,
    CpuOptions: {
      CoreCount: CpuCores || Math.max(1, cores / 2),
      ThreadsPerCore: CpuThreadsPerCore || (cores > 1 ? 2 : 1),
      Numa: '',
      TopologyType: CpuTopologyType,
    },
    AdditionalInfo: { EnableHighDensityMode: false },
  }
}

const STOPPED_MODES = { 'keep-charging': 'KeepCharging', 'stop-charging': 'StopCharging' } as const
const NEVER = '2099-12-31T15:59Z'
const MONTH_MS = 30 * 24 * 3_600_000

function life(instance: Instance, attributes: Attributes) {
  const { createdAtMs, state, stoppedMode, chargeType } = instance
  const isPrepaid = chargeType === 'prepaid'
  return {
    InstanceChargeType: isPrepaid ? 'PrePaid' : 'PostPaid',
    CreationTime: formatMinute(createdAtMs),
    StartTime: state === 'pending' ? '' : formatMinute(createdAtMs),
    ExpiredTime: isPrepaid ? formatMinute(createdAtMs + MONTH_MS) : NEVER,
    AutoReleaseTime: attributes.AutoReleaseTime,
    DeletionProtection: attributes.DeletionProtection,
    DeviceAvailable: true,
    Recyclable: attributes.Recyclable,
    StoppedMode: state === 'stopped' ? STOPPED_MODES[stoppedMode ?? 'keep-charging'] : 'Not-applicable',
    SaleCycle: '',
    SpotStrategy: attributes.SpotStrategy,
    SpotPriceLimit: attributes.SpotPriceLimit,
    SpotDuration: 1,
    SpotInterruptionBehavior: '',
    CreditSpecification: attributes.CreditSpecification,
    OperationLocks: { LockReason: state === 'banned' ? [{ LockReason: 'security', LockMsg: '' }] : [] },
    HibernationOptions: { Configured: false },
    ImageOptions: { LoginAsNonRoot: attributes.LoginAsNonRoot },
  }
}

function network(instance: Instance, attributes: Attributes) {
  const { InternetMaxBandwidthOut, InternetMaxBandwidthIn, InternetChargeType } = attributes
  const address = publicAddressOf(instance)
  return {
    InstanceNetworkType: 'vpc',
    InternetChargeType,
    InternetMaxBandwidthIn,
    InternetMaxBandwidthOut,
    PublicIpAddress: { IpAddress: address === '' ? [] : [address] },
    InnerIpAddress: { IpAddress: [] },
    RdmaIpAddress: { IpAddress: [] },
    EipAddress: {
      AllocationId: '',
      IpAddress: '',
      InternetChargeType: '',
      Bandwidth: 0,
      IsSupportUnassociate: false,
    },
    VpcAttributes: {
      VpcId: attributes.VpcId,
      VSwitchId: attributes.VSwitchId,
      NatIpAddress: '',
      PrivateIpAddress: { IpAddress: [instance.privateAddress] },
    },
    SecurityGroupIds: { SecurityGroupId: attributes.SecurityGroupIds },
    NetworkInterfaces: { NetworkInterface: [networkInterface(instance)] },
  }
}

/** Empty: the instance has none, for want of bandwidth or because nobody gave it one. */
export function publicAddressOf(instance: Instance): string {
  const { InternetMaxBandwidthOut, HasPublicAddress } = attributesOf(instance)
  return InternetMaxBandwidthOut > 0 && HasPublicAddress ? instance.address : ''
}

/** The one network interface of an instance. */
export function networkInterface({ id, privateAddress }: Instance) {
  const octets = privateAddress.split('.').slice(1)
  return {
    NetworkInterfaceId: `eni-${id.slice(2)}`,
    Type: 'Primary',
    MacAddress: [
      '00',
      '16',
      '3e',
      ...octets.map((octet) => Number(octet).toString(16).padStart(2, '0')),
    ].join(':'),
    PrimaryIpAddress: privateAddress,
    PrivateIpSets: { PrivateIpSet: [{ PrivateIpAddress: privateAddress, Primary: true }] },
    Ipv6Sets: { Ipv6Set: [] },
  }
}

function placement(attributes: Attributes) {
  const { HttpEndpoint, HttpTokens, HttpPutResponseHopLimit, DedicatedHostId } = attributes
  return {
    ISP: '',
    VlanId: '',
    ClusterId: '',
    HpcClusterId: attributes.HpcClusterId,
    DeploymentSetId: attributes.DeploymentSetId,
    MetadataOptions: { HttpEndpoint, HttpTokens, HttpPutResponseHopLimit },
    DedicatedHostAttribute: { DedicatedHostId, DedicatedHostName: '', DedicatedHostClusterId: '' },
    DedicatedInstanceAttribute: { Affinity: '', Tenancy: '' },
    EcsCapacityReservationAttr: { CapacityReservationId: '', CapacityReservationPreference: '' },
  }
}
