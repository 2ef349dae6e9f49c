/** How figures are shown: as tables that can go into README.md as they are. */
import type { Table } from './result.ts'
import type { Spread } from './spread.ts'

/** A Markdown table; the first row is its heading. */
export function tableText(table: Table): string {
  const [heading = [], ...rows] = table
  const widths = heading.map((_, column) => Math.max(3, ...table.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** The middle and from where to where: `20.1 % (19.4–20.8)`. */
export function percentText({ median, min, max }: Spread): string {
  const [middle, least, most] = [median, min, max].map((share) => (share * 100).toFixed(1))
  return `${middle} % (${least}–${most})`
}

/** The same for a number with a unit behind it. */
export function spreadText({ median, min, max }: Spread, digits = 0, unit = ''): string {
  const [middle, least, most] = [median, min, max].map((value) => value.toFixed(digits))
  return `${middle}${unit === '' ? '' : ` ${unit}`} (${least}–${most})`
}
