import { answerOnce, type RepeatRules } from '../../core/idempotency/answer-once.ts'
import { RunningCalls } from '../../core/idempotency/running-calls.ts'
import type { Action, ActionContext, Fields } from './action.ts'

/**
 * The last step of a dialect: runs an action, or answers from what the first call with this client token was
 * answered. An action is idempotent when its parameters have a `ClientToken`; that is all it has to say.
 * Faults: those of `answerOnce`.
 */
export class Replays {
  readonly #rules: RepeatRules
  readonly #running = new RunningCalls()

  constructor(rules: RepeatRules) {
    this.#rules = rules
  }

  run(action: Action, context: ActionContext, params: unknown): Promise<Fields> {
    const { token, parameters } = splitToken(params)
    // Empty counts as absent. Source: spec/tencent.md §1.6.
    if (token === undefined || token === '') return action.run(context, params)
    const { core, call } = context
    return answerOnce({ core, rules: this.#rules, running: this.#running }, call, {
      token,
      parameters,
      givenOnce: action.givenOnce ?? [],
      act: (core) => action.run({ ...context, core }, params),
    })
  }
}

function splitToken(params: unknown): { token?: string; parameters: unknown } {
  if (typeof params !== 'object' || params === null || !('ClientToken' in params))
    return { parameters: params }
  const { ClientToken, ...parameters } = params
  return typeof ClientToken === 'string' ? { token: ClientToken, parameters } : { parameters }
}
