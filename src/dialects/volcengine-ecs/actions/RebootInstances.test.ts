import { describePowerOfMany } from '../test-support/power-of-many.ts'
import { PASSWORD } from '../test-support/test-world.ts'

describePowerOfMany({
  action: 'RebootInstances',
  ready: { password: PASSWORD },
  wrong: { state: 'stopped' },
  inJson: { ForceStop: true },
  last: 'RUNNING',
})
