import { describe, expect, test } from 'vitest'

import { missing, refusal, unknown } from '../../kit/tencent/test-support/test-room.ts'
import { lighthouseRoom, MALFORMED_INSTANCE, seededInstance } from '../test-support/lighthouse-room.ts'

const room = lighthouseRoom('instances:\n' + seededInstance('lhins-running1'))

describe('parsing', () => {
  test.each([
    [{}, missing('InstanceId')],
    [{ InstanceId: 'lhins-1122' }, MALFORMED_INSTANCE],
    [{ InstanceId: 'lhins-running1', PermitLogin: 'YES' }, unknown('PermitLogin')],
  ])('%j is refused', async (params, expected) => {
    expect(await room.call('DescribeInstanceLoginKeyPairAttribute', params)).toEqual(expected)
  })
})

describe('refusals', () => {
  test('the service has withdrawn it', async () => {
    const answer = await room.call('DescribeInstanceLoginKeyPairAttribute', { InstanceId: 'lhins-running1' })
    expect(answer).toEqual(refusal('UnsupportedOperation.OperationOffline', /withdrawn/))
  })
})
