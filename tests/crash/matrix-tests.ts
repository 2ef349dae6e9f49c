import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ENGINES, type EngineName } from './engines.ts'
import { type Counted, count, type KillAt, killAndLook, type Place, textOfPoint } from './matrix.ts'
import { momentsOf } from './moments.ts'
import { openPlace, type OpenPlace } from './place.ts'
import { textOf } from './plan-table.ts'
import { rowOf } from './published.ts'
import type { Scenario } from './scenarios.ts'

/** A run waits more than it works. */
const AT_ONCE = 4
const LONGEST_MS = 600_000

interface Wanted {
  readonly engine: EngineName
  readonly scenarios: readonly Scenario[]
  /** Which of the moments of the nth scenario. */
  choose(this: void, moments: readonly KillAt[], nth: number): readonly KillAt[]
}

/** Kills a server at moments of each scenario, on data of one engine. */
export function describeMatrix({ engine, scenarios, choose }: Wanted): void {
  const known = ENGINES.find(({ name }) => name === engine)
  if (!known) throw new Error(`there is no engine ${engine}`)
  describe.skipIf(known.missing !== undefined)(`kill -9: ${engine}`, () => {
    let place: OpenPlace
    beforeAll(async () => {
      place = await openPlace(known.open)
    }, LONGEST_MS)
    afterAll(() => place[Symbol.asyncDispose]())

    it.each(scenarios.map((scenario, nth) => ({ name: scenario.name, scenario, nth })))(
      '$name',
      async ({ name, scenario, nth }) => {
        const counted = await count(place, scenario, await place.worlds.of(scenario))
        const moments = momentsOf(counted.passed.points)
        // What is published is what is done: after a change of the steps it is to be written anew.
        const row = rowOf(name)
        expect([counted.passed.works.map(textOf), moments.length]).toEqual([row?.works, row?.[engine]])
        expect(await killAtEach(place, counted, choose(moments, nth))).toEqual([])
      },
      LONGEST_MS,
    )
  })
}

async function killAtEach(
  place: Place,
  counted: Counted,
  wanted: readonly KillAt[],
): Promise<readonly string[]> {
  const left = [...wanted]
  const flaws: string[] = []
  const work = async () => {
    for (let at = left.shift(); at !== undefined; at = left.shift()) {
      const found = await killAndLook(place, counted, at)
      const where = textOfPoint(at)
      flaws.push(...found.map((flaw) => `killed ${where}: ${flaw}`))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return flaws
}
