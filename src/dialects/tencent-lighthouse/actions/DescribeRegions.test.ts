import { describe, expect, test } from 'vitest'

import { refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { lighthouseRoom } from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom()

describe('parsing', () => {
  test('takes no parameters', async () => {
    expect(await room.call('DescribeRegions', { Limit: 1 })).toEqual(unknown('Limit'))
  })
})

describe('refusals', () => {
  test('a region that does not exist, and one in which the service is not offered', async () => {
    const atlantis = await room.call('DescribeRegions', {}, { region: 'ap-atlantis', form: 'v1' })
    expect(atlantis).toEqual(
      refusal(
        'InvalidParameterValue',
        'A value specified in `Region` is not valid, is unsupported, or cannot be used.',
      ),
    )
    expect(await room.call('DescribeRegions', {}, { region: 'ap-chongqing' })).toEqual(
      refusal('UnsupportedRegion', 'The action not support this region.'),
    )
  })
})

describe('behaviour', () => {
  test('lists regions in the language asked for', async () => {
    const { TotalCount, RegionSet } = await room.ok('DescribeRegions', {}, { region: undefined })
    expect(RegionSet).toHaveLength(Number(TotalCount))
    expect(RegionSet).toContainEqual({
      ...{ Region: 'ap-guangzhou', RegionName: 'South China (Guangzhou)', RegionState: 'AVAILABLE' },
      IsChinaMainland: true,
    })
    const chinese = await room.ok('DescribeRegions', {}, { language: 'zh-CN' })
    expect(chinese['RegionSet']).toContainEqual({
      ...{ Region: 'na-siliconvalley', RegionName: '美国西部(硅谷)', RegionState: 'AVAILABLE' },
      IsChinaMainland: false,
    })
  })
})
