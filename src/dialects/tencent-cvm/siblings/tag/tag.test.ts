import { describe, expect, test } from 'vitest'

import { ALICE, missing, refusal, STRANGER } from '../../../kit/tencent/test-support/test-room.ts'
import { cvmRoom, seededInstance, seededKeyPair } from '../../test-support/cvm-room.ts'

const TAG = { version: '2018-08-13' }
const KEY_PAIR = 'qcs::cvm:ap-guangzhou:uin/:keypair/skey-tagged01'
const INSTANCE = 'qcs::cvm:ap-guangzhou:uin/1000000001:instance/ins-tagged01'

const LIGHTHOUSE =
  '  - { dialect: tencent-lighthouse, account: acme, region: ap-guangzhou, id: lhins-tagged01 }\n'
const room = cvmRoom(
  `keyPairs:\n${seededKeyPair('skey-tagged01', 'tagged')}${seededKeyPair('skey-plain001', 'plain', 1)}` +
    `instances:\n${seededInstance('ins-tagged01')}${seededInstance('ins-limit001')}${LIGHTHOUSE}`,
)

const modify = (params: Record<string, unknown>) => room.call('ModifyResourceTags', params, TAG)
const put = (Resource: string, tags: Record<string, string>) =>
  room.ok('ModifyResourceTags', { Resource, ReplaceTags: pairs(tags) }, TAG)

function pairs(tags: Record<string, string>) {
  return Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }))
}

async function read(ResourcePrefix: string, ResourceIds: readonly string[], more: object = {}) {
  const where = { ServiceType: 'cvm', ResourcePrefix, ResourceIds, ResourceRegion: 'ap-guangzhou' }
  return room.ok('DescribeResourceTagsByResourceIds', { ...where, ...more }, TAG)
}

