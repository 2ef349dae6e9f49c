import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'

import { api, client } from '../../kit/api.ts'
import { type CheckedHost, type DriftMode, type Host, nameOfHost } from './host.ts'

/** What was told meanwhile is shown so often. */
const SHOWN_EVERY_MS = 100

export interface Checked extends CheckedHost {
  /** When it was told here. */
  readonly atMs: number
}

interface Run {
  readonly total: number
  readonly names: ReadonlySet<string>
  readonly isOver: boolean
  readonly error: Error | null
}

export interface HostChecks {
  /** The last results, by the name of the host. */
  readonly results: ReadonlyMap<string, Checked>
  /** What is going on, or went on last. */
  readonly run: (Run & { readonly done: readonly Checked[] }) | undefined
  /** Looks at these hosts; without a mode each is treated as it is set to be. */
  readonly check: (hosts: readonly Host[], mode: DriftMode | undefined) => void
  /** Ends the watching: what has begun goes on in the server. */
  readonly stop: () => void
}

/** Checks of hosts, with results as each host answers. */
export function useHostChecks(): HostChecks {
  const queries = useQueryClient()
  const [results, setResults] = useState<ReadonlyMap<string, Checked>>(new Map())
  const [run, setRun] = useState<Run>()
  const over = useRef<AbortController>(undefined)
  useEffect(() => () => over.current?.abort(), [])
  const check = (hosts: readonly Host[], mode: DriftMode | undefined) => {
    over.current?.abort()
    const { signal } = (over.current = new AbortController())
    const names = new Set(hosts.map(nameOfHost))
    setRun({ total: names.size, names, isOver: false, error: null })
    setResults((before) => new Map([...before].filter(([name]) => !names.has(name))))
    const told = gather((some) => setResults((before) => new Map([...before, ...some])))
    void (async () => {
      const error = await readChecks({ ids: [...names], ...(mode && { mode }) }, { signal, tell: told.add })
      told.flush()
      if (signal.aborted) return
      setRun((before) => before && { ...before, isOver: true, error })
      // What was settled is bound otherwise now.
      await queries.invalidateQueries({ queryKey: api.hosts.list.key() })
      await queries.invalidateQueries({ queryKey: api.instances.key() })
    })()
  }
  const stop = () => {
    over.current?.abort()
    setRun((before) => before && { ...before, isOver: true })
  }
  const done = run ? [...run.names].flatMap((name) => results.get(name) ?? []) : []
  return { results, run: run && { ...run, done }, check, stop }
}

/** Resolves to what broke it; null when every host has been told of. */
async function readChecks(
  asked: Parameters<typeof client.hosts.check>[0],
  { signal, tell }: { readonly signal: AbortSignal; readonly tell: (checked: CheckedHost) => void },
): Promise<Error | null> {
  try {
    for await (const checked of await client.hosts.check(asked, { signal })) tell(checked)
    return null
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** Passes results on a few at a time: thousands come within seconds. */
function gather(show: (some: readonly (readonly [string, Checked])[]) => void) {
  let waiting: (readonly [string, Checked])[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    const some = waiting
    waiting = []
    if (some.length > 0) show(some)
  }
  const add = (checked: CheckedHost) => {
    waiting.push([nameOfHost(checked), { ...checked, atMs: Date.now() }])
    timer ??= setTimeout(flush, SHOWN_EVERY_MS)
  }
  return { add, flush }
}
