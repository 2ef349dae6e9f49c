import { describe, expect, test } from 'vitest'

import { refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { cvmRoom } from '../test-support/cvm-room.ts'

const room = cvmRoom()

async function names(params: object): Promise<string[]> {
  const { ImageSet } = await room.ok('DescribeImages', { ...params })
  return (ImageSet as { ImageName: string }[]).map(({ ImageName }) => ImageName)
}

function filtered(Name: string, ...Values: string[]): Promise<string[]> {
  return names({ Filters: [{ Name, Values }] })
}

describe('parsing', () => {
  test.each([
    [{ Region: 'x' }, unknown('Region')],
    [{ ImageIds: ['img-1'] }, refusal('InvalidImageId.Malformed', /`img-1`/)],
    [{ Offset: -1 }, refusal('InvalidParameterValue', /`Offset`/)],
    [{ Limit: 101 }, refusal('InvalidParameterValue.InvalidParameterValueLimit', /`Limit`/)],
    [{ InstanceType: 'huge' }, refusal('InvalidInstanceType.Malformed', /`huge`/)],
    [{ Filters: [{ Name: 'colour', Values: ['red'] }] }, refusal('InvalidFilter', /`colour`/)],
    [
      { Filters: [{ Name: 'platform', Values: ['1', '2', '3', '4', '5', '6'] }] },
      refusal('InvalidFilterValue.LimitExceeded', /more than 5/),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DescribeImages', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test('ids together with filters; an empty list of filters is none', async () => {
    const ImageIds = ['img-eb30mz89']
    const Filters = [{ Name: 'platform', Values: ['CentOS'] }]
    expect(await room.call('DescribeImages', { ImageIds, Filters })).toEqual(
      refusal('InvalidParameter.InvalidParameterCoexistImageIdsFilters', /cannot be given together/),
    )
    expect(await names({ ImageIds, Filters: [] })).toHaveLength(1)
  })
})

describe('behaviour', () => {
  test('tells every field of an image; unknown ids are absent', async () => {
    const { TotalCount, ImageSet } = await room.ok('DescribeImages', {
      ImageIds: ['img-00000000', 'img-487zeit5'],
    })
    expect(TotalCount).toBe(1)
    expect(ImageSet).toEqual([
      {
        ...{
          ImageId: 'img-487zeit5',
          ImageType: 'PUBLIC_IMAGE',
          ImageState: 'NORMAL',
          ImageSource: 'OFFICIAL',
        },
        ...{ OsName: 'Ubuntu Server 22.04 LTS 64bit', ImageName: 'Ubuntu Server 22.04 LTS 64bit' },
        ...{ ImageDescription: 'Ubuntu Server 22.04 LTS 64bit', Platform: 'Ubuntu', Architecture: 'x86_64' },
        ...{ ImageSize: 20, CreatedTime: '2024-01-15T08:00:00Z', ImageCreator: '', SyncPercent: 100 },
        ...{ IsSupportCloudinit: true, SnapshotSet: [], Tags: [], LicenseType: 'TencentCloud' },
      },
    ])
  })

  test('pages with the count of all', async () => {
    const { TotalCount, ImageSet } = await room.ok('DescribeImages', { Offset: 1, Limit: 2 })
    expect(TotalCount).toBeGreaterThan(10)
    expect(ImageSet).toHaveLength(2)
    const all = await names({})
    expect(await names({ Offset: 1, Limit: 2 })).toEqual(all.slice(1, 3))
  })

  test('filters: any value of each, all of them', async () => {
    expect(await filtered('image-id', 'img-eb30mz89')).toEqual(['TencentOS Server 3.1 (TK4)'])
    expect(await filtered('image-name', 'ubuntu server 22', 'debian')).toHaveLength(2)
    expect(await filtered('platform', 'Windows')).toHaveLength(4)
    expect(await filtered('image-type', 'PRIVATE_IMAGE')).toEqual([])
    expect(await filtered('image-type', 'PRIVATE_IMAGE', 'PUBLIC_IMAGE')).toEqual(await names({}))
    for (const name of ['tag-key', 'tag-value', 'tag:team', 'dedicated-cluster-id', 'cdc-cache-status']) {
      expect(await filtered(name, 'x')).toEqual([])
    }
    const Filters = [
      { Name: 'platform', Values: ['CentOS'] },
      { Name: 'image-name', Values: ['7.9'] },
    ]
    expect(await names({ Filters })).toEqual(['CentOS 7.9 64bit'])
  })

  test('an instance type asks for the images of its processor', async () => {
    expect(await names({ InstanceType: 'SR1.MEDIUM4' })).toEqual(['TencentOS Server 3.1 (TK4) for ARM64'])
    expect(await names({ InstanceType: 'S5.MEDIUM4' })).not.toContain('TencentOS Server 3.1 (TK4) for ARM64')
  })
})
