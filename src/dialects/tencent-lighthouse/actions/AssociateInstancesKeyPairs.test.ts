import { describe, expect, test } from 'vitest'

import { manyIds, missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  BUSY,
  CREATING,
  IN_PROGRESS,
  DUPLICATED,
  lighthouseRoom,
  MALFORMED_INSTANCE,
  MALFORMED_KEY_PAIR,
  NO_SUCH_INSTANCE,
  NO_SUCH_KEY_PAIR,
  outside,
  seededInstance,
  seededKeyPair,
  tooMany,
  WRONG_STATE,
} from '../test-support/lighthouse-room.ts'

const WRONG_STATES = [
  ...['starting', 'stopping', 'rebooting', 'terminating', 'shutdown', 'rescue', 'entering-rescue'],
  ...['exiting-rescue', 'freezing', 'isolating', 'banned', 'corrupted'],
]
const stateId = (index: number) => `lhins-state${String(index).padStart(3, '0')}`

const room = lighthouseRoom(
  'keyPairs:\n' +
    seededKeyPair('lhkp-aaaaaaaa', 'a', 1) +
    seededKeyPair('lhkp-bbbbbbbb', 'b', 2) +
    seededKeyPair('lhkp-tokyo001', 'a', 1, 'ap-tokyo') +
    'instances:\n' +
    seededInstance('lhins-running1') +
    seededInstance('lhins-running2') +
    seededInstance('lhins-stopped1', 'state: stopped') +
    seededInstance('lhins-windows1', 'os: windows') +
    seededInstance('lhins-busy0001', 'busy: true') +
    seededInstance('lhins-pending1', 'state: pending') +
    seededInstance('lhins-tokyo001', '', 'ap-tokyo') +
    WRONG_STATES.map((state, index) => seededInstance(stateId(index), `state: ${state}`)).join(''),
)

const KeyIds = ['lhkp-aaaaaaaa']
function associate(InstanceIds: readonly string[], more = {}) {
  return room.call('AssociateInstancesKeyPairs', { InstanceIds, KeyIds, ...more })
}

describe('parsing', () => {
  test.each([
    [{ KeyIds }, missing('InstanceIds')],
    [{ InstanceIds: ['lhins-running1'] }, missing('KeyIds')],
    [{ InstanceIds: ['lhins-running1'], KeyIds, ForceStop: true }, unknown('ForceStop')],
    [{ InstanceIds: ['ins-running1'], KeyIds }, MALFORMED_INSTANCE],
    [{ InstanceIds: ['lhins-running1'], KeyIds: ['skey-aaaaaaaa'] }, MALFORMED_KEY_PAIR],
    [{ InstanceIds: ['lhins-running1', 'lhins-running1'], KeyIds }, DUPLICATED],
    [{ InstanceIds: ['lhins-running1'], KeyIds: [...KeyIds, ...KeyIds] }, DUPLICATED],
    [{ InstanceIds: manyIds('lhins-', 101), KeyIds }, tooMany('InstanceIds')],
    [{ InstanceIds: ['lhins-running1'], KeyIds, AssociateType: 'LATER' }, outside('AssociateType')],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('AssociateInstancesKeyPairs', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test('unknown ids; instances and pairs of other regions are unknown here', async () => {
    expect(await associate(['lhins-00000000'])).toEqual(NO_SUCH_INSTANCE)
    expect(await associate(['lhins-tokyo001'])).toEqual(NO_SUCH_INSTANCE)
    expect(await associate(['lhins-running1'], { KeyIds: ['lhkp-tokyo001'] })).toEqual(NO_SUCH_KEY_PAIR)
  })

  test.each(WRONG_STATES.map((state, index) => ({ state, id: stateId(index) })))(
    'an instance that is $state',
    async ({ id }) => {
      expect(await associate([id])).toEqual(WRONG_STATE)
    },
  )

  test.each([
    ['lhins-pending1', CREATING],
    ['lhins-busy0001', BUSY],
    ['lhins-windows1', refusal('UnsupportedOperation.WindowsNotAllowToAssociateKeyPair', /`lhins-windows1`/)],
  ])('%s, and nothing of the batch has changed', async (id, expected) => {
    expect(await associate(['lhins-running1', id])).toEqual(expected)
    expect(await room.instance('lhins-running1')).toMatchObject({
      ...{ LatestOperation: 'CreateInstances', LoginSettings: { KeyIds: [] } },
    })
  })

  test('a user name without ONLINE, or of somebody else than the login user', async () => {
    expect(await associate(['lhins-running1'], { Username: 'root' })).toEqual(
      refusal('InvalidParameter', 'The parameter `Username` is allowed with `AssociateType` `ONLINE` only.'),
    )
    const online = { AssociateType: 'ONLINE', Username: 'guest' }
    expect(await associate(['lhins-running1'], online)).toEqual(outside('Username'))
  })
})

describe('behaviour', () => {
  test('a running instance is stopped and started again, a stopped one stays stopped', async () => {
    const { requestId } = await associate(['lhins-running1', 'lhins-stopped1'])
    expect(await room.instance('lhins-running1')).toMatchObject({
      ...{ InstanceState: 'STOPPING', LatestOperation: 'AssociateInstancesKeyPairs' },
      ...{ LatestOperationState: 'OPERATING', LatestOperationRequestId: requestId },
    })
    expect(await associate(['lhins-running1'])).toEqual(IN_PROGRESS)
    for (const [id, InstanceState] of [
      ['lhins-running1', 'RUNNING'],
      ['lhins-stopped1', 'STOPPED'],
    ] as const) {
      expect(await room.settled(id)).toMatchObject({
        ...{ InstanceState, LatestOperationState: 'SUCCESS', LoginSettings: { KeyIds } },
        LatestOperationRequestId: requestId,
      })
    }
    const { KeyPairSet } = await room.ok('DescribeKeyPairs', { KeyIds })
    const [pair] = KeyPairSet as [{ AssociatedInstanceSet: unknown[] }]
    expect(pair.AssociatedInstanceSet).toContainEqual({ InstanceId: 'lhins-stopped1', Username: 'root' })
  })

  test('ONLINE goes without a stop; the set is replaced', async () => {
    for (const keyId of ['lhkp-aaaaaaaa', 'lhkp-bbbbbbbb']) {
      const online = { KeyIds: [keyId], AssociateType: 'ONLINE', Username: 'root' }
      expect((await associate(['lhins-running2'], online)).error).toBeUndefined()
      expect(await room.instance('lhins-running2')).toMatchObject({ InstanceState: 'RUNNING' })
      expect(await room.settled('lhins-running2')).toMatchObject({ LoginSettings: { KeyIds: [keyId] } })
    }
  })
})
