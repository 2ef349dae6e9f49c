import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import {
  ALICE,
  denied,
  like,
  listed,
  malformed,
  refusal,
  REFUSALS,
  rowsOf,
  startWorld,
  type TestWorld,
  tooMany,
} from '../test-support/test-world.ts'

let world: TestWorld

beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world[Symbol.asyncDispose]())

type Params = Readonly<Record<string, string>>

const UBUNTU = ['24.04', '22.04']
const UBUNTU_2404 = 'image-ybubuntu2404lts0x640'

async function versions(params: Params): Promise<unknown[]> {
  const reply = await world.call('DescribeImages', { ...params, MaxResults: '100' })
  const rows = rowsOf(reply, 'Images')
  expect(reply.result).toMatchObject({ TotalCount: rows.length, NextToken: '' })
  return rows.map(({ PlatformVersion }) => PlatformVersion)
}

describe('parsing', () => {
  test.each<[string, Params, unknown[]]>([
    ['ids', listed('ImageIds', [UBUNTU_2404, 'image-none']), ['24.04']],
    ['a part of the name', { ImageName: 'Ubuntu' }, UBUNTU],
    ['the platform', { Platform: 'Ubuntu' }, UBUNTU],
    ['the system', { OsType: 'Windows' }, ['2022', '2019', '2016']],
    ['long support', { IsLTS: 'true' }, UBUNTU],
    ['everything at once', { IsLTS: 'true', OsType: 'Windows' }, []],
    ['cloud-init', { IsSupportCloudInit: 'false' }, []],
    ['the status', { 'Status.1': 'creating', 'Status.2': 'available', Platform: 'Ubuntu' }, UBUNTU],
    ['one status', { ImageStatus: 'creating' }, []],
    ['public ones', { Visibility: 'public', Platform: 'Ubuntu' }, UBUNTU],
    ['own ones', { Visibility: 'private' }, []],
    ['a type', { InstanceTypeId: 'ecs.g3i.large', Platform: 'Ubuntu' }, UBUNTU],
    ['a type that is none', { InstanceTypeId: 'mars' }, []],
    ['a project', { ProjectName: 'web' }, []],
    ['a tag', { 'TagFilters.1.Key': 'a' }, []],
  ])('filters by %s', async (_name, params, expected) => {
    expect(await versions(params)).toEqual(expected)
  })
})

describe('refusals', () => {
  const many = (count: number) => Array.from({ length: count }, (_, place) => `x${place}`)

  test.each<[string, Params, readonly unknown[]]>([
    ['101 ids', listed('ImageIds', many(101)), tooMany('ImageIds')],
    ['11 states', listed('Status', many(11)), tooMany('Status')],
    ['no rows at all', { MaxResults: '0' }, REFUSALS.argument],
    ['too many rows', { MaxResults: '101' }, REFUSALS.argument],
    ['a token that is none', { NextToken: 'x' }, malformed('NextToken')],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await world.call('DescribeImages', params))).toEqual(expected)
  })

  test('a user without a policy', async () => {
    expect(refusal(await world.call('DescribeImages', {}, ALICE))).toEqual(denied('DescribeImages', '*'))
  })
})

describe('behaviour', () => {
  test('shows each field in the type that Go decodes', async () => {
    const { result } = await world.call('DescribeImages', { 'ImageIds.1': UBUNTU_2404 })
    expect(result?.['Images']).toEqual([
      {
        ImageId: UBUNTU_2404,
        ImageName: 'Ubuntu 24.04 LTS 64 bit',
        ImageOwnerId: '',
        Description: '',
        Architecture: 'amd64',
        OsType: 'Linux',
        OsName: 'Ubuntu 24.04 LTS 64 bit',
        Platform: 'Ubuntu',
        PlatformVersion: '24.04',
        Visibility: 'public',
        Status: 'available',
        ShareStatus: '',
        BootMode: 'BIOS',
        Kernel: '',
        LicenseType: '',
        IsSupportCloudInit: true,
        IsLTS: true,
        IsInstallRunCommandAgent: false,
        Size: 20,
        VirtualSize: '20',
        Snapshots: [],
        Tags: [],
        DetectionResults: null,
        ProjectName: '',
        CreatedAt: like(/\+08:00$/),
        UpdatedAt: like(/\+08:00$/),
      },
    ])
  })

  test('pages until the token is empty, never absent: Terraform fails without it', async () => {
    const seen: unknown[] = []
    let token = ''
    do {
      const reply = await world.call('DescribeImages', { MaxResults: '3', NextToken: token })
      expect(reply.result?.['TotalCount']).toBe(10)
      seen.push(...rowsOf(reply, 'Images').map(({ ImageId }) => ImageId))
      token = String(reply.result?.['NextToken'])
    } while (token !== '')
    expect(new Set(seen).size).toBe(10)
    expect(seen).toHaveLength(10)
  })
})
