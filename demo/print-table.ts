import { FACTS, type Result } from './play-through.ts'

/** Clouds down, facts across. */
export function printTable(results: readonly Result[]): void {
  const rows = [
    ['', ...FACTS, 'time'],
    ...results.map(({ cloud, facts, seconds }) => [
      cloud,
      ...facts.map(({ holds }) => (holds ? 'yes' : 'NO')),
      `${seconds.toFixed(1)} s`,
    ]),
  ]
  const widths = ['', ...FACTS, ''].map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  )
  for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
}
