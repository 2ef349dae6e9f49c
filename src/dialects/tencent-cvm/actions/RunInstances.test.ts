import { describe, expect, test } from 'vitest'

import { like, missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { cvmRoom, MALFORMED_KEY_PAIR, seededKeyPair } from '../test-support/cvm-room.ts'

const room = cvmRoom('keyPairs:\n' + seededKeyPair('skey-aaaaaaaa', 'a', 1))

const PLAIN = { Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89' }
const WINDOWS = { ...PLAIN, ImageId: 'img-bhvhr6pr' }
const KeyIds = ['skey-aaaaaaaa']

async function run(more: object): Promise<string[]> {
  const { InstanceIdSet } = await room.ok('RunInstances', { ...PLAIN, ...more })
  return InstanceIdSet as string[]
}

describe('parsing', () => {
  test.each([
    [{ ImageId: PLAIN.ImageId }, missing('Placement')],
    [{ ...PLAIN, Placement: {} }, missing('Placement.Zone')],
    [{ Placement: PLAIN.Placement }, missing('ImageId')],
    [{ ...PLAIN, Colour: 'red' }, unknown('Colour')],
    [{ ...PLAIN, ImageId: 'img-1' }, refusal('InvalidImageId.Malformed', /`img-1`/)],
    [{ ...PLAIN, InstanceType: 'huge' }, refusal('InvalidInstanceType.Malformed', /`huge`/)],
    [{ ...PLAIN, InstanceType: 'S5.9999XLARGE16' }, refusal('InvalidInstanceType.Malformed', /S5/)],
    [{ ...PLAIN, InstanceType: 'S5.SMALL999999' }, refusal('InvalidInstanceType.Malformed', /S5/)],
    [{ ...PLAIN, InstanceType: 'x'.repeat(99) }, refusal('InvalidInstanceType.Malformed', /`x{40}`/)],
    [{ ...PLAIN, Placement: { Zone: 'z'.repeat(99) } }, refusal('InvalidZone.MismatchRegion', /`z{40}`/)],
    [{ ...PLAIN, InstanceCount: 0 }, refusal('InvalidParameterValue.Range', /from 1 to 500/)],
    [{ ...PLAIN, InstanceCount: '' }, refusal('InvalidParameter', /`InstanceCount` type error/)],
    [{ ...PLAIN, SystemDisk: { DiskSize: -5 } }, refusal('InvalidParameterValue', /DiskSize/)],
    [{ ...PLAIN, DataDisks: [{ DiskSize: -3 }] }, refusal('InvalidParameterValue', /DiskSize/)],
    [
      { ...PLAIN, InternetAccessible: { InternetMaxBandwidthOut: -9 } },
      refusal('InvalidParameterValue', /InternetMaxBandwidthOut/),
    ],
    [
      { ...PLAIN, MinCount: 2 },
      refusal('InvalidParameterValue.InvalidParameterMinCount', /greater than `InstanceCount`/),
    ],
    [{ ...PLAIN, InstanceName: 'n'.repeat(129) }, refusal('InvalidInstanceName.TooLong', /128 bytes/)],
    [
      { ...PLAIN, VirtualPrivateCloud: { VpcId: 'vpc-1', SubnetId: 'subnet-12345678' } },
      refusal('InvalidParameterValue.VpcIdMalformed', /vpc-xxxxxxxx/),
    ],
    [
      { ...PLAIN, VirtualPrivateCloud: { VpcId: 'DEFAULT', SubnetId: 'subnet' } },
      refusal('InvalidParameterValue.SubnetIdMalformed', /subnet-xxxxxxxx/),
    ],
    [
      {
        ...PLAIN,
        TagSpecification: [
          {
            ResourceType: 'instance',
            Tags: [
              { Key: 'a', Value: '1' },
              { Key: 'a', Value: '2' },
            ],
          },
        ],
      },
      refusal('InvalidParameterValue.DuplicateTags', /`a`/),
    ],
    [{ ...PLAIN, UserData: 'not base64' }, refusal('InvalidParameterValue.InvalidUserDataFormat', /base64/)],
    [{ ...PLAIN, CamRoleName: 'ä' }, refusal('InvalidParameterValue.CamRoleNameMalformed', /letters/)],
    [{ ...PLAIN, ClientToken: 't'.repeat(65) }, refusal('InvalidClientToken.TooLong', /64 ASCII/)],
    [{ ...PLAIN, ClientToken: 'ä' }, refusal('InvalidClientToken.TooLong', /64 ASCII/)],
    [{ ...PLAIN, InstanceChargeType: 'FREE' }, refusal('InvalidParameterValue', /`InstanceChargeType`/)],
    [{ ...PLAIN, InstanceChargeType: 'PREPAID' }, missing('InstanceChargePrepaid')],
    [
      { ...PLAIN, InstanceChargeType: 'PREPAID', InstanceChargePrepaid: { Period: 13 } },
      refusal('InvalidPeriod', /InstanceChargePrepaid.Period/),
    ],
    [{ ...PLAIN, LoginSettings: { KeyIds: ['skey-1122'] } }, MALFORMED_KEY_PAIR],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('RunInstances', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    [
      { ...PLAIN, Placement: { Zone: 'ap-beijing-3' } },
      refusal('InvalidZone.MismatchRegion', /`ap-beijing-3`/),
    ],
    [
      { ...PLAIN, LoginSettings: { KeyIds: ['skey-00000000'] } },
      refusal('InvalidParameterValue.KeyPairNotFound', 'The key pair `skey-00000000` does not exist.'),
    ],
    [
      { ...PLAIN, DryRun: true, LoginSettings: { KeyIds: ['skey-00000000'] } },
      refusal('InvalidParameterValue.KeyPairNotFound', /skey-00000000/),
    ],
    [
      { ...PLAIN, LoginSettings: { KeyIds, Password: 'Right-pw-1' } },
      refusal('InvalidParameterCombination', /exclude each other/),
    ],
    [
      { ...PLAIN, LoginSettings: { KeyIds, KeepImageLogin: 'TRUE' } },
      refusal('InvalidParameterCombination', /exclude each other/),
    ],
    [
      { ...WINDOWS, LoginSettings: { KeyIds } },
      refusal('UnsupportedOperation.KeyPairUnsupportedWindows', /Windows/),
    ],
    [
      { ...PLAIN, LoginSettings: { Password: 'onlylowercase' } },
      refusal('InvalidParameterValue.InvalidPassword', /complexity/),
    ],
    [
      { ...WINDOWS, LoginSettings: { Password: 'Short-pw-1' } },
      refusal('InvalidParameterValue.InvalidPassword', /complexity/),
    ],
    [
      { ...WINDOWS, HostName: 'fourteen-chars', InstanceCount: 100 },
      refusal('InvalidParameterValue.IllegalHostName', /`HostName`/),
    ],
  ])('%j', async (params, expected) => {
    expect(await room.call('RunInstances', params)).toEqual(expected)
    expect(await room.ok('DescribeInstances', { Limit: 1 })).toMatchObject({ TotalCount: 0 })
  })
})

describe('behaviour', () => {
  test('a dry run that would succeed creates nothing', async () => {
    const answer = await room.ok('RunInstances', { ...PLAIN, DryRun: true, LoginSettings: { KeyIds } })
    expect(Object.keys(answer)).toEqual(['RequestId'])
    expect(await room.ok('DescribeInstances')).toMatchObject({ TotalCount: 0 })
  })

  test('PENDING at once with its key bound, then RUNNING', async () => {
    const LoginSettings = { KeyIds }
    const { InstanceIdSet, RequestId } = await room.ok('RunInstances', { ...PLAIN, LoginSettings })
    const [id = ''] = InstanceIdSet as string[]
    expect(id).toMatch(/^ins-[0-9a-z]{8}$/)
    expect(await room.instance(id)).toMatchObject({
      ...{ InstanceState: 'PENDING', LoginSettings, InstanceName: 'Unnamed' },
      ...{ LatestOperation: 'RunInstances', LatestOperationState: 'OPERATING' },
      LatestOperationRequestId: RequestId,
    })
    expect(await room.call('DeleteKeyPairs', { KeyIds })).toEqual(
      refusal('InvalidParameterValue.KeyPairNotSupported', /skey-aaaaaaaa/),
    )
    expect(await room.settled(id)).toMatchObject({
      InstanceState: 'RUNNING',
      LatestOperationState: 'SUCCESS',
    })
  })

  test('names several instances by pattern or by number', async () => {
    const names = async (ids: string[]) =>
      Promise.all(ids.map(async (id) => (await room.instance(id))['InstanceName']))
    expect(await names(await run({ InstanceName: 'web', InstanceCount: 2 }))).toEqual(['web1', 'web2'])
    expect(await names(await run({ InstanceName: 'web', InstanceCount: 1 }))).toEqual(['web'])
    const padded = { InstanceName: 'web{R:9,F:3}x', InstanceCount: 2 }
    expect(await names(await run(padded))).toEqual(['web009x', 'web010x'])
  })

  test('shows what it was given', async () => {
    const given = {
      InstanceType: 'SA5.2XLARGE16',
      SystemDisk: { DiskType: 'CLOUD_BSSD', DiskSize: 100, DiskName: 'root' },
      DataDisks: [{ DiskType: 'CLOUD_SSD', DiskSize: 20, DeleteWithInstance: true }],
      VirtualPrivateCloud: { VpcId: 'vpc-12345678', SubnetId: 'subnet-12345678' },
      InternetAccessible: { InternetMaxBandwidthOut: 10, PublicIpAssigned: true },
      SecurityGroupIds: ['sg-12345678'],
      InstanceChargeType: 'PREPAID',
      InstanceChargePrepaid: { Period: 12, RenewFlag: 'NOTIFY_AND_AUTO_RENEW' },
    }
    const [id = ''] = await run(given)
    const shown = await room.instance(id)
    const { InstanceChargePrepaid: _, ...echoed } = given
    expect(shown).toMatchObject({ ...echoed, CPU: 8, Memory: 16, RenewFlag: 'NOTIFY_AND_AUTO_RENEW' })
    const years = new Date(String(shown['ExpiredTime'])).getUTCFullYear() - new Date().getUTCFullYear()
    expect(years).toBe(1)
  })

  test('host names are numbered like names; what has no effect is not shown again', async () => {
    const ignored = { SystemDisk: { CdcId: 'cdc-1', DiskId: 'disk-mine0000' }, HostName: 'node{R:1,F:2}' }
    const ids = await run({ ...ignored, InstanceCount: 2 })
    const found = await room.keyplane.core.database.instances.findByIds(
      { account: '1000000001', dialect: 'tencent-cvm' },
      ids,
    )
    expect(found.map(({ hostName }) => hostName).toSorted()).toEqual(['node01', 'node02'])
    const { SystemDisk } = await room.instance(ids[0] ?? '')
    expect(SystemDisk).toEqual({
      ...{ DiskType: 'CLOUD_PREMIUM', DiskId: like(/^disk-/), DiskSize: 50, DiskName: '', Encrypt: false },
    })
  })

  test("an unknown image is somebody's own Linux; a Windows image makes a Windows instance", async () => {
    const [own = ''] = await run({ ImageId: 'img-00000000' })
    expect(await room.instance(own)).toMatchObject({ DefaultLoginUser: 'root' })
    const [windows = ''] = await run(WINDOWS)
    expect(await room.instance(windows)).toMatchObject({ DefaultLoginUser: 'Administrator' })
  })
})
