import type { z } from 'zod'

import type { Call } from '../../core/call.ts'
import type { Core } from '../../core/core.ts'
import type { FaultTable } from './fault-table.ts'
import type { AccessLevel } from './policies/access-table.ts'

/** What `run` works with. */
export interface ActionContext {
  readonly core: Core
  readonly call: Call
  /** Language the caller prefers for texts. */
  readonly language: 'en' | 'zh'
  /** The `Host` that the caller asked, with its port; empty when he named none. */
  readonly host: string
}

/** Fields of the answer, in the cloud's words; the dialect wraps them into its envelope. */
export type Fields = Readonly<Record<string, unknown>>

/** One call on the wire. `run` translates: wire words in, core words through, wire words out. */
export interface Action<Params extends z.ZodType = z.ZodType, Answer extends Fields = Fields> {
  /** As the cloud spells it. */
  readonly name: string
  /** What the cloud's policies call the kind of access; the names that are judged are in its access table. */
  readonly access: AccessLevel
  /**
   * Parses the action's parameters; the issues of a bad value become the cloud's refusal (see `params.ts`). A
   * parameter `ClientToken` makes the action idempotent (see `replays.ts`).
   */
  readonly params: Params
  /** Only rows where this action answers differently from the dialect's table, each with its source. */
  readonly faults?: Partial<FaultTable>
  /** Fields of the answer that are never kept: a replayed answer is without them. */
  readonly givenOnce?: readonly string[]
  run(context: ActionContext, params: z.output<Params>): Promise<Answer>
}

/** Declares an action; only ties the types of the parameters and of the answer to `run`. */
export function action<Params extends z.ZodType, Answer extends Fields>(
  definition: Action<Params, Answer>,
): Action<Params, Answer> {
  return definition
}
