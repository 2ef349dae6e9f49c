import { type QueryClient, useQuery } from '@tanstack/react-query'

import { client } from '../../kit/api.ts'

type Status = Awaited<ReturnType<typeof client.status.show>>

/** How many calls a second each cloud's API was asked for at one moment. */
export interface Sample {
  readonly atMs: number
  readonly perSecond: Readonly<Record<string, number>>
}

interface LiveStatus {
  readonly now: Status
  /** The oldest first. */
  readonly samples: readonly Sample[]
  /** How long the server needed for the last answer. */
  readonly tookMs: number
}

const KEY = ['live status']
const EVERY_MS = 2_000
export const KEPT_MS = 120_000
/** Counting a great many instances takes the server a while: looking on costs it a tenth of its time or so. */
const PAUSE_PER_WORK = 10
const AT_LEAST_EVERY_MS = 10_000

/** The state of the server, asked for every two seconds, with what it was in the last two minutes. */
export function useLiveStatus() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ client: queries, signal }) => ask(queries, signal),
    refetchInterval: ({ state }) => pauseAfter(state.data?.tookMs ?? 0),
  })
}

function pauseAfter(tookMs: number): number {
  return Math.min(AT_LEAST_EVERY_MS, Math.max(EVERY_MS, PAUSE_PER_WORK * tookMs))
}

async function ask(queries: QueryClient, signal: AbortSignal): Promise<LiveStatus> {
  const begunAt = performance.now()
  const now = await client.status.show({}, { signal })
  const atMs = Date.now()
  const perSecond = Object.fromEntries(now.calls.map(({ dialect, perSecondNow }) => [dialect, perSecondNow]))
  const known = queries.getQueryData<LiveStatus>(KEY)?.samples ?? []
  // One older than is shown keeps the line going to the edge.
  const samples = [...known.filter((sample) => sample.atMs >= atMs - KEPT_MS - EVERY_MS), { atMs, perSecond }]
  return { now, samples, tookMs: performance.now() - begunAt }
}
