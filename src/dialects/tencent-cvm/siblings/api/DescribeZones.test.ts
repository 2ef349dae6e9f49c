import { describe, expect, test } from 'vitest'

import { missing, refusal } from '../../../kit/tencent/test-support/test-room.ts'
import { cvmRoom } from '../../test-support/cvm-room.ts'
import { apiService } from './index.ts'

const room = cvmRoom()
const API = { version: apiService.version }

describe('parsing', () => {
  test('a product and a region', async () => {
    expect(await room.call('DescribeZones', {}, API)).toEqual(missing('Product'))
    const nowhere = { ...API, region: undefined }
    expect(await room.call('DescribeZones', { Product: 'cvm' }, nowhere)).toEqual(missing('Region'))
  })
})

describe('refusals', () => {
  test('a product that is not here', async () => {
    expect(await room.call('DescribeZones', { Product: 'cdb' }, API)).toEqual(
      refusal('InvalidParameter', 'The product is not known.'),
    )
  })
})

describe('behaviour', () => {
  test.each(['cvm', 'lighthouse'])('the zones of %s are those of the machines', async (Product) => {
    const { ZoneSet, TotalCount } = await room.ok('DescribeZones', { Product }, API)
    const own = await room.ok('DescribeZones')
    expect({ ZoneSet, TotalCount }).toMatchObject({ ZoneSet: own['ZoneSet'], TotalCount: 4 })
    expect(ZoneSet).toContainEqual({
      ...{ Zone: 'ap-guangzhou-3', ZoneName: 'Guangzhou Zone 3', ZoneId: '100003', ZoneState: 'AVAILABLE' },
      ...{ ParentZone: '', ParentZoneId: '', ParentZoneName: '', ZoneType: '' },
      ...{ MachineRoomTypeMC: '', ZoneIdMC: '100003' },
    })
  })

  test('in Chinese', async () => {
    const chinese = { ...API, language: 'zh-CN' }
    const { ZoneSet } = await room.ok('DescribeZones', { Product: 'cvm' }, chinese)
    expect(ZoneSet).toMatchObject([{ ZoneName: '广州三区' }, {}, {}, {}])
  })
})