describe('the tag service', () => {
  test('tags of a key pair are put, read, changed and taken away, and DescribeKeyPairs shows them', async () => {
    expect(await put(KEY_PAIR, { env: 'dev', team: 'a' })).toEqual({
      RequestId: expect.any(String) as string,
    })
    expect(await read('keypair', ['skey-tagged01', 'skey-plain001'])).toMatchObject({
      TotalCount: 2,
      Offset: 0,
      Limit: 15,
      Tags: [
        {
          ...{ TagKey: 'env', TagValue: 'dev', ResourceId: 'skey-tagged01', ServiceType: 'cvm' },
          TagKeyMd5: 'ff035a1dd7655da15295fa5fa89362a7',
          TagValueMd5: 'e77989ed21758e78331b20e477fc5582',
          Category: 'Custom',
        },
        { TagKey: 'team', TagValue: 'a' },
      ],
    })
    const change = {
      ReplaceTags: pairs({ env: 'prod' }),
      DeleteTags: [{ TagKey: 'team' }, { TagKey: 'none' }],
    }
    await room.ok('ModifyResourceTags', { Resource: KEY_PAIR, ...change }, TAG)
    const { KeyPairSet } = await room.ok('DescribeKeyPairs', { KeyIds: ['skey-tagged01'] })
    expect(KeyPairSet).toMatchObject([{ Tags: [{ Key: 'env', Value: 'prod' }] }])
  })

  test('tags of instances of both services', async () => {
    await put(INSTANCE, { env: 'dev' })
    expect(await room.instance('ins-tagged01')).toMatchObject({ Tags: [{ Key: 'env', Value: 'dev' }] })
    await put('qcs::lighthouse:ap-guangzhou::instance/lhins-tagged01', { env: 'lh' })
    const lighthouse = { ServiceType: 'lighthouse' }
    expect(await read('instance', ['lhins-tagged01'], lighthouse)).toMatchObject({
      Tags: [{ TagValue: 'lh' }],
    })
    expect(await read('instance', ['lhins-tagged01'])).toMatchObject({ TotalCount: 0, Tags: [] })
  })

  test('pages; system tags do not exist', async () => {
    const ins = 'qcs::cvm:ap-guangzhou:uin/:instance/ins-limit001'
    await put(ins, { a: '1', b: '2', c: '3' })
    const page = await read('instance', ['ins-limit001'], { Offset: 2, Limit: 2 })
    expect(page).toMatchObject({ TotalCount: 3, Offset: 2, Limit: 2, Tags: [{ TagKey: 'c' }] })
    expect(await read('instance', ['ins-limit001'], { Category: 'System' })).toMatchObject({ TotalCount: 0 })
    expect(await read('instance', ['ins-limit001'], { ResourceRegion: 'ap-tokyo' })).toMatchObject({
      TotalCount: 0,
    })
  })

  test('needs no region', async () => {
    const params = { Resource: KEY_PAIR, ReplaceTags: pairs({ env: 'prod' }) }
    expect(
      (await room.call('ModifyResourceTags', params, { ...TAG, region: undefined })).error,
    ).toBeUndefined()
  })

  test.each([
    [{ Resource: 'skey-tagged01' }, 'InvalidParameterValue.ResourceDescriptionError'],
    [{ Resource: 'qcs::cdb:ap-guangzhou:uin/:instance/x' }, 'InvalidParameterValue.ServiceTypeInvalid'],
    [{ Resource: 'qcs::cvm:ap-guangzhou:uin/:disk/x' }, 'InvalidParameterValue.ResourcePrefixInvalid'],
    [{ Resource: `${KEY_PAIR}x` }, 'InvalidParameterValue.ResourceIdInvalid'],
    [{ Resource: INSTANCE.replace('1000000001', '1000000002') }, 'InvalidParameterValue.ResourceIdInvalid'],
    [{ ReplaceTags: pairs({ '': 'x' }) }, 'InvalidParameterValue.TagKeyLengthExceeded'],
    [{ ReplaceTags: pairs({ x: 'v'.repeat(256) }) }, 'InvalidParameterValue.TagValueLengthExceeded'],
    [{ ReplaceTags: [...pairs({ x: '1' }), ...pairs({ x: '2' })] }, 'InvalidParameterValue.TagKeyDuplicate'],
    [{ DeleteTags: [{ TagKey: 'x' }] }, 'InvalidParameterValue.DeleteTagsParamError'],
  ])('%o is refused with %s', async (change, code) => {
    const params = { Resource: KEY_PAIR, ReplaceTags: pairs({ x: 'y' }), ...change }
    expect(await modify(params)).toEqual(refusal(code, /./))
  })

  test('nothing to do is a missing parameter', async () => {
    expect(await modify({ Resource: KEY_PAIR })).toEqual(missing('ReplaceTags'))
  })

  test('a resource carries fifty tags at most', async () => {
    const Resource = 'qcs::cvm:ap-guangzhou:uin/:instance/ins-limit001'
    const ten = (from: number) =>
      pairs(Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`many-${from + at}`, 'x'])))
    for (const from of [0, 10, 20, 30]) {
      await room.ok('ModifyResourceTags', { Resource, ReplaceTags: ten(from) }, TAG)
    }
    const answer = await modify({ Resource, ReplaceTags: ten(40) })
    expect(answer).toEqual(refusal('LimitExceeded.ResourceAttachedTags', /50/))
  })

  test("another account's resource is unknown, and a user needs a policy", async () => {
    const params = { Resource: KEY_PAIR, ReplaceTags: pairs({ env: 'theirs' }) }
    const stranger = await room.call('ModifyResourceTags', params, { ...TAG, signer: STRANGER })
    expect(stranger).toEqual(refusal('InvalidParameterValue.ResourceIdInvalid', /./))
    const alice = await room.call('ModifyResourceTags', params, { ...TAG, signer: ALICE })
    expect(alice.error?.Code).toMatch(/^(?:UnauthorizedOperation|AuthFailure)/)
  })
})

