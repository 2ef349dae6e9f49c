/**
 * Parallel clients on real servers; whatever they are answered must be what they could have been answered one after the
 * other (`model.ts`, `explain.ts`), and no machine may be told two things at once.
 *
 * A failure prints the seed, the program it was reduced to and its history. Programs repeat exactly, what the event loop
 * and the database make of them does not: while a failure is reduced every smaller program has some tries.
 *
 * A long campaign, and one that begins where another failed:
 *
 *     KEYPLANE_HISTORY_RUNS=100000 KEYPLANE_HISTORY_SECONDS=300 npx vitest run --project concurrency histories
 *     KEYPLANE_HISTORY_SEED=-1234567 npx vitest run --project concurrency histories
 *
 * It ends with whichever comes first, the number of programs or the time; `--reporter verbose` tells how many there were.
 */
import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { describeEngines } from './engines.ts'
import { explain } from './explain.ts'
import { historyText } from './history.ts'
import { type Program, programs } from './programs.ts'
import { type Run, runProgram } from './run-program.ts'
import { flawsOf } from './watched-driver.ts'

const RUNS = numberFrom('KEYPLANE_HISTORY_RUNS') ?? 50
const SECONDS = numberFrom('KEYPLANE_HISTORY_SECONDS')
const SEED = numberFrom('KEYPLANE_HISTORY_SEED')
/** So often a smaller program is tried once one has failed. */
const TRIES_WHEN_REDUCING = 5

describeEngines('parallel clients', (cluster) => {
  const limit = { timeout: 600_000 + (SECONDS ?? 0) * 1_000 }
  it('have histories that some order explains', limit, async ({ annotate }) => {
    let hasFailed = false
    const property = fc.asyncProperty(programs(), async (program: Program) => {
      for (let tries = hasFailed ? TRIES_WHEN_REDUCING : 1; tries > 0; tries -= 1) {
        const complaint = complaintAbout(await runProgram(cluster(), program))
        if (complaint === undefined) continue
        hasFailed = true
        throw new Error(complaint)
      }
    })
    const result = await fc.check(property, {
      numRuns: RUNS,
      includeErrorInReport: true,
      ...(SEED === undefined ? {} : { seed: SEED }),
      ...(SECONDS === undefined ? {} : { interruptAfterTimeLimit: SECONDS * 1_000 }),
    })
    expect(result.failed, await fc.asyncDefaultReportMessage(result)).toBe(false)
    // In the report of a long campaign.
    if (SECONDS !== undefined) await annotate(`${result.numRuns} programs`)
  })
})

function complaintAbout({ begin, history, told }: Run): string | undefined {
  const flaws = flawsOf(told)
  if (flaws.length > 0) return `${flaws.join('\n')}\n${historyText(history)}`
  const verdict = explain(begin, history)
  if (verdict.isExplained) return undefined
  const { longest, stuck } = verdict
  const parts = [
    ['no order explains this history', history],
    ['the most that could be explained, in this order', longest],
    ['none of these can come next', stuck],
  ] as const
  return parts.map(([what, events]) => `${what}:\n${historyText(events)}`).join('\n')
}

function numberFrom(name: string): number | undefined {
  const text = process.env[name]
  return text === undefined ? undefined : Number(text)
}
