import { describeMatrix } from './matrix-tests.ts'
import { SCENARIOS } from './scenarios.ts'

describeMatrix({ engine: 'SQLite', scenarios: SCENARIOS, choose: (moments) => moments })
