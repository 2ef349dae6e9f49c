/**
 * The option `expiry-time="20261121093000Z"` of an authorized_keys line. Times that end in `Z` are UTC; servers before OpenSSH
 * 9.1 do not know the `Z` and ignore the whole line. Source: sshd(8), AUTHORIZED_KEYS FILE FORMAT; OpenSSH 9.1 release notes.
 */

/** The last second whose year has four digits. */
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59)

/**
 * A line that lets this public key in until then, before its comment. `expiresAtMs` is rounded up to a second, so that a
 * key never goes before its time; without it, or later than can be written, the line has no end.
 */
export function keyUntil(publicKey: string, expiresAtMs: number | undefined): string {
  const atMs = Math.ceil((expiresAtMs ?? Infinity) / 1_000) * 1_000
  if (atMs > LAST_MS) return publicKey
  const [day = '', time = ''] = new Date(atMs).toISOString().replaceAll(/[-:]/g, '').split('T')
  return `expiry-time="${day}${time.slice(0, 6)}Z" ${publicKey}`
}

/** A day, a minute or a second. Without `Z` it is the machine's own time, which is taken to be UTC here. */
const TIMESPEC = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:Z|UTC)?$/i

/** The instant that a value of the option means, in milliseconds; undefined: none that sshd reads. */
export function readTimespec(text: string): number | undefined {
  const parts = TIMESPEC.exec(text)
    ?.slice(1)
    .map((digits) => Number(digits ?? 0))
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts ?? []
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= 31
  if (!isDay || hour > 23 || minute > 59 || second > 60) return undefined
  return Date.UTC(year, month - 1, day, hour, minute, second)
}
