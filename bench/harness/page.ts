/** The parts of README.md that runs with `--keep` write. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import type { Kept } from './kept.ts'
import { tableText } from './print.ts'

const FILE = join(import.meta.dirname, '..', 'README.md')

/** Puts a text between the marks of a section. @throws when the page has no such marks */
export function withSection(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`]
  const [before, rest] = page.split(begin)
  const after = rest?.split(end)[1]
  if (before === undefined || after === undefined) throw new Error(`the page has no place for ${name}`)
  return `${before}${begin}\n\n${text}\n\n${end}${after}`
}

/** All budgets that were ever kept, each with the run it is from. */
export function budgetsText(kept: Kept): string {
  const rows = Object.values(kept).flatMap(({ budgets, during }) =>
    budgets.map(({ what, must, measured, isMet }) => [
      ...[what, must, measured, isMet ? 'met' : '**not met**', during.commit, `\`${during.command}\``],
    ]),
  )
  return tableText([['What', 'Budget', 'Measured', '', 'Commit', 'Command'], ...rows])
}

/** Writes what a part has found out, and all budgets, into the page. */
export function writePage(name: string, text: string, kept: Kept): void {
  const page = withSection(readFileSync(FILE, 'utf8'), name, text)
  writeFileSync(FILE, withSection(page, 'budgets', budgetsText(kept)))
}
