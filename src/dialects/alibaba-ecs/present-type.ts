import type { MachineType } from '../kit/catalog.ts'
import { familyIdOf } from './catalog.ts'
import {
  CREDITS,
  FAMILIES,
  type Family,
  SIZE_FIGURES,
  type SizeFigures,
  SMALL_FAMILIES,
} from './instance-types.catalog.ts'

const FAMILY_BY_ID = new Map([...FAMILIES, ...SMALL_FAMILIES].map((family) => [family.id, family]))
/** What is told of a type that is not in the catalog. */
const OTHERWISE: Omit<Family, 'id' | 'memoryPerCore'> = {
  ...{ generation: 'ecs-6', level: 'EnterpriseLevel', category: 'General-purpose', architecture: 'X86' },
  ...{ processor: 'Intel Xeon(Ice Lake) Platinum 8369B', clock: 2.7, turbo: 3.5 },
}

export type ShownType = ReturnType<typeof presentType>

/** X86 or ARM: what the images of a type must be made for. */
export function architectureOf(type: string): Family['architecture'] {
  return (FAMILY_BY_ID.get(familyIdOf(type)) ?? OTHERWISE).architecture
}

/** A type as DescribeInstanceTypes shows it. Source: spec/alibaba.md §2.11. */
export function presentType(type: MachineType) {
  const family = familyIdOf(type.id)
  const facts = FAMILY_BY_ID.get(family) ?? OTHERWISE
  return {
    InstanceTypeId: type.id,
    InstanceTypeFamily: family,
    InstanceFamilyLevel: facts.level,
    InstanceCategory: facts.category,
    ...processor(type, facts),
    ...network(figuresOf(type)),
    ...storage(figuresOf(type)),
    BaselineCredit: CREDITS.get(type.id)?.baseline ?? 0,
    InitialCredit: CREDITS.get(type.id)?.initial ?? 0,
    SupportedBootModes: { SupportedBootMode: facts.architecture === 'ARM' ? ['UEFI'] : ['BIOS', 'UEFI'] },
    Attributes: { Attribute: [] },
  }
}

function processor({ cores, memoryGiB }: MachineType, facts: Omit<Family, 'id' | 'memoryPerCore'>) {
  return {
    CpuCoreCount: cores,
    MemorySize: memoryGiB,
    CpuArchitecture: facts.architecture,
    CpuSpeedFrequency: facts.clock,
    CpuTurboFrequency: facts.turbo,
    PhysicalProcessorModel: facts.processor,
    GPUAmount: 0,
    GPUSpec: '',
    GPUMemorySize: 0,
  }
}

function network({ bandwidth, packets, cards, addresses }: SizeFigures) {
  return {
    EniQuantity: cards,
    EniTotalQuantity: cards,
    EniPrivateIpAddressQuantity: addresses,
    EniIpv6AddressQuantity: 1,
    EniTrunkSupported: false,
    EriQuantity: 0,
    QueuePairNumber: 0,
    PrimaryEniQueueNumber: 2,
    SecondaryEniQueueNumber: 2,
    InstanceBandwidthRx: bandwidth,
    InstanceBandwidthTx: bandwidth,
    InstancePpsRx: packets,
    InstancePpsTx: packets,
    NetworkCardQuantity: 1,
    NetworkEncryptionSupport: false,
    JumboFrameSupport: true,
  }
}

function storage({ disks }: SizeFigures) {
  return {
    DiskQuantity: disks,
    LocalStorageAmount: 0,
    LocalStorageCapacity: 0,
    LocalStorageCategory: '',
    NvmeSupport: 'unsupported',
  }
}

/** Those of the largest size that is not above the type's. */
function figuresOf({ cores }: MachineType): SizeFigures {
  return SIZE_FIGURES.findLast((figures) => figures.cores <= cores) ?? SIZE_FIGURES[0]
}
