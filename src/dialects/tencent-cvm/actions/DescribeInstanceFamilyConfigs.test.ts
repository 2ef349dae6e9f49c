import { describe, expect, test } from 'vitest'

import { missing, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { cvmRoom } from '../test-support/cvm-room.ts'

const room = cvmRoom()

describe('parsing', () => {
  test('takes no parameters but the region', async () => {
    expect(await room.call('DescribeInstanceFamilyConfigs', { Limit: 1 })).toEqual(unknown('Limit'))
    expect(await room.call('DescribeInstanceFamilyConfigs', {}, { region: undefined })).toEqual(
      missing('Region'),
    )
  })
})

describe('behaviour', () => {
  test.each([
    ['en-US', 'Standard S5'],
    ['zh-CN', '标准型S5'],
  ])('names every family, in the language %s', async (language, InstanceFamilyName) => {
    const { InstanceFamilyConfigSet } = await room.ok('DescribeInstanceFamilyConfigs', {}, { language })
    expect(InstanceFamilyConfigSet).toContainEqual({ InstanceFamily: 'S5', InstanceFamilyName })
    const { InstanceTypeConfigSet } = await room.ok('DescribeInstanceTypeConfigs')
    const families = new Set((InstanceTypeConfigSet as Family[]).map(({ InstanceFamily }) => InstanceFamily))
    const named = (InstanceFamilyConfigSet as Family[]).map(({ InstanceFamily }) => InstanceFamily)
    expect(named.toSorted()).toEqual([...families].toSorted())
  })
})

interface Family {
  readonly InstanceFamily: string
}
