/** Signed reads and binds of every dialect beside Node's HTTP alone, which is sent the same bytes on the same core. */
import { join } from 'node:path'

import { startBare, startKeyplane } from '../harness/keyplane.ts'
import type { Context } from '../harness/parts.ts'
import { percentText, spreadText } from '../harness/print.ts'
import { type Budget, budgetOf, type Ratio, type Result } from '../harness/result.ts'
import { inRounds } from '../harness/rounds.ts'
import { spreadOf } from '../harness/spread.ts'
import type { Measured } from '../load.ts'
import { type Cloud, cloudsOf } from './clouds.ts'
import { seedFile } from './seed.ts'
import { besideBare, bindsOf, type Paired, range, readsOf } from './slices.ts'

const LEAST = { read: 0.35, bind: 0.13 } as const
const KINDS = ['read', 'bind'] as const
const READS = 3_000
const INSTANCES = 1_000

type Round = Record<(typeof KINDS)[number], Paired>

export async function measureCalls({ folder, rounds, dialects }: Context): Promise<Result> {
  const clouds = cloudsOf(dialects)
  await using bare = await startBare()
  await using keyplane = await startKeyplane({
    data: join(folder, 'calls'),
    seed: seedFile({ instances: INSTANCES, clouds }),
  })
  const measured = new Map<Cloud, Round[]>(clouds.map((cloud) => [cloud, []]))
  await inRounds({ rounds, what: 'calls' }, async (round, counts) => {
    for (const [cloud, all] of measured) {
      const figures = {
        read: await besideBare(bare, keyplane, readsOf(cloud, READS)),
        // Each bind changes something: the rounds take the two pairs in turn.
        bind: await besideBare(bare, keyplane, bindsOf(cloud, range(INSTANCES), round % 2 === 0 ? 0 : 1)),
      }
      if (counts) all.push(figures)
    }
  })
  return resultOf(measured)
}

function resultOf(measured: ReadonlyMap<Cloud, readonly Round[]>): Result {
  const ratios: Record<string, Ratio> = {}
  const budgets: Budget[] = []
  const rows: string[][] = []
  for (const [{ dialect }, rounds] of measured) {
    for (const kind of KINDS) {
      const pairs = rounds.map((round) => round[kind])
      const byCpu = spreadOf(pairs.map(({ bare, ours }) => bare.cpuMicros / ours.cpuMicros))
      const byWall = spreadOf(pairs.map(({ bare, ours }) => ours.perSecond / bare.perSecond))
      ratios[`${dialect} ${kind} of bare, CPU`] = { ...byCpu, better: 'higher' }
      const what = `signed ${kind} of ${dialect}, of bare \`node:http\``
      const budget = budgetOf(what, { ...byCpu, better: 'higher', limit: LEAST[kind], unit: '%' })
      budgets.push(budget)
      const cells = [percentText(byCpu), percentText(byWall), budget.isMet ? 'met' : 'not met']
      rows.push([
        `${dialect}: bare, beside ${kind}s`,
        ...plainCells(pairs.map(({ bare }) => bare)),
        '',
        '',
        '',
      ])
      rows.push([`${dialect}: signed ${kind}`, ...plainCells(pairs.map(({ ours }) => ours)), ...cells])
    }
  }
  const figures = ['CPU µs each', 'Per second', 'Core busy', 'p99 ms', 'Of bare by CPU', 'Of bare per second']
  return { tables: [[['What', ...figures, 'Budget'], ...rows]], ratios, budgets }
}

function plainCells(slices: readonly Measured[]): readonly string[] {
  const of = (figure: keyof Measured) => spreadOf(slices.map((slice) => slice[figure]))
  const busy = `${(of('busy').median * 100).toFixed(0)} %`
  return [spreadText(of('cpuMicros')), spreadText(of('perSecond')), busy, of('p99Ms').median.toFixed(1)]
}
