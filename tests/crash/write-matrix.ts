/** Runs every scenario once on every engine, without a crash, and writes down what the matrix will do. */
import { writeFileSync } from 'node:fs'

import { ENGINES, type EngineName } from './engines.ts'
import { type Counted, count, textOfPoint } from './matrix.ts'
import { momentsOf } from './moments.ts'
import { openPlace } from './place.ts'
import { textOf } from './plan-table.ts'
import { MATRIX_FILE, type Row } from './published.ts'
import { SCENARIOS } from './scenarios.ts'

const found = new Map(await Promise.all(ENGINES.map(countAll)))

/** What each scenario passes on one engine. */
async function countAll({
  name,
  missing,
  open,
}: (typeof ENGINES)[number]): Promise<[EngineName, readonly Counted[]]> {
  if (missing !== undefined) throw new Error(`${name}: ${missing}`)
  await using place = await openPlace(open)
  const counted: Counted[] = []
  for (const scenario of SCENARIOS) {
    counted.push(await count(place, scenario, await place.worlds.of(scenario)))
  }
  return [name, counted]
}

const momentsOn = (engine: EngineName, place: number) =>
  momentsOf(found.get(engine)?.[place]?.passed.points ?? [])

const rows = SCENARIOS.map(({ name, kind, dialect, action }, place): Row => ({
  ...{ scenario: name, kind, dialect, action },
  works: (found.get('SQLite')?.[place]?.passed.works ?? []).map(textOf),
  SQLite: momentsOn('SQLite', place).length,
  PostgreSQL: momentsOn('PostgreSQL', place).length,
  moments: momentsOn('SQLite', place).map(textOfPoint),
}))
writeFileSync(MATRIX_FILE, `${JSON.stringify(rows, undefined, 2)}\n`)
