import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'

import { api, client } from './api.ts'
import { byCursor } from './by-cursor.ts'
import { useStream } from './use-stream.ts'

type Page = Awaited<ReturnType<typeof client.calls.list>>
export type CallSummary = Page['items'][number]

export interface CallFilters {
  readonly dialect?: string | undefined
  readonly action?: string | undefined
  readonly account?: string | undefined
  readonly outcome?: string | undefined
}

/** What comes is shown in portions: a busy server has thousands of calls a second. */
const PORTION_MS = 250
const MOST_FRESH = 1_000
const PAGE_SIZE = 100

/** The calls that are remembered, with those in front that came since; none of these while it is paused. */
export function useLiveCalls(filters: CallFilters, isPaused: boolean) {
  const query = useInfiniteQuery(
    api.calls.list.infiniteOptions({
      input: (cursor: string | undefined) => ({ ...filters, limit: PAGE_SIZE, cursor }),
      ...byCursor,
    }),
  )
  const { refetch } = query
  const key = JSON.stringify(filters)
  const { fresh, hear, forget } = usePortions(key)
  const { isLive } = useStream(key, (signal) => client.calls.events(filters, { signal }), {
    onEvent: hear,
    // The list has everything until now, also where a server that was started anew counts from one again.
    onOpen: () => {
      forget()
      void refetch()
    },
  })
  const [shown, setShown] = useState(fresh)
  // Of another filter nothing stays, not even while it is paused.
  if (shown !== fresh && (!isPaused || shown.key !== fresh.key)) setShown(fresh)
  const data = useMemo(() => withFresh(query.data, shown.calls), [query.data, shown])
  const waiting = fresh.calls.length - shown.calls.length
  return { query: { ...query, data } as typeof query, isLive, waiting }
}

interface Fresh {
  readonly key: string
  /** Newest first. */
  readonly calls: readonly CallSummary[]
}

/** What comes for one key; another one begins anew. */
function usePortions(key: string) {
  const [fresh, setFresh] = useState<Fresh>({ key, calls: [] })
  const heard = useRef<CallSummary[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  if (fresh.key !== key) setFresh({ key, calls: [] })
  const drop = () => {
    clearTimeout(timer.current)
    timer.current = undefined
    heard.current = []
  }
  useEffect(() => drop, [key])
  const hear = (call: CallSummary) => {
    heard.current.push(call)
    timer.current ??= setTimeout(() => {
      timer.current = undefined
      const portion = heard.current.splice(0).toReversed()
      setFresh((before) => ({ ...before, calls: [...portion, ...before.calls].slice(0, MOST_FRESH) }))
    }, PORTION_MS)
  }
  const forget = () => {
    drop()
    setFresh({ key, calls: [] })
  }
  return { fresh, hear, forget }
}

function withFresh<T extends { readonly pages: readonly Page[] }>(
  data: T | undefined,
  fresh: readonly CallSummary[],
) {
  if (!data) return data
  const known = new Set(data.pages.flatMap(({ items }) => items.map(({ number }) => number)))
  const items = fresh.filter(({ number }) => !known.has(number))
  return items.length === 0 ? data : { ...data, pages: [{ items }, ...data.pages] }
}
