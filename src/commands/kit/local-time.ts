/**
 * A time as the person's clock shows it: `2026-11-21 20:24:16`, in the time zone of the process.
 *
 * @param time ms since 1970, or an RFC 3339 text of the own API
 */
export function localTime(time: number | string): string {
  const date = new Date(time)
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(twoDigits).join('-')
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':')}`
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0')
}
