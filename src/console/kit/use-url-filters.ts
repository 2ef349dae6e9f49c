import { useCallback } from 'react'
import { useSearchParams } from 'react-router'

/**
 * Filters of a list, kept in the address, so that what one sees can be sent to somebody else. `set({ state: undefined })`
 * takes one away.
 */
export function useUrlFilters<Name extends string>(
  names: readonly Name[],
): readonly [
  Readonly<Partial<Record<Name, string>>>,
  (changes: Partial<Record<Name, string | undefined>>) => void,
] {
  const [params, setParams] = useSearchParams()
  const filters: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const value = params.get(name)
    if (value !== null && value !== '') filters[name] = value
  }
  const set = useCallback(
    (changes: Partial<Record<Name, string | undefined>>) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before)
          for (const [name, value] of Object.entries<string | undefined>(changes)) {
            if (value === undefined || value === '') after.delete(name)
            else after.set(name, value)
          }
          return after
        },
        { replace: true },
      ),
    [setParams],
  )
  return [filters, set]
}
