import { CommandError } from './command-error.ts'
import { EXIT } from './exit-codes.ts'
import { texts } from './texts.ts'

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `500ms`, `90s`, `10m`, `8h`, `7d` in ms. @throws CommandError that names the flag, for a text that is none */
export function durationMs(flag: string, given: string): number {
  const lengthMs = readDuration(given)
  if (lengthMs === undefined)
    throw new CommandError(texts.badDuration(flag, 'ms, s, m, h', given), EXIT.usage)
  return lengthMs
}

/** In whole seconds, as the own API takes it. @throws CommandError that names the flag, for a text that is none */
export function durationSeconds(flag: string, given: string): number {
  const seconds = (readDuration(given) ?? Number.NaN) / 1_000
  if (!Number.isInteger(seconds))
    throw new CommandError(texts.badDuration(flag, 's, m, h', given), EXIT.usage)
  return seconds
}

function readDuration(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text) ?? []
  const unitMs = UNITS[unit]
  return unitMs === undefined ? undefined : Number(count) * unitMs
}
