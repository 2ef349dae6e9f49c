import { ownVersion } from '../../core/own-package.ts'
import type { LoggedCall } from '../../dialects/kit/calls/call-log.ts'
import type { OwnContext } from './context.ts'
import { api } from './implementer.ts'
import { isoTime } from './texts.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
const NOW_MS = 5_000

export const status = api.status.router({
  show: api.status.show.handler(({ context }) => readStatus(context)),
})

async function readStatus(context: OwnContext) {
  const { core, isStandIn } = context
  const uptimeSeconds = Math.floor(process.uptime())
  const startedAt = isoTime(Date.now() - uptimeSeconds * 1_000)
  const { operations, tallies } = core.database
  const [{ accounts, keyPairs, instances, pending }, backlog, failedLastHour] = await Promise.all([
    tallies.read(),
    operations.backlog(),
    operations.countFailedSince(core.clock.now() - HOUR_MS),
  ])
  return {
    ...{ version: ownVersion(), mode: isStandIn ? ('stand-in' as const) : ('strict' as const) },
    ...{ startedAt, uptimeSeconds, accounts, keyPairs, instances: [...instances], pending },
    operations: { running: backlog.unfinished, failedLastHour },
    calls: callsOf(context.calls.newest(), performance.now()),
  }
}

/**
 * What a process remembers may reach back less than a minute: the rate is that of the time it does reach back. The clock of
 * the world may be held or set: it counts none of this.
 */
function callsOf(newest: Iterable<LoggedCall>, nowMs: number) {
  const counts = new Map<string, { lastMinute: number; lately: number }>()
  let spanMs = MINUTE_MS
  for (const { dialect, answeredAtMs, number } of newest) {
    if (answeredAtMs < nowMs - MINUTE_MS) {
      spanMs = MINUTE_MS
      break
    }
    const count = counts.get(dialect) ?? { lastMinute: 0, lately: 0 }
    count.lastMinute += 1
    if (answeredAtMs >= nowMs - NOW_MS) count.lately += 1
    counts.set(dialect, count)
    // Nothing came before the first call.
    spanMs = number === 1 ? MINUTE_MS : Math.max(1, nowMs - answeredAtMs)
  }
  return [...counts].map(([dialect, { lastMinute, lately }]) => ({
    ...{ dialect, lastMinute, perSecond: perSecond(lastMinute, spanMs) },
    perSecondNow: perSecond(lately, Math.min(spanMs, NOW_MS)),
  }))
}

function perSecond(count: number, spanMs: number): number {
  return Math.round((count / spanMs) * 100_000) / 100
}
