import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { api, client } from '../../kit/api.ts'

type Stream = Awaited<ReturnType<typeof client.keyPairs.rotate>>
type Told = Stream extends AsyncIterable<infer One> ? One : never
export type RotatedPair = Extract<Told, { kind: 'keyPair' }>
export type RotatedInstance = Extract<Told, { kind: 'instance' }>

/** A rotation that was begun, as far as it has come. It is heard to its end also when nobody looks any more. */
export function useRotation() {
  const queries = useQueryClient()
  const [isRunning, setRunning] = useState(false)
  const [made, setMade] = useState<RotatedPair>()
  const [instances, setInstances] = useState<readonly RotatedInstance[]>([])
  const [error, setError] = useState<Error | null>(null)
  const run = async (asked: Parameters<typeof client.keyPairs.rotate>[0]) => {
    setRunning(true)
    setError(null)
    try {
      for await (const told of await client.keyPairs.rotate(asked)) {
        if (told.kind === 'keyPair') setMade(told)
        else setInstances((before) => [...before, told])
      }
    } catch (reason) {
      setError(reason instanceof Error ? reason : new Error(String(reason)))
    } finally {
      setRunning(false)
      for (const queryKey of [api.keyPairs.key(), api.bindings.key(), api.instances.key()])
        void queries.invalidateQueries({ queryKey })
    }
  }
  return { isRunning, made, instances, error, run }
}
