import { hash } from 'node:crypto'

import { INSTANCE_STATES, type Instance, type InstanceState } from '../../core/instances/instance.ts'
import type { KeyPair } from '../../core/key-pairs/key-pair.ts'
import { formatTime } from './answer.ts'
import { interfacesOf, suffixOf, volumesOf } from './attached.ts'
import { type Attributes, attributesOf } from './attributes.ts'
import { findType } from './catalog.ts'
import { presentTags } from './present-key-pair.ts'

/** This cloud has no words for the last ones. Source: spec/volcengine.md §2.9. */
const STATUS: Readonly<Record<InstanceState, string>> = {
  pending: 'CREATING',
  running: 'RUNNING',
  stopping: 'STOPPING',
  stopped: 'STOPPED',
  rebooting: 'REBOOTING',
  starting: 'STARTING',
  terminating: 'DELETING',
  'live-migrating': 'RESIZING',
  rebuilding: 'REBUILDING',
  'entering-rescue': 'REBUILDING',
  'exiting-rescue': 'REBUILDING',
  freezing: 'STOPPING',
  isolating: 'STOPPING',
  rescue: 'ERROR',
  shutdown: 'ERROR',
  banned: 'ERROR',
  corrupted: 'ERROR',
}

/** The states that show as this status; none for a status nothing has. */
export function statesOf(status: string): readonly InstanceState[] {
  return INSTANCE_STATES.filter((state) => STATUS[state] === status)
}

/** An instance as DescribeInstances shows it, with the pair that is bound to it. Source: spec/volcengine.md §2.9. */
export function presentInstance(instance: Instance, keyPair: Pick<KeyPair, 'id' | 'name'> | undefined) {
  const attributes = attributesOf(instance)
  return {
    ...identity(instance),
    // Empty when nothing is bound, never null: Terraform fails on null.
    KeyPairId: keyPair?.id ?? '',
    KeyPairName: keyPair?.name ?? '',
    ...system(instance),
    ...life(instance, attributes),
    ...network(instance, attributes),
    ...placement(attributes),
    Tags: presentTags(instance.tags),
  }
}

function identity(instance: Instance) {
  return {
    InstanceId: instance.id,
    InstanceName: instance.name,
    Description: instance.description,
    HostName: instance.hostName,
    Hostname: instance.hostName,
    Status: STATUS[instance.state],
    ProjectName: instance.project,
    ZoneId: instance.zone,
    Uuid: uuidOf(instance),
  }
}

/** The same in every answer; the cloud shows one beside the id. */
function uuidOf({ account, id }: Instance): string {
  const digits = hash('sha256', `${account}/${id}`, 'hex')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}

function system({ imageId, os, osName, type }: Instance) {
  const { cores, memoryGiB } = findType(type) ?? { cores: 2, memoryGiB: 8 }
  return {
    ImageId: imageId,
    OsName: osName,
    OsType: os === 'windows' ? 'Windows' : 'Linux',
    InstanceTypeId: type,
    Cpus: cores,
    MemorySize: memoryGiB * 1024,
    CpuOptions: { CoreCount: Math.max(1, cores / 2), ThreadsPerCore: cores > 1 ? 2 : 1, TopologyType: '' },
  }
}

const STOPPED_MODES = { 'keep-charging': 'KeepCharging', 'stop-charging': 'StopCharging' } as const
const MONTH_MS = 30 * 24 * 3_600_000

function life(instance: Instance, attributes: Attributes) {
  const { createdAtMs, chargeType, state, stoppedMode } = instance
  const isPrepaid = chargeType === 'prepaid'
  return {
    StoppedMode: stoppedMode && state === 'stopped' ? STOPPED_MODES[stoppedMode] : '',
    InstanceChargeType: isPrepaid ? 'PrePaid' : 'PostPaid',
    SpotStrategy: attributes.SpotStrategy,
    SpotPriceLimit: attributes.SpotPriceLimit,
    CreatedAt: formatTime(createdAtMs),
    UpdatedAt: formatTime(instance.latestOperation?.createdAtMs ?? createdAtMs),
    ExpiredAt: isPrepaid ? formatTime(createdAtMs + MONTH_MS) : '',
    ElasticScheduledInstanceType: 'NoEsi',
    ScheduledInstanceId: '',
    DeletionProtection: attributes.DeletionProtection,
  }
}

function network(instance: Instance, { VpcId, EnableJumboFrame }: Attributes) {
  return {
    VpcId,
    EipAddress: { AllocationId: `eip-${suffixOf(instance)}`, IpAddress: instance.address },
    EnableJumboFrame,
    NetworkInterfaces: interfacesOf(instance).map((one) => ({ ...one, Ipv6Addresses: [] })),
    Volumes: volumesOf(instance).map(({ id }) => ({ VolumeId: id })),
    LocalVolumes: [],
    RdmaIpAddresses: [],
    RdmaNetworkInterfaceDetails: [],
  }
}

function placement({ HttpTokens }: Attributes) {
  return {
    DeploymentSetId: '',
    DeploymentSetGroupNumber: 0,
    HpcClusterId: '',
    AffinityGroupId: '',
    Placement: { Tenancy: 'Default', Affinity: '', DedicatedHostId: '', DedicatedHostClusterId: '' },
    MetadataOptions: { HttpTokens },
  }
}
