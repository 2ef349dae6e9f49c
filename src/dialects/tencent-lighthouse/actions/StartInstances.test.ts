import { describePowerBatch } from '../test-support/power-batch.ts'

describePowerBatch({
  action: 'StartInstances',
  ready: 'stopped',
  wrong: 'running',
  passing: 'STARTING',
  last: 'RUNNING',
})
