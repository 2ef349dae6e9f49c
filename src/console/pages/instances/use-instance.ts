import { useQuery, useQueryClient } from '@tanstack/react-query'

import { api, client } from '../../kit/api.ts'
import { fullName, type Named } from '../../kit/cloud-words.tsx'
import { useStream } from '../../kit/use-stream.ts'

/** How often what changes without an operation is read again. */
const LOOK_MS = 5_000

/** The instance, read again whenever one of its operations gets on. */
export function useInstance(named: Named) {
  const { dialect, account, id } = named
  const queries = useQueryClient()
  const readAgain = (hasEnded: boolean) => {
    const keys = [api.instances.key(), api.bindings.key(), api.operations.key(), api.audit.key()]
    // A machine is looked at when something came to its end there, not at each step.
    if (hasEnded) keys.push(api.access.key())
    for (const queryKey of keys) void queries.invalidateQueries({ queryKey })
  }
  const { isLive } = useStream(
    fullName(named),
    (signal) => client.operations.events({ dialect, account, instance: id }, { signal }),
    // What ended before the line was open is not told by it.
    { onOpen: () => readAgain(false), onEvent: ({ outcome }) => readAgain(outcome !== 'running') },
  )
  const query = useQuery(
    api.instances.show.queryOptions({ input: { dialect, account, id }, refetchInterval: LOOK_MS }),
  )
  return { ...query, isLive, readAgain }
}
