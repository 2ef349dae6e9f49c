import { describe, expect, test } from 'vitest'

import { manyIds, missing, refusal } from '../../kit/tencent/test-support/test-room.ts'
import {
  DUPLICATED,
  lighthouseRoom,
  MALFORMED_INSTANCE,
  seededInstance,
  tooMany,
} from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom('instances:\n' + seededInstance('lhins-running1'))

const InstanceIds = ['lhins-running1']

describe('parsing', () => {
  test.each([
    [{ InstanceIds }, missing('PermitLogin')],
    [{ PermitLogin: 'YES' }, missing('InstanceIds')],
    [{ InstanceIds: ['lhins-1122'], PermitLogin: 'YES' }, MALFORMED_INSTANCE],
    [{ InstanceIds: [...InstanceIds, ...InstanceIds], PermitLogin: 'YES' }, DUPLICATED],
    [{ InstanceIds: manyIds('lhins-', 101), PermitLogin: 'YES' }, tooMany('InstanceIds')],
    [
      { InstanceIds, PermitLogin: 'yes' },
      refusal('InvalidParameterValue.InvalidInstanceLoginKeyPairPermitLogin', /YES or NO/),
    ],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('ModifyInstancesLoginKeyPairAttribute', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test.each(['YES', 'NO'])('the service has withdrawn it: %s', async (PermitLogin) => {
    const before = await room.instance('lhins-running1')
    expect(await room.call('ModifyInstancesLoginKeyPairAttribute', { InstanceIds, PermitLogin })).toEqual(
      refusal('UnsupportedOperation.OperationOffline', /withdrawn/),
    )
    expect(await room.instance('lhins-running1')).toEqual(before)
  })
})
