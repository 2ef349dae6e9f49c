import { type InfiniteData, type QueryKey, useIsFetching, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'

import { client } from '../../kit/api.ts'
import { useStream } from '../../kit/use-stream.ts'
import type { Operation } from './operation-steps.tsx'

interface Wanted {
  readonly dialect?: string
  readonly account?: string
  readonly instance?: string
  readonly outcome?: Operation['outcome']
}

type Pages = InfiniteData<{ items: readonly Operation[]; next?: string | undefined }>

/** Writes what happens into the list that is shown: a row changes where it is, a new one comes on top. */
export function useLiveOperations(queryKey: QueryKey, wanted: Wanted): { readonly isLive: boolean } {
  const queries = useQueryClient()
  const isReading = useIsFetching({ queryKey }) > 0
  // Something was told while a list was on its way, which may be older than that.
  const isOlder = useRef(false)
  useEffect(() => {
    if (isReading || !isOlder.current) return
    isOlder.current = false
    void queries.invalidateQueries({ queryKey })
  }, [isReading, queries, queryKey])
  // How one ended is heard also where only those are listed that run.
  const { outcome, ...heard } = wanted
  return useStream(JSON.stringify(wanted), (signal) => client.operations.events(heard, { signal }), {
    onOpen: () => void queries.invalidateQueries({ queryKey }),
    onEvent: (operation) => {
      queries.setQueryData<Pages>(queryKey, (pages) => {
        if (!pages) return pages
        const isNew = outcome === undefined || operation.outcome === outcome
        return withOperation(pages, operation, isNew)
      })
      isOlder.current ||= queries.isFetching({ queryKey }) > 0
    },
  })
}

function withOperation(before: Pages, operation: Operation, isListed: boolean): Pages {
  const isThere = before.pages.some(({ items }) => items.some(({ id }) => id === operation.id))
  if (isThere) {
    const pages = before.pages.map((page) => ({
      ...page,
      items: page.items.map((each) => (each.id === operation.id ? operation : each)),
    }))
    return { ...before, pages }
  }
  const [first, ...others] = before.pages
  if (!isListed || !first) return before
  const items = [operation, ...first.items].toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
  return { ...before, pages: [{ ...first, items }, ...others] }
}
