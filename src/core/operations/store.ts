import type { Position } from '../page.ts'
import type { Operation } from './operation.ts'

export type OperationProgress = Partial<
  Pick<
    Operation,
    | 'steps'
    | 'step'
    | 'isUndoing'
    | 'endState'
    | 'attempt'
    | 'dueAtMs'
    | 'deadlineAtMs'
    | 'outcome'
    | 'message'
  >
>

/** What waits to be carried on. */
export interface Backlog {
  readonly unfinished: number
  /** When the one that has been due for longest was, or the next one will be due; undefined where there is none. */
  readonly earliestDueAtMs: number | undefined
}

/** Operations of every account, newest first. Filters that are left out let everything through. */
export interface OperationWalk {
  /** Place of the last one that was given already. */
  readonly after?: Position | undefined
  readonly limit: number
  readonly account?: string | undefined
  readonly dialect?: string | undefined
  readonly instanceId?: string | undefined
  readonly outcome?: Operation['outcome'] | undefined
}

export interface OperationStore {
  find(id: string): Promise<Operation | undefined>
  /**
   * At most `limit` operations; where few match, fewer are given before the end than were asked for, so that a call reads
   * no more than some thousands of rows. Without `next` it was the end.
   */
  walk(
    query: OperationWalk,
  ): Promise<{ readonly rows: readonly Operation[]; readonly next: Position | undefined }>
  insert(operation: Operation): Promise<void>
  /** Unfinished operations that a dispatcher has to carry on, earliest due first; held ones are not among them. */
  unfinished(): Promise<readonly Pick<Operation, 'id' | 'dueAtMs'>[]>
  /** How much `unfinished` would give. */
  backlog(): Promise<Backlog>
  /** How many that were begun at this time or later have failed, of all accounts. */
  countFailedSince(sinceMs: number): Promise<number>
  /** Which of these instances of the owner were terminated, and so existed once. */
  findTerminated(
    owner: Pick<Operation, 'account' | 'dialect'>,
    instanceIds: readonly string[],
  ): Promise<ReadonlySet<string>>
  /** Takes the operation up: raises the fence if the fence is still `fence`. False: somebody else did. */
  claim(id: string, fence: number): Promise<boolean>
  /** Records progress if the fence is still `fence`. */
  advance(id: string, fence: number, progress: OperationProgress): Promise<boolean>
}
