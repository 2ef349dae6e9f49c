import { useEffect, useState } from 'react'

const STILL_MS = 250

/** A value once it has stayed the same for a moment: what is typed is not asked for letter by letter. */
export function useDebounced<T>(value: T, stillMs = STILL_MS): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), stillMs)
    return () => clearTimeout(timer)
  }, [value, stillMs])
  return settled
}
