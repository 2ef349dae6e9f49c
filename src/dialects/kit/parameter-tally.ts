import type { z } from 'zod'

import type { Call } from '../../core/call.ts'
import type { Log } from '../../core/log.ts'
import { ParameterCounts, type ParameterUse } from '../../core/parameter-counts.ts'
import type { CallLog } from './calls/call-log.ts'
import { usesOf } from './parameter-uses.ts'
import type { ParamIssue } from './params.ts'

/**
 * Tells what callers asked for and did not get: counts the parameters of every action, and writes a line to the log when
 * one that has no effect is met for the first time.
 */
export class ParameterTally {
  readonly counts = new ParameterCounts()
  readonly #log: Log
  readonly #isStrict: boolean
  readonly #calls: Pick<CallLog, 'noteParameters'> | undefined

  /** `isStrict`: unknown parameters are refused, also where the cloud ignores them. */
  constructor(log: Log, { isStrict, calls }: { isStrict: boolean; calls?: Pick<CallLog, 'noteParameters'> }) {
    this.#log = log
    this.#isStrict = isStrict
    this.#calls = calls
  }

  /** Notes the parameters of a call, `everywhere` as in `usesOf`; the issue of the first unknown one when such are refused. */
  note(
    { dialect, action, requestId }: Call,
    schema: z.ZodType,
    { params, everywhere }: { params: unknown; everywhere?: ReadonlySet<string> },
  ): ParamIssue | undefined {
    const uses = usesOf(schema, params, everywhere)
    this.#calls?.noteParameters(requestId, uses)
    const isNew = (use: ParameterUse) => (parameter: string) =>
      this.counts.add({ dialect, action, parameter, use })
    uses.read.forEach(isNew('read'))
    const ignored = uses.ignored.filter(isNew('ignored'))
    const unknown = uses.unknown.filter(isNew('unknown'))
    if (ignored.length + unknown.length > 0) {
      const facts = { dialect, action, requestId, ignored, unknown }
      this.#log.info(facts, 'parameters without effect, told once')
    }
    const [path] = this.#isStrict ? uses.unknown : []
    return path === undefined ? undefined : { kind: 'unknown', name: path, path }
  }
}
