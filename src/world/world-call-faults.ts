import { setTimeout as wait } from 'node:timers/promises'

import type {
  ActiveCallFaults,
  AnswerFault,
  CallFaults,
  FaultyCall,
  InjectedError,
} from '../dialects/kit/call-faults.ts'
import type { WireRequest } from '../dialects/kit/wire-request.ts'
import type { FaultRules } from './fault-rules.ts'

/** What the audit log says of a call whose connection was cut before it acted. */
const CUT: InjectedError = { code: 'ConnectionCut', message: 'The connection was cut by a fault rule.' }

/** The rules of calls, as the dialects and the listener ask for them. */
export class WorldCallFaults implements CallFaults, ActiveCallFaults {
  readonly #rules: FaultRules
  readonly #answers = new WeakMap<WireRequest, AnswerFault>()

  constructor(rules: FaultRules) {
    this.#rules = rules
  }

  get active(): ActiveCallFaults | undefined {
    return this.#rules.hasCallRules ? this : undefined
  }

  async beforeActing({ dialect, account, action, request }: FaultyCall): Promise<InjectedError | undefined> {
    for (const { fault } of this.#rules.hitCall({ dialect, account, name: action })) {
      switch (fault.kind) {
        case 'delay':
          // Of the machine's clock: a client's patience does not follow that of the world.
          await wait(fault.delayMs, undefined, { ref: false })
          break
        case 'error':
          return fault
        case 'cut':
          this.#answers.set(request, 'cut')
          return fault.when === 'before' ? CUT : undefined
        case 'half-answer':
          this.#answers.set(request, 'half')
          return undefined
      }
    }
    return undefined
  }

  takeAnswerFault(request: WireRequest): AnswerFault | undefined {
    const fault = this.#answers.get(request)
    this.#answers.delete(request)
    return fault
  }
}
