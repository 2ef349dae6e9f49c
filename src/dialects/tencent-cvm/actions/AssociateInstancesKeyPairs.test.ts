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

const STATES = [
  ['starting', 'Starting', 'The instance is starting up, and this operation is not supported.'],
  ['stopping', 'Stopping', 'The instance is being shut down, and this operation is not supported.'],
  ['rebooting', 'Rebooting', 'The instances are being restarted, and this operation is not supported.'],
  ['pending', 'Pending', 'The instances are being created, and this operation is not supported.'],
  ['terminating', 'Terminating', 'The instance is being terminated, and the operation is not supported.'],
  ['shutdown', 'Shutdown', 'Isolated instances do not support this operation.'],
  ['rescue', 'RescueMode', 'Instances in the rescue mode are not available for this operation.'],
  ['entering-rescue', 'EnterRescueMode', /entering the rescue mode/],
  ['exiting-rescue', 'ExitRescueMode', /exiting from the rescue mode/],
  ['live-migrating', 'EnterServiceLiveMigrate', /ENTER_SERVICE_LIVE_MIGRATE/],
  ['freezing', 'Freezing', 'The operation is not supported for the frozen instances.'],
  ['isolating', 'Isolating', 'Unable to isolate: the instance is isolated'],
  ['banned', 'Banning', /Banned/],
  ['corrupted', 'Corrupted', /Corrupted/],
] as const

const stateId = (index: number) => `ins-state${String(index).padStart(3, '0')}`

const room = cvmRoom(
  'keyPairs:\n' +
    seededKeyPair('skey-aaaaaaaa', 'a', 1) +
    seededKeyPair('skey-bbbbbbbb', 'b', 2) +
    'instances:\n' +
    seededInstance('ins-stopped1', `state: stopped, password: "${PASSWORD}"`) +
    seededInstance('ins-stopped2', 'state: stopped') +
    seededInstance('ins-stopped3', 'state: stopped') +
    seededInstance('ins-running1', `password: "${PASSWORD}"`) +
    seededInstance('ins-running2') +
    seededInstance('ins-windows1', 'os: windows, state: stopped') +
    seededInstance('ins-busy0001', 'state: stopped, busy: true') +
    seededInstance('ins-noloan01', 'state: stopped, stoppedMode: stop-charging') +
    seededInstance('ins-special1', 'state: stopped, supported: false') +
    STATES.map(([state], index) => seededInstance(stateId(index), `state: ${state}`)).join('') +
    '  - { dialect: tencent-cvm, account: acme, region: ap-beijing, id: ins-beijing1, state: stopped }\n',
)

const KeyIds = ['skey-aaaaaaaa']
function associate(InstanceIds: readonly string[], more = {}) {
  return room.call('AssociateInstancesKeyPairs', { InstanceIds, KeyIds, ...more })
}

describe('parsing', () => {
  test.each([
    [{ KeyIds }, missing('InstanceIds')],
    [{ InstanceIds: [], KeyIds }, missing('InstanceIds')],
    [{ InstanceIds: ['ins-stopped1'] }, missing('KeyIds')],
    [{ InstanceIds: ['ins-stopped1'], KeyIds, Bogus: 1 }, unknown('Bogus')],
    [{ InstanceIds: ['ins-1122'], KeyIds }, MALFORMED_INSTANCE],
    [
      { InstanceIds: ['i-1122'], KeyIds },
      refusal('InvalidParameterValue.InstanceIdMalformed', /ins-xxxxxxxx/),
    ],
    [{ InstanceIds: ['ins-stopped1'], KeyIds: ['skey-1122'] }, MALFORMED_KEY_PAIR],
    [{ InstanceIds: manyIds('ins-', 101), KeyIds }, tooMany('InstanceIds')],
    [{ InstanceIds: ['ins-stopped1'], KeyIds: manyIds('skey-', 101) }, tooMany('KeyIds')],
    [
      { InstanceIds: 'ins-stopped1', KeyIds },
      refusal('InvalidParameter', 'Parameter `InstanceIds` type error.'),
    ],
    [
      { InstanceIds: ['ins-stopped1'], KeyIds, ForceStop: 'maybe' },
      refusal('InvalidParameter', 'Parameter `ForceStop` type error.'),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('AssociateInstancesKeyPairs', params)).toEqual(expected)
  })

  test('a hundred ids are not too many', async () => {
    const answer = await associate(manyIds('ins-', 100), { KeyIds: [...KeyIds, ...KeyIds] })
    expect(answer.error?.Code).toBe('InvalidInstanceId.NotFound')
  })

  test.each(['get', 'v1'] as const)(
    '%s takes flattened lists and any spelling of a boolean',
    async (form) => {
      const params = { InstanceIds: ['ins-stopped3'], KeyIds, ForceStop: form === 'v1' ? 'TRUE' : 'True' }
      await room.ok('AssociateInstancesKeyPairs', params, { form })
      expect(await room.settled('ins-stopped3')).toMatchObject({ LoginSettings: { KeyIds } })
    },
  )
})

