import { outside } from '../test-support/lighthouse-room.ts'
import { describePowerBatch } from '../test-support/power-batch.ts'

describePowerBatch({
  action: 'StopInstances',
  ready: 'running',
  wrong: 'stopped',
  refused: [[{ StopType: 'NOW' }, outside('StopType')]],
  passing: 'STOPPING',
  last: 'STOPPED',
})
