import type { z } from 'zod'

import { text } from '../kit/params.ts'
import type { ShownType } from './present-type.ts'
import { decimal, upTo } from './wire-types.ts'

/** Parameters `Minimum…` and `Maximum…`, and the field that each looks at. */
const MINIMA = {
  MinimumCpuCoreCount: 'CpuCoreCount',
  MinimumMemorySize: 'MemorySize',
  MinimumGPUAmount: 'GPUAmount',
  MinimumEniQuantity: 'EniQuantity',
  MinimumEniPrivateIpAddressQuantity: 'EniPrivateIpAddressQuantity',
  MinimumEniIpv6AddressQuantity: 'EniIpv6AddressQuantity',
  MinimumEriQuantity: 'EriQuantity',
  MinimumDiskQuantity: 'DiskQuantity',
  MinimumBaselineCredit: 'BaselineCredit',
  MinimumInitialCredit: 'InitialCredit',
  MinimumInstanceBandwidthRx: 'InstanceBandwidthRx',
  MinimumInstanceBandwidthTx: 'InstanceBandwidthTx',
  MinimumInstancePpsRx: 'InstancePpsRx',
  MinimumInstancePpsTx: 'InstancePpsTx',
  MinimumLocalStorageAmount: 'LocalStorageAmount',
  MinimumLocalStorageCapacity: 'LocalStorageCapacity',
  MinimumCpuSpeedFrequency: 'CpuSpeedFrequency',
  MinimumCpuTurboFrequency: 'CpuTurboFrequency',
  MinimumPrimaryEniQueueNumber: 'PrimaryEniQueueNumber',
  MinimumSecondaryEniQueueNumber: 'SecondaryEniQueueNumber',
  MinimumQueuePairNumber: 'QueuePairNumber',
} as const satisfies Record<string, keyof ShownType>

const MAXIMA = {
  MaximumCpuCoreCount: 'CpuCoreCount',
  MaximumMemorySize: 'MemorySize',
  MaximumGPUAmount: 'GPUAmount',
  MaximumCpuSpeedFrequency: 'CpuSpeedFrequency',
  MaximumCpuTurboFrequency: 'CpuTurboFrequency',
} as const satisfies Record<string, keyof ShownType>

/** One value, and the field that must be it. */
const ONES = {
  InstanceTypeFamily: 'InstanceTypeFamily',
  InstanceFamilyLevel: 'InstanceFamilyLevel',
  InstanceCategory: 'InstanceCategory',
  CpuArchitecture: 'CpuArchitecture',
  LocalStorageCategory: 'LocalStorageCategory',
  NvmeSupport: 'NvmeSupport',
} as const satisfies Record<string, keyof ShownType>

/** Up to that many values, and the field that must be one of them. */
const LISTS = {
  InstanceTypeFamilies: 'InstanceTypeFamily',
  InstanceCategories: 'InstanceCategory',
  CpuArchitectures: 'CpuArchitecture',
  LocalStorageCategories: 'LocalStorageCategory',
  PhysicalProcessorModels: 'PhysicalProcessorModel',
  GpuSpecs: 'GPUSpec',
} as const satisfies Record<string, keyof ShownType>

/** Part of a text is enough. */
const PARTS = {
  GPUSpec: 'GPUSpec',
  PhysicalProcessorModel: 'PhysicalProcessorModel',
} as const satisfies Record<string, keyof ShownType>

/** The parameters of DescribeInstanceTypes that choose types by what is shown of them. Source: spec/alibaba.md §2.11. */
export const typeFilters = {
  ...each(MINIMA, () => decimal().optional()),
  ...each(MAXIMA, () => decimal().optional()),
  ...each(ONES, () => text().optional()),
  ...each(PARTS, () => text().optional()),
  ...each(LISTS, () => upTo(10, text()).optional()),
}

type TypeFilters = { readonly [Name in keyof typeof typeFilters]?: z.output<(typeof typeFilters)[Name]> }

/** Whether a type passes every filter that is given. */
export function matchesType(type: ShownType, filters: TypeFilters): boolean {
  // What the tables name is text or a number, never a list.
  const textOf = (shown: ShownType[keyof ShownType]) => (typeof shown === 'string' ? shown : '')
  const given = <Name extends keyof TypeFilters>(rules: Readonly<Record<Name, keyof ShownType>>) =>
    namesOf(rules).flatMap((name) => {
      const wanted = filters[name]
      return wanted === undefined ? [] : { wanted, shown: type[rules[name]] }
    })
  return (
    given(MINIMA).every(({ wanted, shown }) => Number(shown) >= wanted) &&
    given(MAXIMA).every(({ wanted, shown }) => Number(shown) <= wanted) &&
    given(ONES).every(({ wanted, shown }) => shown === wanted) &&
    given(LISTS).every(({ wanted, shown }) => wanted.includes(textOf(shown))) &&
    given(PARTS).every(({ wanted, shown }) => textOf(shown).includes(wanted))
  )
}

/** One schema for each of the parameters. */
function each<Name extends string, Schema>(
  rules: Readonly<Record<Name, unknown>>,
  schema: () => Schema,
): Record<Name, Schema> {
  // Every name of the rules is there.
  return Object.fromEntries(namesOf(rules).map((name) => [name, schema()])) as Record<Name, Schema>
}

function namesOf<Name extends string>(rules: Readonly<Record<Name, unknown>>): readonly Name[] {
  // Object.keys forgets the literal type of the keys.
  return Object.keys(rules) as Name[]
}
