import { describe, expect, test } from 'vitest'

import { manyIds, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { DUPLICATED, lighthouseRoom, outside, tooMany } from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom()

async function ids(params: object = {}): Promise<string[]> {
  const { BlueprintSet } = await room.ok('DescribeBlueprints', { ...params, Limit: 100 })
  return (BlueprintSet as { BlueprintId: string }[]).map(({ BlueprintId }) => BlueprintId)
}

function filter(Name: string, ...Values: string[]) {
  return { Filters: [{ Name, Values }] }
}

describe('parsing', () => {
  const BlueprintIds = ['lhbp-mxml4cnq']
  test.each([
    [{ Zones: ['ap-guangzhou-3'] }, unknown('Zones')],
    [{ BlueprintIds: ['lhbp-1'] }, refusal('InvalidParameterValue.BlueprintIdMalformed', /blueprint ID/)],
    [{ BlueprintIds: [...BlueprintIds, ...BlueprintIds] }, DUPLICATED],
    [{ BlueprintIds: manyIds('lhbp-', 101) }, tooMany('BlueprintIds')],
    [{ Limit: 101 }, outside('Limit')],
    [{ Offset: -1 }, refusal('InvalidParameterValue.Negative', /`Offset`/)],
    [filter('colour', 'red'), refusal('InvalidParameter.InvalidFilterNotSupportedName', /`colour`/)],
    [
      filter('blueprint-id', ...manyIds('lhbp-', 101)),
      refusal('InvalidParameter.FilterValueLimitExceeded', /more than 100/),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DescribeBlueprints', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    [
      { BlueprintIds: ['lhbp-mxml4cnq'], ...filter('blueprint-id', 'lhbp-mxml4cnq') },
      refusal('InvalidParameter.ParameterConflict', /cannot be given together/),
    ],
    [
      filter('platform-type', 'LINUX'),
      refusal('InvalidParameterValue.InvalidBlueprintPlatformType', /platform/),
    ],
    [filter('blueprint-type', 'PUBLIC'), refusal('InvalidParameterValue.InvalidBlueprintType', /type/)],
    [filter('blueprint-state', 'GONE'), refusal('InvalidParameterValue.InvalidBlueprintState', /state/)],
    [filter('scene-id', 'lhsc-00000000'), refusal('ResourceNotFound.SceneIdNotFound', /scene/)],
  ])('%j', async (params, expected) => {
    expect(await room.call('DescribeBlueprints', params)).toEqual(expected)
  })
})

describe('behaviour', () => {
  test('shows every documented field', async () => {
    const { TotalCount, BlueprintSet } = await room.ok('DescribeBlueprints', {
      BlueprintIds: ['lhbp-lf6jlx98'],
    })
    expect(TotalCount).toBe(1)
    expect(BlueprintSet).toEqual([
      {
        ...{
          BlueprintId: 'lhbp-lf6jlx98',
          DisplayTitle: '宝塔Linux面板',
          BlueprintName: 'btpanel_exclusive',
        },
        ...{ DisplayVersion: '8.1.0 腾讯云专享版', Description: '', OsName: 'OpenCloudOS 9' },
        ...{ Platform: 'OPENCLOUDOS', PlatformType: 'LINUX_UNIX', BlueprintType: 'APP_OS', ImageUrl: '' },
        ...{ RequiredSystemDiskSize: 20, RequiredMemorySize: 1, BlueprintState: 'NORMAL' },
        ...{ CreatedTime: '2024-05-08T03:43:06Z', SupportAutomationTools: true, ImageId: '' },
        ...{ CommunityUrl: 'https://www.bt.cn', SceneIdSet: ['lhsc-3bzsddow'], DockerVersion: null },
        ...{ GuideUrl: 'https://cloud.tencent.com/document/product/1207/47425' },
        ...{ BlueprintShared: false, Tags: [] },
      },
    ])
  })

  test('pages; an unknown id is absent', async () => {
    const all = await ids()
    const { TotalCount, BlueprintSet } = await room.ok('DescribeBlueprints', { Offset: 1, Limit: 2 })
    expect(TotalCount).toBe(all.length)
    expect(BlueprintSet).toMatchObject(all.slice(1, 3).map((BlueprintId) => ({ BlueprintId })))
    expect(await ids({ BlueprintIds: ['lhbp-00000000', 'lhbp-mxml4cnq'] })).toEqual(['lhbp-mxml4cnq'])
  })

  test('filters', async () => {
    const all = await ids()
    expect(await ids(filter('platform-type', 'WINDOWS'))).toEqual(['lhbp-m1g6ap11'])
    expect(await ids(filter('platform-type', 'WINDOWS', 'LINUX_UNIX'))).toEqual(all)
    expect(await ids(filter('blueprint-type', 'APP_OS'))).toEqual(['lhbp-5e8807sc', 'lhbp-lf6jlx98'])
    expect(await ids(filter('blueprint-type', 'PRIVATE'))).toEqual([])
    expect(await ids(filter('blueprint-state', 'NORMAL'))).toEqual(all)
    expect(await ids(filter('blueprint-state', 'OFFLINE'))).toEqual([])
    expect(await ids(filter('blueprint-name', 'Wordpress'))).toEqual(['lhbp-5e8807sc'])
    expect(await ids(filter('scene-id', 'lhsc-3bzsddow'))).toEqual(['lhbp-lf6jlx98'])
    expect(await ids(filter('blueprint-id', 'lhbp-mxml4cnq', 'lhbp-00000000'))).toEqual(['lhbp-mxml4cnq'])
    expect(await ids(filter('tag:team', 'a'))).toEqual([])
  })
})
