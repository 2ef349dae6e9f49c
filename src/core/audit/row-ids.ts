import { randomBytes } from 'node:crypto'

/** Ids in one millisecond before they run ahead of the clock. */
const TICKS_PER_MS = 1_024
const TICK_DIGITS = 14

/** Tells processes apart that give an id at the same instant. */
let place: string | undefined
let lastTick = 0

/**
 * Ids of audit rows grow in the order in which a process writes them, and with the machine's clock among processes: the
 * chains follow them, so neither a held clock nor ids that are made to repeat themselves touch them.
 */
export function newRowId(): string {
  place ??= randomBytes(6).toString('hex')
  lastTick = Math.max(lastTick + 1, Date.now() * TICKS_PER_MS)
  return `${tickText(lastTick)}-${place}`
}

/** The lowest id of an instant of the machine's clock. */
export function rowIdAt(ms: number): string {
  return tickText(Math.max(0, Math.floor(ms)) * TICKS_PER_MS)
}

/** Ids go on behind this one. */
export function continueRowIds(id: string): void {
  const tick = Number.parseInt(id.slice(0, TICK_DIGITS), 16)
  // Rows from before there were ids have others.
  if (/^[0-9a-f]{14}-/.test(id) && Number.isSafeInteger(tick)) lastTick = Math.max(lastTick, tick)
}

function tickText(tick: number): string {
  return tick.toString(16).padStart(TICK_DIGITS, '0')
}
