import type { MachineType } from '../kit/catalog.ts'
import {
  FAMILIES,
  MOST_INTERFACES,
  MOST_VOLUMES,
  OTHER_PROCESSOR,
  type Processor,
  VOLUME_TYPES,
} from './instance-types.catalog.ts'

const PROCESSORS: ReadonlyMap<string, Processor> = new Map(
  FAMILIES.map(([family, , processor]) => [`ecs.${family}`, processor]),
)

/** A type as DescribeInstanceTypes shows it. Source: spec/volcengine.md §2.13, §4.4. */
export function presentInstanceType({ id, cores, memoryGiB }: MachineType) {
  const family = id.slice(0, id.lastIndexOf('.'))
  const { model, baseFrequency, turboFrequency } = PROCESSORS.get(family) ?? OTHER_PROCESSOR
  return {
    InstanceTypeId: id,
    InstanceTypeFamily: family,
    Processor: {
      Cpus: cores,
      Model: model,
      BaseFrequency: baseFrequency,
      TurboFrequency: turboFrequency,
    },
    Memory: { Size: memoryGiB * 1024, EncryptedSize: 0 },
    Volume: { MaximumCount: MOST_VOLUMES, SupportedVolumeTypes: VOLUME_TYPES },
    Network: {
      MaximumNetworkInterfaces: Math.min(MOST_INTERFACES, 1 + cores / 2),
      MaximumPrivateIpv4AddressesPerNetworkInterface: 10,
      MaximumQueuesPerNetworkInterface: Math.min(cores, 16),
    },
    // Terraform reads the fields of whatever is not null.
    Gpu: null,
    Rdma: null,
    LocalVolumes: [],
    BaselineCredit: 0,
    InitialCredit: 0,
  }
}
