import { describe, expect, test } from 'vitest'

import { refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { cvmRoom } from '../test-support/cvm-room.ts'

const room = cvmRoom()

describe('parsing', () => {
  test('takes no parameters', async () => {
    expect(await room.call('DescribeRegions', { Limit: 1 })).toEqual(unknown('Limit'))
  })
})

describe('refusals', () => {
  test('a region that does not exist', async () => {
    expect(await room.call('DescribeRegions', {}, { region: 'ap-atlantis' })).toEqual(
      refusal(
        'InvalidParameterValue',
        'A value specified in `X-TC-Region` is not valid, is unsupported, or cannot be used.',
      ),
    )
  })
})

describe('behaviour', () => {
  test('lists regions in the language asked for, without a region being named', async () => {
    const { TotalCount, RegionSet } = await room.ok('DescribeRegions', {}, { region: undefined })
    expect(RegionSet).toHaveLength(Number(TotalCount))
    expect(RegionSet).toContainEqual({
      ...{ Region: 'ap-guangzhou', RegionName: 'South China (Guangzhou)', RegionState: 'AVAILABLE' },
    })
    const chinese = await room.ok('DescribeRegions', {}, { language: 'zh-CN' })
    expect(chinese['RegionSet']).toContainEqual({
      ...{ Region: 'ap-guangzhou', RegionName: '华南地区(广州)', RegionState: 'AVAILABLE' },
    })
  })
})
