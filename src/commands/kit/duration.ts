const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `90s`, `10m`, `8h`, `7d` in ms; NaN for a text that is none. */
export function durationMs(text: string): number {
  const [, count, unit = ''] = /^(\d{1,7})(ms|s|m|h|d)$/.exec(text) ?? []
  return Number(count) * (UNITS[unit] ?? Number.NaN)
}
