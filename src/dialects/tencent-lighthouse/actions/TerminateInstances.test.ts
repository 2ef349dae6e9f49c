import { describe, expect, test } from 'vitest'

import { missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  BUSY,
  CREATING,
  DUPLICATED,
  lighthouseRoom,
  MALFORMED_INSTANCE,
  NO_SUCH_INSTANCE,
  seededInstance,
  seededKeyPair,
  WRONG_STATE,
} from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom(
  'keyPairs:\n' +
    seededKeyPair('lhkp-aaaaaaaa', 'a', 1) +
    'instances:\n' +
    seededInstance('lhins-ready001', 'state: shutdown, keyPairs: [a]') +
    seededInstance('lhins-running1') +
    seededInstance('lhins-stopped1', 'state: stopped') +
    seededInstance('lhins-pending1', 'state: pending') +
    seededInstance('lhins-busy0001', 'state: shutdown, busy: true'),
)

const InstanceIds = ['lhins-ready001']

describe('parsing', () => {
  test.each([
    [{}, missing('InstanceIds')],
    [{ InstanceIds, ReleaseAddress: true }, unknown('ReleaseAddress')],
    [{ InstanceIds: ['lhins-1122'] }, MALFORMED_INSTANCE],
    [{ InstanceIds: [...InstanceIds, ...InstanceIds] }, DUPLICATED],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('TerminateInstances', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each([
    ['lhins-00000000', NO_SUCH_INSTANCE],
    ['lhins-running1', WRONG_STATE],
    ['lhins-stopped1', WRONG_STATE],
    ['lhins-pending1', CREATING],
    ['lhins-busy0001', BUSY],
  ])('%s: only an isolated instance is destroyed', async (id, expected) => {
    expect(await room.call('TerminateInstances', { InstanceIds: [...InstanceIds, id] })).toEqual(expected)
    expect(await room.instance('lhins-ready001')).toMatchObject({ InstanceState: 'SHUTDOWN' })
  })
})

describe('behaviour', () => {
  test('TERMINATING, then gone with its bindings', async () => {
    await room.ok('TerminateInstances', { InstanceIds })
    expect(await room.instance('lhins-ready001')).toMatchObject({ InstanceState: 'TERMINATING' })
    await room.gone('lhins-ready001')
    const { KeyPairSet } = await room.ok('DescribeKeyPairs')
    expect(KeyPairSet).toMatchObject([{ AssociatedInstanceIds: [], AssociatedInstanceSet: [] }])
    const gone = refusal('ResourceNotFound.InstanceNotFound', 'The instance does not exist.')
    expect(await room.call('TerminateInstances', { InstanceIds })).toEqual(gone)
    const withStranger = [...InstanceIds, 'lhins-00000000']
    expect(await room.call('StartInstances', { InstanceIds: withStranger })).toEqual(NO_SUCH_INSTANCE)
  })
})
