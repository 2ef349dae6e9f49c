import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'

import { api, client, statusOf } from '../../kit/api.ts'
import { fullName, type Named } from '../../kit/cloud-words.tsx'
import { type Choices, requestOf } from './choices.ts'

/** What became of the binding at one instance. */
export interface Bound {
  readonly outcome: string
  readonly message: string
}

export interface Binding {
  /** Undefined before it was begun. */
  readonly asked: Choices | undefined
  readonly isRunning: boolean
  /** By full name; those that are not here have not ended. */
  readonly results: ReadonlyMap<string, Bound>
  /** Of the call as a whole. */
  readonly error: Error | null
  readonly isLineBroken: boolean
  readonly begin: (choices: Choices) => void
}

/** Those whose binding did not come about. */
export function failedOf({ asked, results, isRunning }: Binding): readonly Named[] {
  if (!asked || isRunning) return []
  return asked.instances.filter((instance) => {
    const outcome = results.get(fullName(instance))?.outcome
    return outcome === undefined || outcome === 'failed' || outcome === 'refused'
  })
}

/**
 * Binds and hears of each instance as it ends. The stream is read to its end also when nobody looks any more: it is not
 * stopped by closing the dialog.
 */
export function useBinding(): Binding {
  const queries = useQueryClient()
  const [asked, setAsked] = useState<Choices>()
  const [isRunning, setRunning] = useState(false)
  const [results, setResults] = useState<ReadonlyMap<string, Bound>>(new Map())
  const [error, setError] = useState<Error | null>(null)
  const run = async (choices: Choices) => {
    setRunning(true)
    setError(null)
    try {
      const stream = await client.bindings.add({ ...requestOf(choices), wait: true })
      for await (const { outcome, message, ...named } of stream) {
        setResults((before) => new Map(before).set(fullName(named), { outcome, message }))
      }
    } catch (reason) {
      setError(reason instanceof Error ? reason : new Error(String(reason)))
    } finally {
      setRunning(false)
      for (const queryKey of [api.instances.key(), api.keyPairs.key(), api.bindings.key()])
        void queries.invalidateQueries({ queryKey })
    }
  }
  return {
    ...{ asked, isRunning, results },
    error: error && statusOf(error) !== undefined ? error : null,
    isLineBroken: error !== null && statusOf(error) === undefined,
    begin(choices) {
      const again = new Set(choices.instances.map(fullName))
      // What was bound before stays in the list; what is tried again waits anew.
      setAsked((before) => ({ ...choices, instances: merged(before?.instances ?? [], choices.instances) }))
      setResults((before) => new Map([...before].filter(([name]) => !again.has(name))))
      void run(choices)
    },
  }
}

function merged(before: readonly Named[], again: readonly Named[]): readonly Named[] {
  const all = new Map([...before, ...again].map((one) => [fullName(one), one]))
  return [...all.values()]
}
