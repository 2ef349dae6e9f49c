import { describePowerOfMany } from '../test-support/power-of-many.ts'
import { PASSWORD } from '../test-support/test-world.ts'

describePowerOfMany({
  action: 'StartInstances',
  ready: { state: 'stopped', password: PASSWORD },
  wrong: {},
  last: 'RUNNING',
})
