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

export interface OperationStore {
  find(id: string): Promise<Operation | undefined>
  insert(operation: Operation): Promise<void>
  /** Unfinished operations that a dispatcher has to carry on, earliest due first; held ones are not among them. */
  unfinished(): Promise<readonly Pick<Operation, 'id' | 'dueAtMs'>[]>
  /** Which of these instances of the owner were terminated, and so existed once. */
  findTerminated(
    owner: Pick<Operation, 'account' | 'dialect'>,
    instanceIds: readonly string[],
  ): Promise<ReadonlySet<string>>
  /** Takes the operation up: raises fence and attempt if the fence is still `fence`. False: somebody else did. */
  claim(id: string, fence: number): Promise<boolean>
  /** Records progress if the fence is still `fence`. */
  advance(id: string, fence: number, progress: OperationProgress): Promise<boolean>
}
