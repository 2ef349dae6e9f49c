import { describe, expect, test } from 'vitest'

import { missing, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { cvmRoom } from '../test-support/cvm-room.ts'

const room = cvmRoom()

describe('parsing', () => {
  test('takes no parameters', async () => {
    expect(await room.call('DescribeZones', { Limit: 1 })).toEqual(unknown('Limit'))
  })
})

describe('refusals', () => {
  test('a region must be named', async () => {
    expect(await room.call('DescribeZones', {}, { region: undefined })).toEqual(missing('Region'))
  })
})

describe('behaviour', () => {
  test('lists the zones of the region in the language asked for', async () => {
    const { TotalCount, ZoneSet } = await room.ok('DescribeZones')
    expect(ZoneSet).toHaveLength(Number(TotalCount))
    const third = { Zone: 'ap-guangzhou-3', ZoneId: '100003', ZoneState: 'AVAILABLE' }
    expect(ZoneSet).toContainEqual({ ...third, ZoneName: 'Guangzhou Zone 3' })
    const chinese = await room.ok('DescribeZones', {}, { language: 'zh-CN' })
    expect(chinese['ZoneSet']).toContainEqual({ ...third, ZoneName: '广州三区' })
    const elsewhere = await room.ok('DescribeZones', {}, { region: 'ap-shanghai' })
    expect(elsewhere['ZoneSet']).toContainEqual({
      ...{ Zone: 'ap-shanghai-2', ZoneId: '200002', ZoneName: 'Shanghai Zone 2', ZoneState: 'AVAILABLE' },
    })
  })
})
