/** `node bench/testing-start.ts`: how long `keyplane/testing` takes from nothing to the first signed answer. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import {
  type FirstAnswer,
  installPacked,
  measureBareNode,
  measureFirstAnswer,
} from '../tests/testing-module/packed-keyplane.ts'
import { spreadText } from './harness/print.ts'
import type { Ratio, Result } from './harness/result.ts'
import { runAlone } from './harness/run-parts.ts'
import { spreadOf } from './harness/spread.ts'

const ROUNDS = 9
const BUDGET_MS = 150

const folder = mkdtempSync(join(tmpdir(), 'keyplane-bench-testing-'))
try {
  await runAlone('testing', measureAll)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function measureAll(): Promise<Result> {
  const project = await installPacked(folder, [])
  const rounds: FirstAnswer[] = []
  const bare: number[] = []
  // In turns, so that what else the machine does meets all alike.
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await measureBareNode())
    rounds.push(await measureFirstAnswer(project.folder))
  }
  const rows: [string, number[]][] = [
    ['a Node process that does nothing', bare],
    ['import of keyplane/testing', rounds.map(({ importMs }) => importMs)],
    ['startKeyplane()', rounds.map(({ startMs }) => startMs)],
    [
      `start to first signed answer (budget ${BUDGET_MS} ms)`,
      rounds.map(({ firstAnswerMs }) => firstAnswerMs),
    ],
    ['CPU time of that', rounds.map(({ cpuMs }) => cpuMs)],
    ['the same again in the same process', rounds.map(({ againMs }) => againMs)],
  ]
  const ratios: Record<string, Ratio> = {}
  const table = rows.map(([what, ms]) => {
    const times = spreadOf(ms.map((one, round) => one / (bare[round] ?? Number.NaN)))
    ratios[`${what} of an empty Node process`] = { ...times, better: 'lower' }
    return [what, spreadText(spreadOf(ms)), spreadText(times, 1, '×')]
  })
  return { tables: [[['What', 'ms', 'Of an empty Node process'], ...table]], ratios }
}
