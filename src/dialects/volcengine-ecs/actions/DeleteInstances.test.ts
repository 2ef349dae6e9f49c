import { describePowerOfMany } from '../test-support/power-of-many.ts'

describePowerOfMany({
  action: 'DeleteInstances',
  ready: { keyPairs: ['one'] },
  wrong: { state: 'starting' },
  last: undefined,
})
