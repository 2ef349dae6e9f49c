/** `node bench/testing-start.ts`: how long `keyplane/testing` takes from nothing to the first signed answer. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { execa } from 'execa'

import {
  type FirstAnswer,
  installPacked,
  measureFirstAnswer,
} from '../tests/testing-module/packed-keyplane.ts'

const ROUNDS = 9
const BUDGET_MS = 150

const folder = mkdtempSync(join(tmpdir(), 'keyplane-bench-testing-'))
try {
  await main()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function main(): Promise<void> {
  const project = await installPacked(folder, [])
  const rounds: FirstAnswer[] = []
  const bare: number[] = []
  // In turns, so that what else the machine does meets all alike.
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await measureBareNode())
    rounds.push(await measureFirstAnswer(project.folder))
  }
  const bareMs = middle(bare)
  const rows: [string, number][] = [
    ['a Node process that does nothing', bareMs],
    ['import of keyplane/testing', middle(rounds.map(({ importMs }) => importMs))],
    ['startKeyplane()', middle(rounds.map(({ startMs }) => startMs))],
    [
      `start to first signed answer (budget ${BUDGET_MS} ms)`,
      middle(rounds.map(({ firstAnswerMs }) => firstAnswerMs)),
    ],
    ['CPU time of that', middle(rounds.map(({ cpuMs }) => cpuMs))],
    ['the same again in the same process', middle(rounds.map(({ againMs }) => againMs))],
  ]
  for (const [what, ms] of rows) {
    console.log(`${what.padEnd(52)}${ms.toFixed(0).padStart(6)} ms${(ms / bareMs).toFixed(1).padStart(7)} ×`)
  }
}

async function measureBareNode(): Promise<number> {
  const beganMs = performance.now()
  await execa(process.execPath, ['--eval', ''])
  return performance.now() - beganMs
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
