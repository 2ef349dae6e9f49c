import { describe, expect, test } from 'vitest'

import { describePowerOfOne } from '../test-support/power-of-one.ts'
import { PASSWORD } from '../test-support/test-world.ts'

const world = describePowerOfOne({
  action: 'RebootInstance',
  ready: { password: PASSWORD },
  wrong: { state: 'stopped' },
  more: [{ id: 'i-bound', password: PASSWORD }],
  passing: 'REBOOTING',
  last: 'RUNNING',
})

describe('behaviour', () => {
  test('brings a pair that was bound meanwhile into force', async () => {
    await world().call('AttachKeyPair', { 'InstanceIds.1': 'i-bound', KeyPairName: 'one' })
    await world().call('RebootInstance', { InstanceId: 'i-bound', ForceStop: 'true' })
    await world().waitFor('i-bound', 'RUNNING')
    expect(await world().access('i-bound')).toEqual({ keys: 1, password: false })
  })
})
