import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import type { Params } from '../../test-support/signed-call.ts'
import {
  ALICE,
  like,
  listed,
  refusal,
  REFUSALS,
  rowsOf,
  startWorld,
  STRANGER,
  type TestWorld,
  tooMany,
} from '../../test-support/test-world.ts'
import { PATIENCE } from '../../../../../tests/patience.ts'

const EBS = { service: 'storage_ebs' }

let world: TestWorld
let ran: string

beforeAll(async () => {
  world = await startWorld({
    keyPairs: [{ id: 'kp-one', name: 'one' }],
    instances: [{ id: 'i-seeded' }, { id: 'i-south', region: 'cn-guangzhou' }],
  })
  const run = await world.call('RunInstances', {
    ...{ ZoneId: 'cn-beijing-b', ImageId: 'image-ybubuntu2404lts0x640', InstanceType: 'ecs.g3i.large' },
    ...{ InstanceName: 'web', KeyPairName: 'one', ProjectName: 'shop' },
    'NetworkInterfaces.1.SubnetId': 'subnet-1',
    'Volumes.1.VolumeType': 'ESSD_FlexPL',
    'Volumes.1.Size': '60',
    'Volumes.1.DeleteWithInstance': 'true',
    'Volumes.2.VolumeType': 'ESSD_PL0',
    'Volumes.2.Size': '100',
    'Volumes.2.DeleteWithInstance': 'false',
  })
  ran = rowsOf(run, 'InstanceIds').map(String)[0] ?? ''
})
afterAll(() => world[Symbol.asyncDispose]())

const ask = (params: Params) => world.call('DescribeVolumes', params, EBS)

async function sizes(params: Params): Promise<unknown[]> {
  const rows = rowsOf(await ask(params), 'Volumes')
  return rows.map(({ Kind, Size }) => `${String(Kind)} ${String(Size)}`).toSorted()
}

describe('parsing', () => {
  const own = ['data 100', 'system 60']

  test.each<[string, () => Params, string[]]>([
    ['nothing', () => ({}), ['data 100', 'system 40', 'system 60']],
    ['the instance', () => ({ InstanceId: ran }), own],
    [
      'instance, project and kind, as Terraform asks',
      () => ({ InstanceId: ran, ProjectName: 'shop', Kind: 'system' }),
      ['system 60'],
    ],
    ['the data volumes', () => ({ InstanceId: ran, Kind: 'data' }), ['data 100']],
    ['ids', () => listed('VolumeIds', [`vol-${ran.slice(2)}`, 'vol-none']), ['system 60']],
    ['the project', () => ({ ProjectName: 'shop' }), own],
    ['the zone', () => ({ ZoneId: 'cn-beijing-b' }), own],
    ['the type', () => ({ VolumeType: 'ESSD_FlexPL' }), ['system 60']],
    ['the name', () => ({ VolumeName: 'data' }), ['data 100']],
    ['the status', () => ({ VolumeStatus: 'attached', InstanceId: ran }), own],
    ['another status', () => ({ VolumeStatus: 'available' }), []],
    ['a tag', () => ({ 'TagFilters.1.Key': 'a' }), []],
    ['an instance that is not there', () => ({ InstanceId: 'i-none' }), []],
  ])('filters by %s', async (_name, params, expected) => {
    expect(await sizes(params())).toEqual(expected)
  })

  test('pages by number until one is short', async () => {
    const pages = await Promise.all(['1', '2', '3'].map((PageNumber) => ask({ PageNumber, PageSize: '2' })))
    expect(pages.map((page) => rowsOf(page, 'Volumes').length)).toEqual([2, 1, 0])
    expect(pages[0]?.result).toMatchObject({ TotalCount: 3, PageNumber: 1, PageSize: 2 })
    const ids = pages.flatMap((page) => rowsOf(page, 'Volumes').map(({ VolumeId }) => VolumeId))
    expect(new Set(ids).size).toBe(3)
  })
})

test('numbered pages neither lose nor repeat a row while instances come and go', async () => {
  const instances = ['i-a', 'i-b', 'i-c', 'i-d'].map((id) => ({ id }))
  await using other = await startWorld({ instances })
  const holders = async (PageNumber: string) => {
    const params = { PageNumber, PageSize: '2' }
    const reply = await other.call('DescribeVolumes', params, EBS)
    return rowsOf(reply, 'Volumes').map(({ InstanceId }) => String(InstanceId))
  }
  const first = await holders('1')
  const [gone = ''] = first
  await other.call('DeleteInstance', { InstanceId: gone })
  await vi.waitFor(async () => expect(await other.show(gone)).toEqual({}), PATIENCE)
  expect([...first, ...(await holders('2'))].toSorted()).toEqual(['i-a', 'i-b', 'i-c', 'i-d'])
})

describe('refusals', () => {
  const many = Array.from({ length: 101 }, (_, place) => `vol-${place}`)

  test.each<[string, Params, readonly unknown[]]>([
    ['101 ids', listed('VolumeIds', many), tooMany('VolumeIds')],
    ['page 0', { PageNumber: '0' }, REFUSALS.argument],
    ['too many rows', { PageSize: '101' }, REFUSALS.argument],
  ])('%s', async (_name, params, expected) => {
    expect(refusal(await ask(params))).toEqual(expected)
  })

  test('a user without a policy; another account sees nothing', async () => {
    expect(refusal(await world.call('DescribeVolumes', {}, { ...EBS, ...ALICE }))).toEqual([
      403,
      'AccessDenied',
      'User is not authorized to perform: storage_ebs:DescribeVolumes on resource: *.',
    ])
    const { result } = await world.call('DescribeVolumes', {}, { ...EBS, ...STRANGER })
    expect(result).toEqual({ Volumes: [], TotalCount: 0, PageNumber: 1, PageSize: 10 })
  })

  test('it is no action of the instances', async () => {
    expect(refusal(await world.call('DescribeVolumes'))[1]).toBe('InvalidActionOrVersion')
  })
})

describe('behaviour', () => {
  test('exactly one system volume, sizes as text, the ids that the instance shows', async () => {
    const rows = rowsOf(await ask({ InstanceId: ran }), 'Volumes')
    expect(rows.filter(({ Kind }) => Kind === 'system')).toEqual([
      {
        VolumeId: `vol-${ran.slice(2)}`,
        VolumeName: 'system-volume',
        VolumeType: 'ESSD_FlexPL',
        Kind: 'system',
        Size: '60',
        Status: 'attached',
        InstanceId: ran,
        DeleteWithInstance: true,
        Description: '',
        ImageId: 'image-ybubuntu2404lts0x640',
        ZoneId: 'cn-beijing-b',
        ProjectName: 'shop',
        PayType: 'post',
        BillingType: 2,
        TradeStatus: 1,
        SnapshotCount: 0,
        Tags: [],
        CreatedAt: like(/\+08:00$/),
        UpdatedAt: like(/\+08:00$/),
        ExpiredTime: '',
      },
    ])
    expect(rows[1]).toMatchObject({ VolumeName: 'data-volume-01', DeleteWithInstance: false })
    const shown = await world.show(ran)
    expect(shown['Volumes']).toEqual(rows.map(({ VolumeId }) => ({ VolumeId })))
  })
})
