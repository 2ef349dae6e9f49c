import { describe, expect, test } from 'vitest'

import { manyIds, missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import {
  cvmRoom,
  inState,
  MALFORMED_INSTANCE,
  NO_SUCH_INSTANCE,
  seededInstance,
  tooMany,
} from '../test-support/cvm-room.ts'

const room = cvmRoom(
  'instances:\n' +
    seededInstance('ins-running1', 'name: one') +
    seededInstance('ins-stopped1', 'name: two, state: stopped') +
    seededInstance('ins-windows1', 'os: windows') +
    seededInstance('ins-rescue01', 'state: rescue') +
    seededInstance('ins-rebooted', 'state: rebooting') +
    seededInstance('ins-busy0001', 'busy: true'),
)

const InstanceIds = ['ins-running1']

async function stored(id: string) {
  const [found] = await room.keyplane.core.database.instances.findByIds(
    { account: '1000000001', dialect: 'tencent-cvm' },
    [id],
  )
  return found
}

describe('parsing', () => {
  test.each([
    [{ InstanceName: 'x' }, missing('InstanceIds')],
    [{ InstanceIds }, missing('InstanceName')],
    [{ InstanceIds, AutoReboot: false, CamRoleType: 'user' }, missing('InstanceName')],
    [{ InstanceIds, InstanceName: 'x', HostName: 'y' }, refusal('InvalidParameterValue', /`HostName`/)],
    [{ InstanceIds, Name: 'x' }, unknown('Name')],
    [{ InstanceIds: ['ins-1122'], InstanceName: 'x' }, MALFORMED_INSTANCE],
    [{ InstanceIds: manyIds('ins-', 101), InstanceName: 'x' }, tooMany('InstanceIds')],
    [{ InstanceIds, InstanceName: 'n'.repeat(61) }, refusal('InvalidInstanceName.TooLong', /60/)],
    [{ InstanceIds, UserData: '!' }, refusal('InvalidParameterValue.InvalidUserDataFormat', /base64/)],
    [{ InstanceIds, CamRoleName: 'a b' }, refusal('InvalidParameterValue.CamRoleNameMalformed', /letters/)],
    [
      { InstanceIds, SecurityGroups: manyIds('sg-', 6) },
      refusal('LimitExceeded.AssociateUSGLimitExceeded', /at most 5/),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('ModifyInstancesAttribute', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  const illegal = refusal('InvalidParameterValue.IllegalHostName', /`HostName`/)

  test.each([
    ['ins-00000000', NO_SUCH_INSTANCE],
    ['ins-rescue01', inState('RescueMode', /rescue mode/)],
    ['ins-rebooted', inState('Rebooting', /being restarted/)],
    ['ins-busy0001', refusal('OperationDenied.InstanceOperationInProgress', /in progress/)],
  ])('%s, and the others stay as they are', async (id, expected) => {
    const params = { InstanceIds: ['ins-stopped1', id], InstanceName: 'x' }
    expect(await room.call('ModifyInstancesAttribute', params)).toEqual(expected)
    expect(await room.instance('ins-stopped1')).toMatchObject({ InstanceName: 'two' })
  })

  test.each(['x', 'a..b', 'a-', '.a', 'under_score', 'l'.repeat(61)])(
    'the host name %s',
    async (HostName) => {
      expect(await room.call('ModifyInstancesAttribute', { InstanceIds, HostName })).toEqual(illegal)
    },
  )

  test.each(['with.dot', '12345', 'sixteen-letters-'])('the host name %s on Windows', async (HostName) => {
    const params = { InstanceIds: ['ins-windows1'], HostName }
    expect(await room.call('ModifyInstancesAttribute', params)).toEqual(illegal)
  })
})

describe('behaviour', () => {
  test.each([
    [{ InstanceName: 'new name' }, { InstanceName: 'new name' }],
    [{ SecurityGroups: ['sg-12345678'] }, { SecurityGroupIds: ['sg-12345678'] }],
    [{ CamRoleName: 'role', CamRoleType: 'user' }, { CamRoleName: 'role' }],
    [{ CamRoleName: '' }, { CamRoleName: '' }],
    [{ DisableApiTermination: true }, { DisableApiTermination: true }],
    [{ EnableJumboFrame: false }, { InstanceState: 'RUNNING' }],
  ])('%j is in force at once and shown as the latest operation', async (attribute, shown) => {
    const { RequestId } = await room.ok('ModifyInstancesAttribute', { InstanceIds, ...attribute })
    expect(await room.instance('ins-running1')).toMatchObject({
      ...{ LatestOperation: 'ModifyInstancesAttribute', LatestOperationState: 'SUCCESS' },
      ...{ LatestOperationRequestId: RequestId, InstanceState: 'RUNNING', ...shown },
    })
  })

  test('user data', async () => {
    await room.ok('ModifyInstancesAttribute', { InstanceIds, UserData: 'aGVsbG8=' })
    expect(
      await room.ok('DescribeInstancesAttributes', { InstanceIds, Attributes: ['UserData'] }),
    ).toMatchObject({ InstanceSet: [{ Attributes: { UserData: 'aGVsbG8=' } }] })
  })

  test('a protected instance is not terminated, until it is not protected any more', async () => {
    const both = { InstanceIds: ['ins-windows1', 'ins-stopped1'] }
    const protect = { InstanceIds: ['ins-windows1'], DisableApiTermination: true }
    await room.ok('ModifyInstancesAttribute', protect)
    expect(await room.call('TerminateInstances', both)).toEqual(
      refusal('UnsupportedOperation.InstancesProtected', /`ins-windows1`/),
    )
    expect(await room.instance('ins-stopped1')).toMatchObject({ InstanceState: 'STOPPED' })
    await room.ok('ModifyInstancesAttribute', { ...protect, DisableApiTermination: false })
    await room.ok('TerminateInstances', { InstanceIds: ['ins-windows1'] })
  })

  test('a host name reboots what runs, unless it is not to; what is off stays off', async () => {
    const ids = { InstanceIds: ['ins-running1', 'ins-stopped1'] }
    await room.ok('ModifyInstancesAttribute', { ...ids, HostName: 'web-1.example', AutoReboot: false })
    expect(await room.instance('ins-running1')).toMatchObject({
      ...{ InstanceState: 'RUNNING', LatestOperationState: 'SUCCESS' },
    })
    await room.ok('ModifyInstancesAttribute', { ...ids, HostName: 'web-2.example' })
    expect(await room.instance('ins-running1')).toMatchObject({
      ...{ InstanceState: 'REBOOTING', LatestOperation: 'ModifyInstancesAttribute' },
      LatestOperationState: 'OPERATING',
    })
    expect(await room.instance('ins-stopped1')).toMatchObject({
      ...{ InstanceState: 'STOPPED', LatestOperationState: 'SUCCESS' },
    })
    expect(await room.settled('ins-running1')).toMatchObject({ InstanceState: 'RUNNING' })
    expect((await stored('ins-running1'))?.hostName).toBe('web-2.example')
    expect((await stored('ins-stopped1'))?.hostName).toBe('web-2.example')
  })
})
