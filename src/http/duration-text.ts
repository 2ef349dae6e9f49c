import { DURATION_BOUNDS, type DurationHistogram } from '../core/duration-histogram.ts'

const NAME = 'keyplane_call_duration_seconds'

/**
 * The histogram in Prometheus' text form. The library's own would have to be loaded before the first call, and to hash
 * its labels in each. Dialects are names of our own: nothing needs escaping.
 */
export function durationText(durations: ReadonlyMap<string, DurationHistogram>): string {
  const lines = [
    `# HELP ${NAME} Time from a cloud call's arrival to its answer, by dialect.`,
    `# TYPE ${NAME} histogram`,
  ]
  for (const [dialect, histogram] of durations) {
    const label = `dialect="${dialect}"`
    const counts = histogram.cumulated()
    for (const [place, count] of counts.entries()) {
      lines.push(`${NAME}_bucket{le="${DURATION_BOUNDS[place] ?? '+Inf'}",${label}} ${count}`)
    }
    lines.push(`${NAME}_sum{${label}} ${histogram.sum}`, `${NAME}_count{${label}} ${counts.at(-1) ?? 0}`)
  }
  return `${lines.join('\n')}\n`
}