describe('disks', () => {
  const volume = (id: string) => `qcs::cvm:ap-guangzhou:uin/:volume/${id}`
  const wanted = {
    ...{ Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89', InstanceType: 'S5.MEDIUM2' },
    DataDisks: [{ DiskType: 'CLOUD_SSD', DiskSize: 20 }, { DiskSize: 30 }],
  }

  /** A new instance and the ids of its disks. */
  async function withDisks(): Promise<readonly [id: string, ...disks: string[]]> {
    const { InstanceIdSet } = await room.ok('RunInstances', wanted)
    const [id = ''] = InstanceIdSet as string[]
    const { SystemDisk, DataDisks } = await room.settled(id)
    return [
      id,
      ...[SystemDisk, ...(DataDisks as object[])].map((disk) => (disk as { DiskId: string }).DiskId),
    ]
  }

  test('each has tags of its own, which are read again and go with the instance', async () => {
    const [id, system = '', first = '', second = ''] = await withDisks()
    await put(volume(system), { b: '2', a: '1' })
    await put(volume(second), { a: '3' })
    expect(await read('volume', [system, first, second, 'disk-00000000'])).toMatchObject({ TotalCount: 3 })
    expect((await read('volume', [system, first]))['Tags']).toMatchObject([
      { ResourceId: system, TagKey: 'a', TagValue: '1', ServiceType: 'cvm', Category: 'Custom' },
      { ResourceId: system, TagKey: 'b', TagValue: '2' },
    ])
    expect(await room.instance(id)).toMatchObject({ Tags: [] })
    await room.ok(
      'ModifyResourceTags',
      { Resource: volume(system), ReplaceTags: pairs({ a: 'new' }), DeleteTags: [{ TagKey: 'b' }] },
      TAG,
    )
    expect((await read('volume', [system]))['Tags']).toMatchObject([{ TagKey: 'a', TagValue: 'new' }])
    expect(await read('volume', [system], { ResourceRegion: 'ap-tokyo' })).toMatchObject({ TotalCount: 0 })
    await room.ok('TerminateInstances', { InstanceIds: [id] })
    await expect
      .poll(async () => {
        room.clock.advance(100)
        return (await read('volume', [system, second]))['Tags']
      })
      .toEqual([])
  })

  test('stay while the instance is busy, and when its system is new', async () => {
    const [id, system = ''] = await withDisks()
    await room.ok('ResetInstance', { InstanceId: id })
    await put(volume(system), { during: 'reset' })
    await room.settled(id)
    expect((await read('volume', [system]))['Tags']).toMatchObject([{ TagKey: 'during' }])
  })

  test('a disk that is not the caller’s, or not there, is unknown', async () => {
    const [, system = ''] = await withDisks()
    const unknown = refusal('InvalidParameterValue.ResourceIdInvalid', 'The resource does not exist.')
    const ReplaceTags = pairs({ a: '1' })
    for (const Resource of [
      volume('disk-00000000'),
      volume('skey-tagged01'),
      volume(system.replace('disk-', 'ldisk-')),
      volume(system).replace('ap-guangzhou', 'ap-tokyo'),
    ]) {
      expect(await modify({ Resource, ReplaceTags })).toEqual(unknown)
    }
    const theirs = { ...TAG, signer: STRANGER }
    const params = { Resource: volume(system), ReplaceTags }
    expect(await room.call('ModifyResourceTags', params, theirs)).toEqual(unknown)
    const asked = { ServiceType: 'cvm', ResourcePrefix: 'volume', ResourceRegion: 'ap-guangzhou' }
    await put(volume(system), { a: '1' })
    const listed = await room.ok(
      'DescribeResourceTagsByResourceIds',
      { ...asked, ResourceIds: [system] },
      theirs,
    )
    expect(listed).toMatchObject({ TotalCount: 0, Tags: [] })
  })

  test('carry fifty tags at most, and Lighthouse has none of this kind', async () => {
    const [, system = ''] = await withDisks()
    for (const from of [0, 1, 2, 3, 4]) {
      const ten = Array.from({ length: 10 }, (_, at) => [`many-${from}-${at}`, 'x'] as const)
      await put(volume(system), Object.fromEntries(ten))
    }
    const more = { Resource: volume(system), ReplaceTags: pairs({ more: 'x' }) }
    expect(await modify(more)).toEqual(refusal('LimitExceeded.ResourceAttachedTags', /50/))
    expect(
      await modify({ ...more, Resource: 'qcs::lighthouse:ap-guangzhou::volume/lhdisk-00000000' }),
    ).toEqual(refusal('InvalidParameterValue.ResourcePrefixInvalid', /`volume`/))
  })
})

test('security groups have no tags', async () => {
  expect(await read('sg', ['sg-default1'])).toMatchObject({ TotalCount: 0, Tags: [] })
})
