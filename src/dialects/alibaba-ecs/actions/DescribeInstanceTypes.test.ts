import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  anyText,
  invalid,
  refusal,
  REFUSALS,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

function list(params: Record<string, string> = {}, how = {}) {
  return world.call('DescribeInstanceTypes', params, how)
}

async function read(params: Record<string, string> = {}) {
  const { body } = await list(params)
  // The shape is asserted in `behaviour`.
  const { InstanceType } = body['InstanceTypes'] as { InstanceType: { InstanceTypeId: string }[] }
  return { ids: InstanceType.map(({ InstanceTypeId }) => InstanceTypeId), next: String(body['NextToken']) }
}

describe('parsing', () => {
  it.each([
    [{ MaxResults: '0' }, invalid('MaxResults')],
    [{ MinimumCpuCoreCount: 'two' }, invalid('MinimumCpuCoreCount')],
    [{ NextToken: 'bm9uZQ' }, invalid('NextToken')],
    [
      Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`InstanceTypes.${n + 1}`, 'ecs.g6.large'])),
      invalid('InstanceTypes'),
    ],
  ])('refuses %j', async (params, expected) => {
    expect(refusal(await list(params))).toEqual(expected)
  })
})

describe('refusals', () => {
  it('refuses a user without policies', async () => {
    expect(refusal(await list({}, ALICE))).toEqual(REFUSALS.forbidden)
  })
})

describe('behaviour', () => {
  it('tells all about one type', async () => {
    const { body } = await list({ 'InstanceTypes.1': 'ecs.g6.xlarge', RegionId: 'cn-hangzhou' })
    expect(body).toEqual({
      RequestId: anyText(),
      NextToken: '',
      InstanceTypes: {
        InstanceType: [
          {
            ...{ InstanceTypeId: 'ecs.g6.xlarge', InstanceTypeFamily: 'ecs.g6' },
            ...{ InstanceFamilyLevel: 'EnterpriseLevel', InstanceCategory: 'General-purpose' },
            ...{ CpuCoreCount: 4, MemorySize: 16, CpuArchitecture: 'X86' },
            ...{ CpuSpeedFrequency: 2.5, CpuTurboFrequency: 3.2, PhysicalProcessorModel: anyText() },
            ...{ GPUAmount: 0, GPUSpec: '', GPUMemorySize: 0 },
            ...{ EniQuantity: 3, EniTotalQuantity: 3, EniPrivateIpAddressQuantity: 10 },
            ...{ EniIpv6AddressQuantity: 1, EniTrunkSupported: false, EriQuantity: 0, QueuePairNumber: 0 },
            ...{ PrimaryEniQueueNumber: 2, SecondaryEniQueueNumber: 2, NetworkCardQuantity: 1 },
            ...{ InstanceBandwidthRx: 1_536_000, InstanceBandwidthTx: 1_536_000 },
            ...{ InstancePpsRx: 500_000, InstancePpsTx: 500_000 },
            ...{ NetworkEncryptionSupport: false, JumboFrameSupport: true },
            ...{ DiskQuantity: 17, LocalStorageAmount: 0, LocalStorageCapacity: 0, LocalStorageCategory: '' },
            ...{ NvmeSupport: 'unsupported', BaselineCredit: 0, InitialCredit: 0 },
            SupportedBootModes: { SupportedBootMode: ['BIOS', 'UEFI'] },
            Attributes: { Attribute: [] },
          },
        ],
      },
    })
  })

  it.each<[Record<string, string>, string[]]>([
    [{ InstanceTypeFamily: 'ecs.t6' }, ['ecs.t6-c1m1.large']],
    [{ InstanceTypeFamily: 'ecs.g6', MaximumMemorySize: '16' }, ['ecs.g6.large', 'ecs.g6.xlarge']],
    [{ InstanceTypeFamily: 'ecs.g6', MinimumCpuCoreCount: '32' }, ['ecs.g6.8xlarge']],
    [{ CpuArchitecture: 'ARM', MaximumCpuCoreCount: '2' }, ['ecs.g8y.large']],
    [{ 'CpuArchitectures.1': 'ARM', MinimumMemorySize: '128' }, ['ecs.g8y.8xlarge']],
    [{ InstanceFamilyLevel: 'CreditEntryLevel', MinimumInitialCredit: '60' }, ['ecs.t6-c1m1.large']],
    [{ PhysicalProcessorModel: 'YiTian', MaximumCpuCoreCount: '4' }, ['ecs.g8y.large', 'ecs.g8y.xlarge']],
    [{ MinimumGPUAmount: '1' }, []],
    [{ 'InstanceTypes.1': 'ecs.hfg6.2xlarge', 'InstanceTypes.2': 'big' }, ['ecs.hfg6.2xlarge']],
  ])('lists %j', async (params, expected) => {
    expect((await read(params)).ids).toEqual(expected)
  })

  it('goes through all of them page by page', async () => {
    const all = (await read()).ids
    expect(all.length).toBeGreaterThan(40)
    const seen: string[] = []
    let next = ''
    do {
      const page: Awaited<ReturnType<typeof read>> = await read({ MaxResults: '20', NextToken: next })
      seen.push(...page.ids)
      next = page.next
    } while (next !== '')
    expect(seen).toEqual(all)
  })

  it('answers XML', async () => {
    const { text } = await list({ 'InstanceTypes.1': 'ecs.g6.large' }, { form: 'v1-query', format: 'XML' })
    expect(text).toContain('<InstanceTypes><InstanceType><InstanceTypeId>ecs.g6.large</InstanceTypeId>')
    expect(text).toContain(
      '<SupportedBootModes><SupportedBootMode>BIOS</SupportedBootMode><SupportedBootMode>UEFI</SupportedBootMode></SupportedBootModes>',
    )
    expect(text).toContain('<Attributes/>')
  })
})
