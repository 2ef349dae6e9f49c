import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { describeEngines } from './engines.ts'
import { allCallables, randomCalls } from './random-calls.ts'
import { accountWorlds, ACCOUNTS, randomWorlds, SIGNERS } from './random-world.ts'
import { FORMS } from './send.ts'
import { type Step, TwinWorlds } from './twin-worlds.ts'

/** How many worlds; `KEYPLANE_ISOLATION_WORLDS` for longer. */
const WANTED = process.env['KEYPLANE_ISOLATION_WORLDS']
const WORLDS = { SQLite: Number(WANTED ?? 2), PostgreSQL: Number(WANTED ?? 1) }
/** Of each world: every action once by each kind of caller would be thousands. */
const CALLS = { SQLite: 200, PostgreSQL: 120 }
/** From which worlds and calls follow; another one with each run of the long kind. */
const SEED = Number(process.env['KEYPLANE_ISOLATION_SEED'] ?? 20_261_121)

/**
 * Time from one call to the next. Callers date their calls by their own clock, which goes on by itself: where the server's
 * is moved and not held by its world, it must not be minutes ahead of theirs.
 */
const PAUSES_MS = { SQLite: [1_000, 1_000, 5_000], PostgreSQL: [100, 100, 500] }

const callables = allCallables()
const others = ACCOUNTS.filter(({ name }) => name !== 'alpha')

/** The first account calls most often; what others do meanwhile only one world sees. */
function randomSteps(pausesMs: readonly number[]): fc.Arbitrary<Step> {
  return fc
    .record({
      account: fc.constantFrom('alpha', 'alpha', 'alpha', ...others.map(({ name }) => name)),
      signer: fc.constantFrom('root', 'root', ...SIGNERS),
      call: fc.constantFrom(...callables).chain(randomCalls),
      form: fc.constantFrom('usual' as const, ...FORMS),
      afterMs: fc.constantFrom(...pausesMs),
    })
    .map(({ call, ...rest }) => ({ ...rest, ...call }))
}

describeEngines('calls of one account', (engine) => {
  const [worldCount, callCount] = [WORLDS[engine.name], CALLS[engine.name]]
  it(
    'read, change and reveal nothing of another one',
    async () => {
      const outcomes = new Map<string, Set<string>>()
      const twins = fc.option(
        fc.tuple(...others.map(({ id, name }, index) => accountWorlds(id, name, 3 + index))),
        { nil: undefined },
      )
      const property = fc.asyncProperty(
        randomWorlds(),
        twins,
        fc.array(randomSteps(PAUSES_MS[engine.name]), { minLength: callCount, maxLength: callCount }),
        async (world, twin, calls) => {
          const [beta, gamma] = twin ?? []
          const other = beta && gamma ? { ...world, beta, gamma } : undefined
          await using worlds = await TwinWorlds.start(engine, world, other)
          for (const step of calls) {
            const { flaws, outcome } = await worlds.take(step)
            const { name, form } = step
            outcomes.set(name, (outcomes.get(name) ?? new Set()).add(outcome))
            const context = `${name} (${form ?? ''}) by ${step.account} ${step.signer}: ${outcome}`
            expect(flaws, context).toEqual([])
          }
        },
      )
      await fc.assert(property, { numRuns: worldCount, seed: SEED, endOnFailure: true })
      const answered = [...outcomes].filter(([, seen]) => seen.has('ok')).map(([name]) => name)
      // Calls that are all refused would show nothing.
      expect(answered.length).toBeGreaterThan(callables.length / 3)
    },
    60_000 + worldCount * 60_000,
  )
})
