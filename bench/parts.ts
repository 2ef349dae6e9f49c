import { measureBatch } from './calls/batch-part.ts'
import { measureCalls } from './calls/part.ts'
import { measureGrowth } from './growth/part.ts'
import type { Part } from './harness/parts.ts'
import { measureSsh } from './ssh/part.ts'
import { measureMemory, measureStart } from './start/part.ts'
import { measureSteps } from './steps/part.ts'

/** In the order in which they run. */
export const PARTS: readonly Part[] = [
  { name: 'calls', isQuick: true, measure: measureCalls },
  { name: 'growth', isQuick: false, measure: measureGrowth },
  { name: 'batch', isQuick: true, measure: measureBatch },
  { name: 'steps', isQuick: false, measure: measureSteps },
  { name: 'start', isQuick: true, measure: measureStart },
  { name: 'memory', isQuick: true, measure: measureMemory },
  { name: 'ssh', isQuick: false, measure: measureSsh },
]
