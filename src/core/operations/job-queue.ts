/** The right, and duty, of one process to carry an operation on. */
export interface Job {
  readonly operationId: string
  readonly id: string
  /** How often it was taken away from somebody before. */
  readonly retryCount: number
}

/**
 * Jobs that several processes take from one database. A job belongs to whoever took it for as long as he keeps saying
 * so; it is another's afterwards, and what the former holder says of it counts no longer.
 */
export interface JobQueue {
  /** Takes some that nobody has, oldest first; none is taken twice at a time. */
  take(most: number): Promise<readonly Job[]>
  /** Says that the holder is alive; resolves to those of the jobs that are still his. */
  keep(jobs: readonly Job[]): Promise<ReadonlySet<Job>>
  /** Nothing is left to do. */
  finish(job: Job): Promise<void>
  /** Another process may take it at once. */
  giveBack(job: Job): Promise<void>
  /** Makes a job for each of these operations that has none. */
  replace(operationIds: readonly string[]): Promise<void>
}

/** For how long a job stays with a holder who says nothing, in milliseconds. */
export const SILENCE_MS = 10_000
