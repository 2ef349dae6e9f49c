import { describe, expect, test } from 'vitest'

import { missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  BUSY,
  CREATING,
  lighthouseRoom,
  MALFORMED_INSTANCE,
  MALFORMED_KEY_PAIR,
  NO_SUCH_INSTANCE,
  seededInstance,
  seededKeyPair,
  WRONG_STATE,
} from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom(
  'keyPairs:\n' +
    seededKeyPair('lhkp-aaaaaaaa', 'a', 1) +
    seededKeyPair('lhkp-bbbbbbbb', 'b', 2) +
    seededKeyPair('lhkp-tokyo001', 'far', 2, 'ap-tokyo') +
    'instances:\n' +
    seededInstance('lhins-running1', 'keyPairs: [a]') +
    seededInstance('lhins-stopped1', 'state: stopped, keyPairs: [a]') +
    seededInstance('lhins-keyless1', 'keyPairs: [a]') +
    seededInstance('lhins-windows1', 'os: windows') +
    seededInstance('lhins-tobewin1', 'keyPairs: [a]') +
    seededInstance('lhins-refused1') +
    seededInstance('lhins-rescue01', 'state: rescue') +
    seededInstance('lhins-shutdown', 'state: shutdown') +
    seededInstance('lhins-pending1', 'state: pending') +
    seededInstance('lhins-busy0001', 'busy: true') +
    seededInstance('lhins-tokyo001', '', 'ap-tokyo'),
)

const InstanceId = 'lhins-refused1'
const KeyIds = ['lhkp-bbbbbbbb']
const WINDOWS = 'lhbp-m1g6ap11'

async function access(id: string) {
  const owner = { account: '1000000001', dialect: 'tencent-lighthouse' }
  const [found] = await room.keyplane.core.database.instances.findByIds(owner, [id])
  return { allowsPassword: found?.allowsPassword, hasPassword: found?.passwordHash !== undefined }
}

