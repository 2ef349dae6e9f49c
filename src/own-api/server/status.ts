import type { InstanceKey } from '../../core/instances/instance.ts'
import type { LoggedCall } from '../../dialects/kit/calls/call-log.ts'
import type { OwnContext } from './context.ts'
import { api } from './implementer.ts'
import { isoTime } from './texts.ts'
import { packageVersion } from './version.ts'

const ROWS_AT_ONCE = 2_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

export const status = api.status.router({
  show: api.status.show.handler(({ context }) => readStatus(context)),
})

async function readStatus(context: OwnContext) {
  const { core, isStandIn } = context
  const uptimeSeconds = Math.floor(process.uptime())
  const startedAt = isoTime(Date.now() - uptimeSeconds * 1_000)
  const [{ instances, pending }, backlog, failedLastHour] = await Promise.all([
    tally(context),
    core.database.operations.backlog(),
    countFailed(context),
  ])
  return {
    ...{ version: packageVersion(), mode: isStandIn ? ('stand-in' as const) : ('strict' as const) },
    ...{ startedAt, uptimeSeconds, instances, pending },
    operations: { running: backlog.unfinished, failedLastHour },
    calls: callsOf(context.calls.newest(), Date.now()),
  }
}

/** Instances by cloud and state, a few thousand rows at a time, so that nobody waits for it. */
async function tally({ core }: OwnContext) {
  const counts = new Map<string, { dialect: string; state: string; count: number }>()
  let pending = 0
  let after: InstanceKey | undefined
  do {
    const rows = await core.database.instances.glance({ after, limit: ROWS_AT_ONCE })
    for (const { dialect, state, isPending } of rows) {
      const entry = counts.get(`${dialect} ${state}`) ?? { dialect, state, count: 0 }
      entry.count += 1
      counts.set(`${dialect} ${state}`, entry)
      if (isPending) pending += 1
    }
    after = rows.length === ROWS_AT_ONCE ? rows.at(-1) : undefined
  } while (after)
  const instances = [...counts.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry)
  return { instances, pending }
}

async function countFailed({ core }: OwnContext): Promise<number> {
  const sinceMs = core.clock.now() - HOUR_MS
  const { rows } = await core.database.operations.walk({ limit: 1_000, outcome: 'failed' })
  return rows.filter(({ createdAtMs }) => createdAtMs >= sinceMs).length
}

/** What a process remembers may reach back less than a minute: the rate is that of the time it does reach back. */
function callsOf(newest: Iterable<LoggedCall>, nowMs: number) {
  const counts = new Map<string, number>()
  let spanMs = MINUTE_MS
  for (const { dialect, atMs, number } of newest) {
    if (atMs < nowMs - MINUTE_MS) {
      spanMs = MINUTE_MS
      break
    }
    counts.set(dialect, (counts.get(dialect) ?? 0) + 1)
    // Nothing came before the first call.
    spanMs = number === 1 ? MINUTE_MS : Math.max(1, nowMs - atMs)
  }
  return [...counts].map(([dialect, lastMinute]) => {
    const perSecond = Math.round((lastMinute / spanMs) * 100_000) / 100
    return { dialect, lastMinute, perSecond }
  })
}
