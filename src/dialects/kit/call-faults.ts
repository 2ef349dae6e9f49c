import type { WireRequest } from './wire-request.ts'

/** What goes wrong with calls on purpose. Only a stand-in has it. */
export interface CallFaults {
  /** Undefined where there is no rule: nothing is looked at. */
  readonly active: ActiveCallFaults | undefined
}

export interface ActiveCallFaults {
  /**
   * Asked right before a call acts, when all that could refuse it has let it pass; resolves after the delay that it is
   * given. With an error the call ends here.
   */
  beforeActing(call: FaultyCall): Promise<InjectedError | undefined>
  /** What becomes of the answer to a request; asked once. */
  takeAnswerFault(request: WireRequest): AnswerFault | undefined
}

/** What a rule may look at. */
export interface FaultyCall {
  readonly dialect: string
  readonly account: string
  readonly action: string
  readonly request: WireRequest
}

/** An error as somebody asked for it; what is left out is what the dialect says with this code. */
export interface InjectedError {
  readonly code: string
  readonly status?: number | undefined
  readonly message?: string | undefined
}

/** `cut`: the connection ends without an answer. `half`: in the middle of its body. */
export type AnswerFault = 'cut' | 'half'
