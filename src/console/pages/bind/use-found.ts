import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useEffect } from 'react'

interface PageOf<T> {
  readonly items: readonly T[]
  readonly next?: string | undefined
}

/**
 * What a search has found so far. The server looks at so many rows for each page, which may be empty with more behind
 * it: it goes on until enough fits, or to the end. Another search ends it.
 */
export function useFound<T>(
  { data, error, hasNextPage, isFetching, fetchNextPage }: UseInfiniteQueryResult<InfiniteData<PageOf<T>>>,
  { fits, enough }: { readonly fits: (item: T) => boolean; readonly enough: number },
): { readonly found: readonly T[]; readonly isSearching: boolean } {
  const found = data?.pages.flatMap(({ items }) => items.filter(fits)) ?? []
  const goesOn = hasNextPage && found.length < enough && !error
  useEffect(() => {
    if (goesOn && !isFetching) void fetchNextPage()
  }, [goesOn, isFetching, fetchNextPage])
  return { found, isSearching: goesOn || isFetching }
}
