/** A time of the own API (RFC 3339) as the person's clock shows it; the exact one when pointed at. */
export function LocalTime({ time }: { readonly time: string | undefined }) {
  if (time === undefined) return <span>–</span>
  return (
    <time dateTime={time} title={time} style={{ whiteSpace: 'nowrap' }}>
      {localTime(time)}
    </time>
  )
}

/** `2026-11-21 20:24:16`, in the time zone of the browser. */
export function localTime(time: number | string): string {
  const date = new Date(time)
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(twoDigits).join('-')
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':')}`
}

function twoDigits(part: number): string {
  return String(part).padStart(2, '0')
}
