import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useState } from 'react'

import { askForToken } from './session.tsx'

/** How long after a broken line it is opened again. */
const AGAIN_MS = 2_000

/**
 * Hears what a stream of the own API tells as long as the page is shown; a line that breaks is opened again. What was
 * told in between is for `onOpen` to read anew. Why it broke is of no use to anybody, unless the token has ended. `key`
 * names what is heard: another one closes the stream before.
 */
export function useStream<T>(
  key: string,
  open: (signal: AbortSignal) => Promise<AsyncIterable<T>>,
  { onEvent, onOpen }: { readonly onEvent: (event: T) => void; readonly onOpen?: () => void },
): { readonly isLive: boolean } {
  const queries = useQueryClient()
  const [isLive, setIsLive] = useState(false)
  const begin = useEffectEvent(open)
  const hear = useEffectEvent(onEvent)
  const opened = useEffectEvent(() => onOpen?.())
  useEffect(() => {
    const over = new AbortController()
    const { signal } = over
    const listen = async () => {
      const events = await begin(signal)
      setIsLive(true)
      opened()
      for await (const event of events) {
        if (signal.aborted) return
        hear(event)
      }
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    const keepListening = () => {
      listen()
        .catch((error: unknown) => askForToken(queries, error))
        .finally(() => {
          setIsLive(false)
          if (!signal.aborted) timer = setTimeout(keepListening, AGAIN_MS)
        })
    }
    keepListening()
    return () => {
      over.abort()
      clearTimeout(timer)
    }
  }, [key, queries])
  return { isLive }
}
