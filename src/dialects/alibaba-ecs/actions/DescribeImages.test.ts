import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import {
  ALICE,
  anyText,
  invalid,
  missing,
  refusal,
  REFUSALS,
  REGION,
  startWorld,
  type TestWorld,
} from '../test-support/test-world.ts'

const UBUNTU = 'ubuntu_22_04_x64_20G_alibase_20240819.vhd'
/** That of seeded instances. */
const USED = 'aliyun_3_x64_20G_alibase_20240819.vhd'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld({ instances: [{ id: 'i-1' }] })
})
afterAll(() => world[Symbol.asyncDispose]())

function list(params: Record<string, string> = {}, how = {}) {
  return world.call('DescribeImages', { RegionId: REGION, ...params }, how)
}

async function idsOf(params: Record<string, string>): Promise<string[]> {
  const { body } = await list({ PageSize: '100', ...params })
  // The shape is asserted in `behaviour`.
  return (body['Images'] as { Image: { ImageId: string }[] }).Image.map(({ ImageId }) => ImageId)
}

describe('parsing', () => {
  it.each([
    [{ RegionId: '' }, missing('RegionId')],
    [{ OSType: 'mac' }, invalid('OSType')],
    [{ PageNumber: '0' }, invalid('PageNumber')],
    [{ 'Filter.1.Key': 'CreationStartTime', 'Filter.1.Value': 'today' }, invalid('Filter')],
  ])('refuses %j', async (params, expected) => {
    expect(refusal(await list(params))).toEqual(expected)
  })
})

describe('refusals', () => {
  it('refuses an unknown region, and a user without policies', async () => {
    expect(refusal(await list({ RegionId: 'nowhere' }))).toEqual(REFUSALS.region)
    expect(refusal(await list({}, ALICE))).toEqual(REFUSALS.forbidden)
  })

  it('ends a dry run that would have worked', async () => {
    expect(refusal(await list({ DryRun: 'true' }))).toEqual(REFUSALS.dryRun)
  })
})

describe('behaviour', () => {
  it('tells all about one image', async () => {
    const { body } = await list({ ImageId: UBUNTU })
    expect(body).toEqual({
      ...{ RequestId: anyText(), RegionId: REGION, TotalCount: 1, PageNumber: 1, PageSize: 10 },
      Images: {
        Image: [
          {
            ...{ ImageId: UBUNTU, ImageName: UBUNTU, ImageFamily: 'acs:ubuntu_22_04_x64' },
            ...{ ImageVersion: '20240819', ImageOwnerAlias: 'system', ImageOwnerId: 0, Description: '' },
            ...{ Platform: 'Ubuntu', OSType: 'linux', Architecture: 'x86_64', Size: 20 },
            ...{ OSName: 'Ubuntu  22.04 64 位', OSNameEn: 'Ubuntu  22.04 64 bit' },
            ...{ Status: 'Available', Progress: '100%', CreationTime: '2024-08-19T00:00:00Z' },
            ...{
              Usage: 'none',
              ProductCode: '',
              SupplierName: '',
              ResourceGroupId: '',
              BootMode: 'BIOS',
            },
            ...{ IsSelfShared: '', IsCopied: false, IsSubscribed: false, IsPublic: true },
            ...{ IsSupportIoOptimized: true, IsSupportCloudinit: true, LoginAsNonRootSupported: true },
            DiskDeviceMappings: { DiskDeviceMapping: [] },
            Tags: { Tag: [] },
          },
        ],
      },
    })
  })

  it.each<[Record<string, string>, number]>([
    [{}, 15],
    [{ OSType: 'windows' }, 3],
    [{ ImageOwnerAlias: 'system', Architecture: 'arm64' }, 2],
    [{ ImageName: 'ubuntu*' }, 4],
    [{ ImageName: '*zh-cn*' }, 2],
    [{ ImageFamily: 'acs:alibaba_cloud_linux_3_2104_lts_x64' }, 1],
    [{ InstanceType: 'ecs.g8y.large' }, 2],
    [{ Usage: 'none' }, 14],
    [{ 'Filter.1.Key': 'CreationEndTime', 'Filter.1.Value': '2024-01-01T00:00Z' }, 1],
    [{ 'Filter.1.Key': 'NetworkType', 'Filter.1.Value': 'classic' }, 0],
    [{ Status: 'Creating' }, 0],
    [{ Status: 'ALL' }, 15],
    [{ ImageOwnerAlias: 'others', IsPublic: 'true' }, 0],
    [{ ImageOwnerAlias: 'self' }, 0],
    [{ 'Tag.1.Key': 'team' }, 0],
  ])('finds %j', async (params, count) => {
    expect(await idsOf(params)).toHaveLength(count)
  })

  it('finds several by their ids, and own ones by theirs', async () => {
    const own = 'm-bp1g7004ksh0oeuc****'
    expect(await idsOf({ ImageId: `${own},${UBUNTU},unknown` })).toEqual([UBUNTU, own])
    const { body } = await list({ ImageId: own })
    expect(body).toMatchObject({
      Images: {
        Image: [
          {
            ImageOwnerAlias: 'self',
            IsPublic: false,
            DiskDeviceMappings: { DiskDeviceMapping: [{ Device: '/dev/xvda', Size: '20' }] },
          },
        ],
      },
    })
  })

  it('tells which images are in use', async () => {
    expect(await idsOf({ Usage: 'instance' })).toEqual([USED])
  })

  it('goes through pages, and past the last one', async () => {
    const ids = []
    for (const PageNumber of ['1', '2', '3', '4']) ids.push(...(await idsOf({ PageNumber, PageSize: '5' })))
    expect(ids).toEqual(await idsOf({}))
  })

  it('lists images that RunInstances takes for the type', async () => {
    const ImageId = String((await idsOf({ InstanceType: 'ecs.g8y.large' }))[0])
    const run = (InstanceType: string) =>
      world.call('RunInstances', { RegionId: REGION, ImageId, InstanceType, SecurityGroupId: 'sg-1' })
    expect((await run('ecs.g8y.large')).status).toBe(200)
    expect(refusal(await run('ecs.g6.large')).slice(0, 2)).toEqual([403, 'ImageNotSupportInstanceType'])
  })

  it('answers XML', async () => {
    const { text } = await list({ ImageId: UBUNTU }, { form: 'v1-get', format: 'XML' })
    expect(text).toContain(`<Images><Image><ImageId>${UBUNTU}</ImageId>`)
    expect(text).toContain('<IsPublic>true</IsPublic>')
    expect(text).toContain('<DiskDeviceMappings/>')
    expect((await list({ ImageId: 'x' }, { form: 'v1-get', format: 'XML' })).text).toContain('<Images/>')
  })
})
