import type { Clock } from './core/clock.ts'
import { ClusterDispatcher } from './core/operations/cluster-dispatcher.ts'
import type { Dispatcher } from './core/operations/dispatcher.ts'
import { EmbeddedDispatcher } from './core/operations/embedded-dispatcher.ts'
import { type Lease, runOperation } from './core/operations/run.ts'
import type { Worker } from './core/operations/worker.ts'
import type { Cluster } from './open-database.ts'

export interface OpenDispatcher extends AsyncDisposable {
  readonly dispatcher: Dispatcher
  /** Operations that this process carries on at the moment. */
  inHand(): number
  /** Takes up what earlier processes left unfinished. */
  start(): Promise<void>
  /** Whether nothing is at work here. */
  readonly isIdle: () => boolean
  /** Runs `work` while this process carries nothing on, then takes up what is unfinished; see `EmbeddedDispatcher`. */
  readonly pausedWhile: <T>(work: () => Promise<T>) => Promise<T>
}

/** How long a step may take to end before the data below it is exchanged. */
const GRACE_MS = 2_000

export interface DispatcherParts {
  readonly worker: Worker
  readonly clock: Clock
  /** Undefined: this is the only process. */
  readonly cluster: Cluster | undefined
  /** Whether this process carries operations on, or only begins them. */
  readonly isWorker: boolean
}

/** The dispatcher of one process, or of one among several. */
export function openDispatcher({ worker, clock, cluster, isWorker }: DispatcherParts): OpenDispatcher {
  const { operations } = worker.database
  const run = (id: string, lease: Lease) => runOperation(worker, id, lease)
  if (cluster) {
    const dispatcher = new ClusterDispatcher({
      ...{ ...cluster, isWorker, run, unfinished: () => operations.unfinished() },
      onError: (error, doing) => worker.log.error({ err: error }, `could not ${doing}`),
    })
    return {
      dispatcher,
      inHand: () => dispatcher.inHand,
      start: () => Promise.resolve(dispatcher.start()),
      isIdle: () => dispatcher.inHand === 0,
      // Other processes go on anyway; steps whose rows are gone end by themselves.
      pausedWhile: (work) => work(),
      [Symbol.asyncDispose]: () => dispatcher[Symbol.asyncDispose](),
    }
  }
  const dispatcher = new EmbeddedDispatcher({
    ...{ clock, run },
    onError: (error, id) =>
      worker.log.error({ err: error, operation: id }, 'an operation could not be carried on'),
  })
  return {
    dispatcher,
    inHand: () => dispatcher.inHand,
    start: async () => dispatcher.wake(await operations.unfinished()),
    isIdle: () => dispatcher.isIdle,
    pausedWhile: (work) =>
      dispatcher.pausedWhile(work, { unfinished: () => operations.unfinished(), graceMs: GRACE_MS }),
    [Symbol.asyncDispose]: () => dispatcher[Symbol.asyncDispose](),
  }
}
