import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

import { keepResult, readKept } from './kept.ts'
import { circumstances, circumstancesText } from './machine.ts'
import { writePage } from './page.ts'
import type { Part } from './parts.ts'
import { tableText } from './print.ts'
import type { Result } from './result.ts'

export interface RunOptions {
  readonly rounds: number
  readonly dialects: readonly string[]
  /** Writes the ratios into kept.json and the tables into README.md. */
  readonly keep: boolean
}

/** Runs parts one after the other and prints what they found out. */
export async function runParts(
  parts: readonly Part[],
  { keep, ...how }: RunOptions,
): Promise<ReadonlyMap<string, Result>> {
  const folder = mkdtempSync(join(tmpdir(), 'keyplane-bench-'))
  const results = new Map<string, Result>()
  try {
    for (const { name, measure } of parts) {
      const began = circumstances()
      const result = await measure({ folder, ...how })
      results.set(name, result)
      const during = { ...began, loadAfter: circumstances().loadBefore }
      const text = `${resultText(result)}\n\n${circumstancesText(during)}`
      console.log(`## ${name}\n\n${text}\n`)
      if (!keep) continue
      keepResult(name, result, during)
      writePage(name, text, readKept())
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return results
}

/** Runs a part that has a command of its own; its command line knows `--keep`. */
export async function runAlone(name: string, measure: () => Promise<Result>): Promise<void> {
  const { values } = parseArgs({ options: { keep: { type: 'boolean', default: false } } })
  await runParts([{ name, isQuick: false, measure }], { rounds: 1, dialects: [], keep: values.keep })
}

/** A part as it can go into README.md. */
function resultText({ tables, notes = [] }: Result): string {
  return [...tables.map(tableText), ...notes].join('\n\n')
}
