import type { Clock } from '../../core/clock.ts'
import type { HostRecord } from './host-record.ts'
import type { HostPool } from './ssh/pool.ts'
import type { ConnectParts } from './ssh/connect.ts'

/** What every job at a host works with. */
export interface HostContext {
  readonly pool: HostPool
  readonly connect: ConnectParts
  readonly clock: Clock
  /** How long a change stays without proof before the host takes it back, in milliseconds; counted in whole seconds. */
  readonly revertAfterMs: number
  /** Waits by the clock; rejects when the signal is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}

/** One host, the login user whose access it is, and who waits for it. */
export interface Target {
  readonly host: HostRecord
  readonly user: string
  readonly signal: AbortSignal
}

/** Waiting by an injected clock. */
export function waitBy(clock: Clock): HostContext['wait'] {
  return (ms, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    const timer = clock.wakeAt(clock.now() + ms, resolve)
    return promise.finally(() => {
      timer[Symbol.dispose]()
      signal.removeEventListener('abort', onAbort)
    })
  }
}
