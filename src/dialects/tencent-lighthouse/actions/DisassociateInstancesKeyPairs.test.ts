import { describe, expect, test } from 'vitest'

import { manyIds, missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  BUSY,
  CREATING,
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

const room = lighthouseRoom(
  'keyPairs:\n' +
    seededKeyPair('lhkp-aaaaaaaa', 'a', 1) +
    seededKeyPair('lhkp-bbbbbbbb', 'b', 2) +
    'instances:\n' +
    seededInstance('lhins-running1', 'keyPairs: [a, b]') +
    seededInstance('lhins-stopped1', 'state: stopped, keyPairs: [a]') +
    seededInstance('lhins-online01', 'keyPairs: [a]') +
    seededInstance('lhins-bare0001') +
    seededInstance('lhins-windows1', 'os: windows') +
    seededInstance('lhins-busy0001', 'busy: true, keyPairs: [a]') +
    seededInstance('lhins-pending1', 'state: pending') +
    seededInstance('lhins-gone0001', 'state: shutdown, keyPairs: [a]'),
)

const KeyIds = ['lhkp-aaaaaaaa']
const NOT_BOUND = refusal(
  'UnsupportedOperation.KeyPairNotBoundToInstance',
  'Unsupported operation: key pairs that are not bound to instances cannot be unbound from instances.',
)
function disassociate(InstanceIds: readonly string[], more = {}) {
  return room.call('DisassociateInstancesKeyPairs', { InstanceIds, KeyIds, ...more })
}

describe('parsing', () => {
  test.each([
    [{ KeyIds }, missing('InstanceIds')],
    [{ InstanceIds: ['lhins-running1'] }, missing('KeyIds')],
    [{ InstanceIds: ['lhins-running1'], KeyIds, Now: true }, unknown('Now')],
    [{ InstanceIds: ['lhins-1122'], KeyIds }, MALFORMED_INSTANCE],
    [{ InstanceIds: ['lhins-running1'], KeyIds: ['lhkp-1122'] }, MALFORMED_KEY_PAIR],
    [{ InstanceIds: ['lhins-running1', 'lhins-running1'], KeyIds }, DUPLICATED],
    [{ InstanceIds: ['lhins-running1'], KeyIds: manyIds('lhkp-', 101) }, tooMany('KeyIds')],
    [{ InstanceIds: ['lhins-running1'], KeyIds, DisassociateType: '' }, outside('DisassociateType')],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DisassociateInstancesKeyPairs', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    ['lhins-00000000', NO_SUCH_INSTANCE],
    ['lhins-bare0001', NOT_BOUND],
    ['lhins-windows1', NOT_BOUND],
    ['lhins-busy0001', BUSY],
    ['lhins-pending1', CREATING],
    ['lhins-gone0001', WRONG_STATE],
  ])('%s, and the rest of the batch keeps its pair', async (id, expected) => {
    expect(await disassociate(['lhins-stopped1', id])).toEqual(expected)
    expect(await room.instance('lhins-stopped1')).toMatchObject({
      ...{ LatestOperationState: 'SUCCESS', LoginSettings: { KeyIds } },
    })
  })

  test('an unknown pair; a pair that only others have; another user', async () => {
    expect(await disassociate(['lhins-stopped1'], { KeyIds: ['lhkp-00000000'] })).toEqual(NO_SUCH_KEY_PAIR)
    const both = { KeyIds: ['lhkp-aaaaaaaa', 'lhkp-bbbbbbbb'] }
    expect(await disassociate(['lhins-stopped1'], both)).toEqual(NOT_BOUND)
    const offline = { DisassociateType: 'OFFLINE', Username: 'root' }
    expect(await disassociate(['lhins-stopped1'], offline)).toEqual(
      refusal('InvalidParameter', /not allowed with `DisassociateType` `OFFLINE`/),
    )
    expect(await disassociate(['lhins-stopped1'], { Username: 'guest' })).toEqual(
      refusal('UnsupportedOperation.KeyPairUnbindUsernameMismatch', /differs from the one used/),
    )
  })
})

describe('behaviour', () => {
  test('a running instance is stopped and started again; other pairs stay', async () => {
    const { requestId } = await disassociate(['lhins-running1'])
    expect(await room.instance('lhins-running1')).toMatchObject({
      ...{ InstanceState: 'STOPPING', LatestOperationState: 'OPERATING' },
    })
    expect(await room.settled('lhins-running1')).toMatchObject({
      ...{ InstanceState: 'RUNNING', LatestOperationState: 'SUCCESS', LatestOperationRequestId: requestId },
      ...{ LatestOperation: 'DisassociateInstancesKeyPairs', LoginSettings: { KeyIds: ['lhkp-bbbbbbbb'] } },
    })
  })

  test('ONLINE goes without a stop', async () => {
    await disassociate(['lhins-online01'], { DisassociateType: 'ONLINE', Username: 'root' })
    expect(await room.instance('lhins-online01')).toMatchObject({ InstanceState: 'RUNNING' })
    expect(await room.settled('lhins-online01')).toMatchObject({ LoginSettings: { KeyIds: [] } })
  })
})
