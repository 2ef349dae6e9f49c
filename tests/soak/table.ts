import type { Held } from './leaks.ts'
import type { SoakReport } from './soak.ts'

/** The reports side by side, as a table of Markdown. */
export function tableOf(reports: readonly SoakReport[]): string {
  const rows: readonly (readonly [string, (report: SoakReport) => string | number])[] = [
    ['minutes', ({ minutes }) => minutes.toFixed(1)],
    ['calls done, refused, cut off', ({ tally }) => `${tally.done}, ${tally.refused}, ${tally.unknown}`],
    ['changes acknowledged', ({ tally }) => tally.changes],
    ['operations', ({ operations }) => operations],
    [
      'pairs bound; for a while; rotated',
      ({ deeds }) => `${deeds.bindings}; ${deeds.temporary}; ${deeds.rotations}`,
    ],
    ['SSH log-ins let in, refused', ({ deeds }) => `${deeds.loginsIn}, ${deeds.loginsRefused}`],
    ['killed, ended, restarted', ({ disturbances }) => disturbancesText(disturbances)],
    ['quiet points', ({ quietPoints }) => quietPoints],
    ['audit rows in chains', ({ audit }) => `${audit.sealed} in ${audit.accounts}`],
    ['held, second → last third', ({ growths }) => growths.map(growthText).join('<br>')],
    ['violations', ({ flaws }) => flaws.length],
  ]
  const lines = [
    ['', ...reports.map(({ site }) => site)],
    reports.map(() => '---').concat('---'),
    ...rows.map(([name, cell]) => [name, ...reports.map((report) => String(cell(report)))]),
  ]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function disturbancesText(disturbances: ReadonlyMap<string, number>): string {
  const sums = new Map<string, number>()
  for (const [what, count] of disturbances) {
    // `SIGKILL to worker 2`: which of them is not told.
    const kind = what.replace(/ \d+$/, '')
    sums.set(kind, (sums.get(kind) ?? 0) + count)
  }
  return [...sums].map(([kind, count]) => `${count} × ${kind}`).join('<br>')
}

function growthText({ name, minutes, second, last }: SoakReport['growths'][number]): string {
  return `${name} (${minutes.toFixed(0)} min): ${heldText(second)} → ${heldText(last)}`
}

function heldText({ handles, ...memory }: Held): string {
  const { heapMb, externalMb, outsideMb, residentMb } = memory
  const [heap, external, outside, resident] = [heapMb, externalMb, outsideMb, residentMb].map((one) =>
    one.toFixed(0),
  )
  return `${handles} handles, heap ${heap} MB, buffers ${external} MB, no heap ${outside} MB, resident ${resident} MB`
}
