import { describeMatrix } from './matrix-tests.ts'
import { EVERY_KIND } from './plan-table.ts'
import { SCENARIOS } from './scenarios.ts'

/** One of each kind; the whole matrix takes minutes: `npm run test:crash`. */
const SCENARIO_OF_EACH_KIND = EVERY_KIND.flatMap((wanted) =>
  SCENARIOS.filter(({ kind }) => kind === wanted).slice(0, 1),
)

for (const [turn, engine] of (['SQLite', 'PostgreSQL'] as const).entries()) {
  describeMatrix({
    engine,
    scenarios: SCENARIO_OF_EACH_KIND,
    // Another moment for each kind and engine, so that all sorts of them come up.
    choose: (moments, nth) => moments.filter((_, place) => place === (5 * nth + 3 * turn) % moments.length),
  })
}
