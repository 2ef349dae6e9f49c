/** The same read and bind, and pages of a hundred instances, where there are 1,000, 100,000 and 1,000,000 instances. */
import { join } from 'node:path'

import { type Cloud, cloudOf } from '../calls/clouds.ts'
import { bindsOf, range, readsOf, send } from '../calls/slices.ts'
import { type Keyplane, startKeyplane } from '../harness/keyplane.ts'
import type { Context } from '../harness/parts.ts'
import { spreadText } from '../harness/print.ts'
import { type Budget, budgetOf, type Ratio, type Result } from '../harness/result.ts'
import { inRounds } from '../harness/rounds.ts'
import { type Spread, spreadOf } from '../harness/spread.ts'
import type { Measured } from '../load.ts'
import { fill, type Filled } from './fill.ts'

const COUNTS = (process.env['KEYPLANE_BENCH_INSTANCES'] ?? '1000,100000,1000000').split(',').map(Number)
const READS = 2_000
const BINDS = 1_000
const PAGES = 20
const PAGES_AT_ONCE = 4
const BUDGET = 1.3
const KINDS = ['read', 'bind', 'first page of 100', 'deep page of 100'] as const

type Kind = (typeof KINDS)[number]
type Round = Record<Kind, Measured>

interface World extends Filled {
  readonly keyplane: Keyplane
}

export async function measureGrowth({ folder, rounds, dialects }: Context): Promise<Result> {
  const results: Result[] = []
  for (const dialect of dialects.length > 0 ? dialects : ['volcengine-ecs']) {
    const cloud = cloudOf(dialect)
    await using stack = new AsyncDisposableStack()
    const measured = new Map<World, Round[]>()
    for (const count of COUNTS) {
      const filled = await fill(join(folder, `growth-${dialect}-${count}`), { dialect, count })
      const keyplane = stack.use(await startKeyplane({ data: filled.data }))
      measured.set({ ...filled, keyplane }, [])
    }
    await inRounds({ rounds, what: `growth, ${dialect}` }, async (round, counts) => {
      for (const [world, all] of measured) {
        const figures = await measureRound(world, cloud, round)
        if (counts) all.push(figures)
      }
    })
    results.push(resultOf(dialect, measured))
  }
  return {
    tables: results.flatMap(({ tables }) => tables),
    ratios: Object.assign({}, ...results.map(({ ratios }) => ratios)) as Result['ratios'],
    budgets: results.flatMap(({ budgets = [] }) => budgets),
  }
}

async function measureRound(
  { keyplane, count, newestMs }: World,
  cloud: Cloud,
  round: number,
): Promise<Round> {
  // From all over the table; of two rounds in turn the same, so that each bind changes something.
  const instances = range(BINDS).map((number) => Math.floor((number * count) / BINDS))
  const pages = (isDeep: boolean) =>
    send(
      keyplane,
      {
        requests: range(PAGES).map(() => cloud.page({ isDeep, count, newestMs })),
        expected: cloud.pageExpected,
      },
      PAGES_AT_ONCE,
    )
  return {
    read: await send(keyplane, readsOf(cloud, READS)),
    bind: await send(keyplane, bindsOf(cloud, instances, round % 2 === 0 ? 0 : 1)),
    'first page of 100': await pages(false),
    'deep page of 100': await pages(true),
  }
}

function resultOf(dialect: string, measured: ReadonlyMap<World, readonly Round[]>): Result {
  const [[, least] = [undefined, []]] = measured
  const ratios: Record<string, Ratio> = {}
  const budgets: Budget[] = []
  const rows = [...measured].flatMap(([{ count }, rounds]) =>
    KINDS.map((kind) => {
      const cpu = spreadOf(rounds.map((round) => round[kind].cpuMicros))
      const row = [`${dialect}: ${kind}, ${count.toLocaleString('en')}`, spreadText(cpu)]
      if (rounds === least) return [...row, '', '']
      const grown: Spread = spreadOf(
        rounds.map((round, place) => round[kind].cpuMicros / (least[place]?.[kind].cpuMicros ?? Number.NaN)),
      )
      ratios[`${dialect} ${kind} at ${count} of ${COUNTS[0]}, CPU`] = { ...grown, better: 'lower' }
      const what = `${kind} of ${dialect} at ${count.toLocaleString('en')} instances, of ${COUNTS[0]?.toLocaleString('en')}`
      const budget = budgetOf(what, { ...grown, better: 'lower', limit: BUDGET, unit: '×' })
      budgets.push(budget)
      return [...row, spreadText(grown, 2, '×'), budget.isMet ? 'met' : 'not met']
    }),
  )
  const heading = ['What, instances', 'CPU µs each', `Of ${COUNTS[0]?.toLocaleString('en')} by CPU`, 'Budget']
  return { tables: [[heading, ...rows]], ratios, budgets }
}
