import { describe, expect, test } from 'vitest'

import { describePowerOfMany } from '../test-support/power-of-many.ts'
import { malformed, PASSWORD, refusal } from '../test-support/test-world.ts'

const world = describePowerOfMany({
  action: 'StopInstances',
  ready: { password: PASSWORD },
  wrong: { state: 'stopped' },
  inJson: { ForceStop: true },
  last: 'STOPPED',
})

describe('refusals', () => {
  test('a bad mode', async () => {
    const params = { 'InstanceIds.1': 'i-one', StoppedMode: 'x' }
    expect(refusal(await world().call('StopInstances', params))).toEqual(malformed('StoppedMode'))
  })
})
