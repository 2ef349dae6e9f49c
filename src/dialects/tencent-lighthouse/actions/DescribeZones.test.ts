import { describe, expect, test } from 'vitest'

import { refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { lighthouseRoom } from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom()

async function zones(params: object = {}, options = {}): Promise<string[]> {
  const { TotalCount, ZoneInfoSet } = await room.ok('DescribeZones', { ...params }, options)
  const names = (ZoneInfoSet as { Zone: string }[]).map(({ Zone }) => Zone)
  expect(TotalCount).toBe(names.length)
  return names
}

describe('parsing', () => {
  test.each([
    [{ Limit: 1 }, unknown('Limit')],
    [{ OrderField: 'NAME' }, refusal('InvalidParameterValue', /`OrderField`/)],
    [{ OrderField: 'ZONE', Order: 'asc' }, refusal('InvalidParameterValue', /`Order`/)],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DescribeZones', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test('a region in which the service is not offered', async () => {
    expect(await room.call('DescribeZones', {}, { region: 'ap-chongqing' })).toEqual(
      refusal('UnsupportedRegion', 'The action not support this region.'),
    )
  })
})

describe('behaviour', () => {
  const GUANGZHOU = ['ap-guangzhou-3', 'ap-guangzhou-4', 'ap-guangzhou-6', 'ap-guangzhou-7']

  test('lists the zones of the region in the language asked for', async () => {
    const { ZoneInfoSet } = await room.ok('DescribeZones')
    expect(ZoneInfoSet).toContainEqual({
      ...{ Zone: 'ap-guangzhou-4', ZoneName: 'Guangzhou Zone 4', InstanceDisplayLabel: 'NORMAL' },
    })
    const chinese = await room.ok('DescribeZones', {}, { language: 'zh-CN', region: 'ap-tokyo' })
    expect(chinese['ZoneInfoSet']).toEqual([
      { Zone: 'ap-tokyo-1', ZoneName: '东京一区', InstanceDisplayLabel: 'SELECTED' },
      { Zone: 'ap-tokyo-2', ZoneName: '东京二区', InstanceDisplayLabel: 'NORMAL' },
    ])
  })

  test('orders by zone or by label, either way', async () => {
    expect(await zones()).toEqual(GUANGZHOU)
    expect(await zones({ Order: 'DESC' })).toEqual(GUANGZHOU.toReversed())
    const [first, ...rest] = GUANGZHOU
    expect(await zones({ OrderField: 'INSTANCE_DISPLAY_LABEL' })).toEqual([...rest, first])
    expect(await zones({ OrderField: 'INSTANCE_DISPLAY_LABEL', Order: 'DESC' })).toEqual([
      first,
      ...rest.toReversed(),
    ])
  })
})
