import { describeMatrix } from './matrix-tests.ts'
import { SCENARIOS } from './scenarios.ts'

describeMatrix({ engine: 'PostgreSQL', scenarios: SCENARIOS, choose: (moments) => moments })