describe('parsing', () => {
  test.each([
    [{}, missing('InstanceId')],
    [{ InstanceId: 'lhins-1122' }, MALFORMED_INSTANCE],
    [{ InstanceId, ImageId: 'img-00000000' }, unknown('ImageId')],
    [
      { InstanceId, BlueprintId: 'lhbp-1' },
      refusal('InvalidParameterValue.BlueprintIdMalformed', /blueprint ID/),
    ],
    [{ InstanceId, LoginConfiguration: { KeyIds: ['lhkp-1'] } }, MALFORMED_KEY_PAIR],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('ResetInstance', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  const COMBINATION = refusal('InvalidParameterValue.InvalidParameterCombination', /LoginConfiguration/)
  const NO_PAIR = refusal('ResourceNotFound.KeyPairNotFound', /does not exist/)
  test.each([
    [{ InstanceId: 'lhins-00000000' }, NO_SUCH_INSTANCE],
    [{ InstanceId: 'lhins-tokyo001' }, NO_SUCH_INSTANCE],
    [{ InstanceId: 'lhins-rescue01' }, WRONG_STATE],
    [{ InstanceId: 'lhins-shutdown' }, WRONG_STATE],
    [{ InstanceId: 'lhins-pending1' }, CREATING],
    [{ InstanceId: 'lhins-busy0001' }, BUSY],
    [
      { InstanceId, BlueprintId: 'lhbp-00000000' },
      refusal('ResourceNotFound.BlueprintIdNotFound', /blueprint ID does not exist/),
    ],
    [{ InstanceId, LoginConfiguration: { KeyIds: ['lhkp-00000000'] } }, NO_PAIR],
    [{ InstanceId, LoginConfiguration: { KeyIds: ['lhkp-tokyo001'] } }, NO_PAIR],
    [{ InstanceId, LoginConfiguration: { KeyIds, Password: 'Right-pw-1' } }, COMBINATION],
    [{ InstanceId, BlueprintId: WINDOWS, LoginConfiguration: { KeyIds } }, COMBINATION],
    [{ InstanceId: 'lhins-windows1', LoginConfiguration: { KeyIds } }, COMBINATION],
    [
      { InstanceId, LoginConfiguration: { Password: 'short' } },
      refusal('InvalidParameterValue.InvalidPassword', /complexity/),
    ],
  ])('%j', async (params, expected) => {
    expect(await room.call('ResetInstance', params)).toEqual(expected)
    expect(await room.instance(InstanceId)).toMatchObject({ LatestOperation: 'CreateInstances' })
  })

  test('abroad Windows does not replace Linux; a small machine takes no large blueprint', async () => {
    const abroad = { region: 'ap-tokyo' }
    const params = { InstanceId: 'lhins-tokyo001', BlueprintId: WINDOWS }
    expect(await room.call('ResetInstance', params, abroad)).toEqual(
      refusal('InvalidParameterValue.NotAllowToChangePlatformType', /type of the instance/),
    )
    const { InstanceIdSet } = await room.ok('CreateInstances', {
      ...{ BundleId: 'bundle_2022_std_1c1g', BlueprintId: 'lhbp-mxml4cnq' },
      InstanceChargePrepaid: { Period: 1 },
    })
    const [small = ''] = InstanceIdSet as string[]
    await room.settled(small)
    expect(await room.call('ResetInstance', { InstanceId: small, BlueprintId: 'lhbp-5e8807sc' })).toEqual(
      refusal('InvalidParameterValue.BlueprintConfigNotMatch', /too small/),
    )
  })
})

describe('behaviour', () => {
  test('OPERATING at once; ends RUNNING with the new system and the new pair, from whatever state', async () => {
    for (const id of ['lhins-running1', 'lhins-stopped1']) {
      const { RequestId } = await room.ok('ResetInstance', {
        ...{ InstanceId: id, BlueprintId: 'lhbp-6p3qtx0j', LoginConfiguration: { KeyIds } },
      })
      const latest = { LatestOperation: 'ResetInstance', LatestOperationRequestId: RequestId }
      expect(await room.instance(id)).toMatchObject({ ...latest, LatestOperationState: 'OPERATING' })
      expect((await room.call('ResetInstance', { InstanceId: id })).error?.Code).toMatch(
        /^(UnsupportedOperation.LatestOperationUnfinished|OperationDenied.InstanceOperationInProgress)$/,
      )
      expect(await room.settled(id)).toMatchObject({
        ...{ ...latest, LatestOperationState: 'SUCCESS', InstanceState: 'RUNNING' },
        ...{ BlueprintId: 'lhbp-6p3qtx0j', OsName: 'Ubuntu Server 22.04 LTS 64bit', Platform: 'UBUNTU' },
        LoginSettings: { KeyIds },
      })
      expect(await access(id)).toEqual({ allowsPassword: false, hasPassword: false })
    }
    const { KeyPairSet } = await room.ok('DescribeKeyPairs', { KeyIds })
    const [pair] = KeyPairSet as [{ AssociatedInstanceSet: unknown[] }]
    expect(pair.AssociatedInstanceSet).toContainEqual({ InstanceId: 'lhins-running1', Username: 'ubuntu' })
  })

  test('without a login configuration nobody can log in until one is set; the system stays', async () => {
    await room.ok('ResetInstance', { InstanceId: 'lhins-keyless1' })
    expect(await room.settled('lhins-keyless1')).toMatchObject({
      ...{ InstanceState: 'RUNNING', LoginSettings: { KeyIds: [] }, BlueprintId: 'lhbp-f1lkcd41' },
    })
    expect(await access('lhins-keyless1')).toEqual({ allowsPassword: false, hasPassword: false })
  })

  test('in the mainland Windows may replace Linux, with a password of its rule', async () => {
    const params = { InstanceId: 'lhins-tobewin1', BlueprintId: WINDOWS }
    expect(
      await room.call('ResetInstance', { ...params, LoginConfiguration: { Password: 'Short-pw-1' } }),
    ).toEqual(refusal('InvalidParameterValue.InvalidPassword', /complexity/))
    await room.ok('ResetInstance', { ...params, LoginConfiguration: { Password: 'Long-enough-pw-1' } })
    expect(await room.settled('lhins-tobewin1')).toMatchObject({
      ...{ PlatformType: 'WINDOWS', InstanceState: 'RUNNING', LoginSettings: { KeyIds: [] } },
    })
    expect(await access('lhins-tobewin1')).toEqual({ allowsPassword: true, hasPassword: true })
  })
})