describe('refusals', () => {
  test('unknown ids, also those of another region and another account', async () => {
    expect(await associate(['ins-00000000'])).toEqual(NO_SUCH_INSTANCE)
    expect(await associate(['ins-stopped1'], { KeyIds: ['skey-00000000'] })).toEqual(NO_SUCH_KEY_PAIR)
    expect((await associate(['ins-beijing1'])).error?.Code).toBe('InvalidInstanceId.NotFound')
  })

  test.each(STATES.map(([state, code, message], index) => ({ state, code, message, id: stateId(index) })))(
    'an instance that is $state, ForceStop or not',
    async ({ id, code, message }) => {
      expect(await associate([id])).toEqual(inState(code, message))
      expect(await associate([id], { ForceStop: true })).toEqual(inState(code, message))
    },
  )

  test.each([
    [
      'ins-windows1',
      'UnsupportedOperation.InstanceOsWindows',
      /^The instance ins-windows1 with the Windows Server/,
    ],
    ['ins-busy0001', 'OperationDenied.InstanceOperationInProgress', /has an operation in progress/],
    ['ins-noloan01', 'UnsupportedOperation.StoppedModeStopCharging', /no charges when shut down/],
    [
      'ins-special1',
      'InvalidInstance.NotSupported',
      /`ins-special1` which are in operation or in a special state/,
    ],
  ])('%s: %s', async (id, code, message) => {
    expect(await associate([id])).toEqual(refusal(code, message))
  })

  test('a running instance without ForceStop, and nothing of the batch has changed', async () => {
    const before = await Promise.all(['ins-running1', 'ins-stopped1'].map((id) => room.instance(id)))
    expect(await associate(['ins-stopped1', 'ins-running1'])).toEqual(
      inState('Running', 'Running instances do not support this operation.'),
    )
    const after = await Promise.all(['ins-running1', 'ins-stopped1'].map((id) => room.instance(id)))
    expect(after).toEqual(before)
  })
})

describe('behaviour', () => {
  test('a stopped instance stays stopped; a second bind replaces the first', async () => {
    const first = await associate(['ins-stopped1', 'ins-stopped2'])
    expect(first.response).toEqual({ RequestId: first.requestId })
    expect(await room.settled('ins-stopped1')).toMatchObject({
      InstanceState: 'STOPPED',
      LatestOperation: 'AssociateInstancesKeyPairs',
      LatestOperationState: 'SUCCESS',
      LatestOperationRequestId: first.requestId,
      LoginSettings: { KeyIds },
    })
    await room.settled('ins-stopped2')
    await associate(['ins-stopped1'], { KeyIds: ['skey-bbbbbbbb'] })
    expect(await room.settled('ins-stopped1')).toMatchObject({ LoginSettings: { KeyIds: ['skey-bbbbbbbb'] } })
    const { KeyPairSet } = await room.ok('DescribeKeyPairs', { KeyIds })
    const [pair] = KeyPairSet as [{ AssociatedInstanceIds: string[] }]
    expect(pair.AssociatedInstanceIds).toContain('ins-stopped2')
    expect(pair.AssociatedInstanceIds).not.toContain('ins-stopped1')
  })

  test('a running instance goes off and on again, OPERATING all the while, and is busy for others', async () => {
    const { requestId } = await associate(['ins-running1'], { ForceStop: true })
    const latest = { LatestOperationState: 'OPERATING', LatestOperationRequestId: requestId }
    expect(await room.instance('ins-running1')).toMatchObject({ InstanceState: 'STOPPING', ...latest })
    expect(await associate(['ins-running1'], { ForceStop: true })).toEqual(
      refusal('MutexOperation.TaskRunning', 'Mutex task is running, please try later'),
    )
    expect(await room.call('StopInstances', { InstanceIds: ['ins-running1'] })).toEqual(
      refusal(
        'OperationDenied.InstanceOperationInProgress',
        'The instance has an operation in progress. Please try again later.',
      ),
    )
    expect(await room.settled('ins-running1')).toMatchObject({
      InstanceState: 'RUNNING',
      LatestOperationState: 'SUCCESS',
      LatestOperationRequestId: requestId,
      LoginSettings: { KeyIds },
    })
  })
})
