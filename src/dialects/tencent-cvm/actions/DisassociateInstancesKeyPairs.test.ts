import { describe, expect, test } from 'vitest'

import { manyIds, missing, PASSWORD, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  cvmRoom,
  inState,
  MALFORMED_INSTANCE,
  MALFORMED_KEY_PAIR,
  NO_SUCH_INSTANCE,
  NO_SUCH_KEY_PAIR,
  seededInstance,
  seededKeyPair,
  tooMany,
} from '../test-support/cvm-room.ts'

const room = cvmRoom(
  'keyPairs:\n' +
    seededKeyPair('skey-aaaaaaaa', 'a', 1) +
    seededKeyPair('skey-bbbbbbbb', 'b', 2) +
    'instances:\n' +
    seededInstance('ins-running1', `password: "${PASSWORD}", keyPairs: [a, b]`) +
    seededInstance('ins-stopped1', 'state: stopped, keyPairs: [a]') +
    seededInstance('ins-bare0001', 'state: stopped') +
    seededInstance('ins-bare0002', '') +
    seededInstance('ins-banned01', 'state: banned, keyPairs: [a]') +
    seededInstance('ins-rescue01', 'state: entering-rescue, keyPairs: [a]') +
    seededInstance('ins-busy0001', 'state: stopped, busy: true, keyPairs: [a]') +
    seededInstance('ins-windows1', 'os: windows, state: stopped'),
)

const KeyIds = ['skey-aaaaaaaa']
function disassociate(InstanceIds: readonly string[], more = {}) {
  return room.call('DisassociateInstancesKeyPairs', { InstanceIds, KeyIds, ...more })
}

describe('parsing', () => {
  test.each([
    [{ KeyIds }, missing('InstanceIds')],
    [{ InstanceIds: ['ins-stopped1'] }, missing('KeyIds')],
    [{ InstanceIds: ['ins-stopped1'], KeyIds, Force: true }, unknown('Force')],
    [{ InstanceIds: ['ins-1122'], KeyIds }, MALFORMED_INSTANCE],
    [{ InstanceIds: ['ins-stopped1'], KeyIds: ['skey-1122'] }, MALFORMED_KEY_PAIR],
    [{ InstanceIds: manyIds('ins-', 101), KeyIds }, tooMany('InstanceIds')],
    [{ InstanceIds: ['ins-stopped1'], KeyIds: manyIds('skey-', 101) }, tooMany('KeyIds')],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DisassociateInstancesKeyPairs', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test('what does not exist', async () => {
    expect(await disassociate(['ins-00000000'])).toEqual(NO_SUCH_INSTANCE)
    expect(await disassociate(['ins-stopped1'], { KeyIds: ['skey-00000000'] })).toEqual(NO_SUCH_KEY_PAIR)
  })

  test.each([
    ['ins-running1', 'InstanceStateRunning', /^Running instances do not/],
    ['ins-banned01', 'InstanceStateBanning', /Banned/],
    ['ins-rescue01', 'InstanceStateEnterRescueMode', /entering/],
    ['ins-windows1', 'InstanceOsWindows', /operating system does not support/],
  ])('%s: %s', async (id, code, message) => {
    expect(await disassociate([id])).toEqual(refusal(`UnsupportedOperation.${code}`, message))
  })

  test('a busy instance', async () => {
    expect(await disassociate(['ins-busy0001'])).toEqual(
      refusal('OperationDenied.InstanceOperationInProgress', /try again later/),
    )
  })

  test('a running instance in a batch: the stopped one keeps its pair', async () => {
    expect(await disassociate(['ins-stopped1', 'ins-running1'])).toEqual(inState('Running', /Running/))
    expect(await room.instance('ins-stopped1')).toMatchObject({ LoginSettings: { KeyIds } })
  })
})

describe('behaviour', () => {
  test('takes away the pairs named, and leaves the others', async () => {
    const { requestId } = await disassociate(['ins-running1'], { ForceStop: true })
    expect(await room.instance('ins-running1')).toMatchObject({ LatestOperationState: 'OPERATING' })
    expect(await room.settled('ins-running1')).toMatchObject({
      InstanceState: 'RUNNING',
      LatestOperation: 'DisassociateInstancesKeyPairs',
      LatestOperationRequestId: requestId,
      LoginSettings: { KeyIds: ['skey-bbbbbbbb'] },
    })
  })

  test('a pair that is not bound is passed over: at once SUCCESS, the machine goes on running', async () => {
    const { requestId, error } = await disassociate(['ins-bare0001', 'ins-bare0002'], { ForceStop: true })
    expect(error).toBeUndefined()
    const latest = { LatestOperationState: 'SUCCESS', LatestOperationRequestId: requestId }
    expect(await room.instance('ins-bare0001')).toMatchObject({ InstanceState: 'STOPPED', ...latest })
    expect(await room.instance('ins-bare0002')).toMatchObject({ InstanceState: 'RUNNING', ...latest })
  })

  test('the unbound pair is no longer associated', async () => {
    await room.ok('DisassociateInstancesKeyPairs', { InstanceIds: ['ins-stopped1'], KeyIds })
    await room.settled('ins-stopped1')
    const { KeyPairSet } = await room.ok('DescribeKeyPairs', { KeyIds })
    const [pair] = KeyPairSet as [{ AssociatedInstanceIds: string[] }]
    expect(pair.AssociatedInstanceIds).not.toContain('ins-stopped1')
  })
})
