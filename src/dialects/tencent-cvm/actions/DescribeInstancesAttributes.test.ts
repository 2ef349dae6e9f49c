import { describe, expect, test } from 'vitest'

import { missing, refusal, STRANGER, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { cvmRoom, MALFORMED_INSTANCE, NO_SUCH_INSTANCE, seededInstance } from '../test-support/cvm-room.ts'

const room = cvmRoom('instances:\n' + seededInstance('ins-plain001'))

const Attributes = ['UserData']
const InstanceIds = ['ins-plain001']

describe('parsing', () => {
  test.each([
    [{ InstanceIds }, missing('Attributes')],
    [{ Attributes }, missing('InstanceIds')],
    [{ Attributes, InstanceIds, Offset: 0 }, unknown('Offset')],
    [{ Attributes: ['HostName'], InstanceIds }, refusal('InvalidParameterValue', /`Attributes.0`/)],
    [{ Attributes, InstanceIds: ['ins-1122'] }, MALFORMED_INSTANCE],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DescribeInstancesAttributes', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test('an instance that is not there, or is not his', async () => {
    const other = { Attributes, InstanceIds: ['ins-plain001', 'ins-00000000'] }
    expect(await room.call('DescribeInstancesAttributes', other)).toEqual(NO_SUCH_INSTANCE)
    const params = { Attributes, InstanceIds }
    expect(await room.call('DescribeInstancesAttributes', params, { signer: STRANGER })).toEqual(
      refusal('InvalidInstanceId.NotFound', /ins-plain001/),
    )
  })
})

describe('behaviour', () => {
  test('tells the user data as it was given, empty text where there is none', async () => {
    const UserData = Buffer.from('#!/bin/sh\necho hello').toString('base64')
    const { InstanceIdSet } = await room.ok('RunInstances', {
      ...{ Placement: { Zone: 'ap-guangzhou-3' }, ImageId: 'img-eb30mz89', UserData },
    })
    const [id = ''] = InstanceIdSet as string[]
    const asked = { Attributes, InstanceIds: [id, 'ins-plain001', id] }
    expect(await room.ok('DescribeInstancesAttributes', asked)).toMatchObject({
      InstanceSet: [
        { InstanceId: id, Attributes: { UserData } },
        { InstanceId: 'ins-plain001', Attributes: { UserData: '' } },
      ],
    })
  })
})
