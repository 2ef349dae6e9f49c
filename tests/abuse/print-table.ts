import type { Seen } from './legitimate.ts'
import { seenIn, type While } from './measured.ts'

interface Measured {
  readonly attack: string
  readonly size: number
  readonly peace: While
  readonly load: While | undefined
  readonly attacked: While
}

/** Prints what one attack did, as rows of the table in docs/security.md. */
export function printTable({ attack, size, peace, load, attacked }: Measured): void {
  const usual = new Map(seenIn(peace))
  const loaded = new Map(load ? seenIn(load) : [])
  for (const [name, seen] of seenIn(attacked)) {
    const cells = [attack, String(size), name, p99(usual.get(name)), p99(loaded.get(name)), p99(seen)]
    const rest = [String(attacked.handles), attacked.residentMiB.toFixed(0), tallyText(attacked)]
    console.log(`| ${[...cells, ...rest].join(' | ')} |`)
  }
}

function p99(seen: Seen | undefined): string {
  return seen ? `${seen.p99Ms.toFixed(1)} (${seen.count})` : ''
}

function tallyText({ tally, attackedMs }: While): string {
  const counts = Object.entries(tally).map(([what, times]) => `${what} ${times}`)
  return `${counts.join(', ')} in ${(attackedMs / 1_000).toFixed(1)} s`
}
