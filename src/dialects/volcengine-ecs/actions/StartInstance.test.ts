import { describe, expect, test } from 'vitest'

import { describePowerOfOne } from '../test-support/power-of-one.ts'
import { PASSWORD } from '../test-support/test-world.ts'

const ready = { state: 'stopped', password: PASSWORD }

const world = describePowerOfOne({
  action: 'StartInstance',
  ready,
  wrong: {},
  more: [{ id: 'i-bound', ...ready }],
  passing: 'STARTING',
  last: 'RUNNING',
})

describe('behaviour', () => {
  test('brings a pair that was bound meanwhile into force', async () => {
    await world().call('AttachKeyPair', { 'InstanceIds.1': 'i-bound', KeyPairName: 'one' })
    await world().call('StartInstance', { InstanceId: 'i-bound' })
    await world().waitFor('i-bound', 'RUNNING')
    expect(await world().access('i-bound')).toEqual({ keys: 1, password: false })
  })
})
