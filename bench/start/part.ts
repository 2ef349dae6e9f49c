/** From the start of the process to the ready line, and the memory that it has then, beside an idle Node. */
import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { fill } from '../growth/fill.ts'
import type { Context } from '../harness/parts.ts'
import { spreadText } from '../harness/print.ts'
import { type Budget, budgetOf, type Ratio, type Result } from '../harness/result.ts'
import { inRounds } from '../harness/rounds.ts'
import { spreadOf } from '../harness/spread.ts'
import { buildProduct } from './build.ts'
import { launchIdle, launchKeyplane, type Launched, SOURCE } from './launch.ts'

const DIALECT = 'volcengine-ecs'
const BUDGET_MS = 500
const IDLE = 'Node that does nothing'
/** Types are stripped at each start; no budget is held against it. */
const FROM_SOURCE = 'empty, from TypeScript'
/** What that takes where nobody else works on the machine: a busy one makes both slower alike. */
const IDLE_MS = 30
/** What is done after the start is done by then. */
const REST_MS = 1_500

type Figure = keyof Launched

interface Row {
  readonly name: string
  readonly launch: (rest: () => Promise<void>) => Promise<Launched>
  readonly memoryBudgetMB?: number
}

export async function measureStart(context: Context): Promise<Result> {
  const measured = await launchAll(context, [0, 10_000], () => Promise.resolve())
  const ratios: Record<string, Ratio> = {}
  const budgets: Budget[] = []
  const rows = [...measured].map(([{ name }, launched]) => {
    const of = (figure: Figure) => spreadText(spreadOf(launched.map((one) => one[figure])))
    const cells = [name, of('wallMs'), of('cpuMs')]
    if (name === IDLE) return [...cells, '', '', '']
    const ratio: Ratio = { ...timesIdle(measured, launched, 'cpuMs'), better: 'lower' }
    ratios[`start, ${name}, of an idle Node, CPU`] = ratio
    if (name === FROM_SOURCE) return [...cells, spreadText(ratio, 1, '×'), '', '']
    const what = `ready line after the start, ${name}, of a Node that does nothing (${IDLE_MS} ms: ${BUDGET_MS} ms)`
    const budget = budgetOf(what, { ...ratio, limit: BUDGET_MS / IDLE_MS, unit: '×' })
    budgets.push(budget)
    return [...cells, spreadText(ratio, 1, '×'), budget.must, budget.isMet ? 'met' : 'not met']
  })
  const heading = ['Ready line after the start', 'ms', 'CPU ms', 'Of an idle Node by CPU', 'Budget', '']
  return { tables: [[heading, ...rows]], ratios, budgets }
}

export async function measureMemory(context: Context): Promise<Result> {
  const measured = await launchAll(context, [0, 100_000], () => wait(REST_MS))
  const ratios: Record<string, Ratio> = {}
  const budgets: Budget[] = []
  const rows = [...measured].map(([{ name, memoryBudgetMB }, launched]) => {
    const resident = spreadOf(launched.map(({ residentMB }) => residentMB))
    if (name === IDLE) return [name, spreadText(resident), '', '', '']
    const ratio: Ratio = { ...timesIdle(measured, launched, 'residentMB'), better: 'lower' }
    ratios[`resident memory, ${name}, of an idle Node`] = ratio
    if (memoryBudgetMB === undefined) return [name, spreadText(resident), spreadText(ratio, 2, '×'), '', '']
    const limit = { limit: memoryBudgetMB, unit: 'MB' } as const
    const budget = budgetOf(`resident memory, ${name}`, { ...resident, better: 'lower', ...limit })
    budgets.push(budget)
    const verdict = budget.isMet ? 'met' : 'not met'
    return [name, spreadText(resident), spreadText(ratio, 2, '×'), budget.must, verdict]
  })
  return { tables: [[['Resident memory', 'MB', 'Of an idle Node', 'Budget', ''], ...rows]], ratios, budgets }
}

/** Each in its turn. */
async function launchAll(
  { folder, rounds }: Context,
  counts: readonly number[],
  rest: () => Promise<void>,
): Promise<ReadonlyMap<Row, readonly Launched[]>> {
  const main = await buildProduct(mkdtempSync(join(folder, 'start-')))
  const rows: Row[] = [{ name: IDLE, launch: launchIdle }]
  for (const count of counts) {
    const data = join(folder, `start-${count}`)
    if (count > 0) await fill(data, { dialect: DIALECT, count })
    const name = count === 0 ? 'empty' : `${count.toLocaleString('en')} instances`
    const memoryBudgetMB = count === 0 ? 110 : 160
    rows.push({ name, memoryBudgetMB, launch: (rest) => launchKeyplane(main, data, rest) })
  }
  const data = join(folder, 'start-0')
  rows.push({ name: FROM_SOURCE, launch: (rest) => launchKeyplane(SOURCE, data, rest) })
  const measured = new Map<Row, Launched[]>(rows.map((row) => [row, []]))
  // The first round also makes the empty world.
  await inRounds({ rounds, what: 'launches' }, async (_round, counts) => {
    for (const [{ launch }, all] of measured) {
      const launched = await launch(rest)
      if (counts) all.push(launched)
    }
  })
  return measured
}

function timesIdle(
  measured: ReadonlyMap<Row, readonly Launched[]>,
  launched: readonly Launched[],
  figure: Figure,
) {
  const [idle = []] = measured.values()
  return spreadOf(launched.map((one, place) => one[figure] / (idle[place]?.[figure] ?? Number.NaN)))
}
